import CPolicyc

/// Texts in memory of their own, at addresses that callers may keep.
final class TextBlock: Sendable {
  private nonisolated(unsafe) let base: UnsafeMutablePointer<CChar>
  private let ends: [Int]

  init(_ storage: [UInt8], ends: [Int]) {
    base = UnsafeMutablePointer<CChar>.allocate(capacity: Swift.max(1, storage.count))
    for i in storage.indices { (base + i).initialize(to: CChar(bitPattern: storage[i])) }
    self.ends = ends
  }

  convenience init(_ texts: [[UInt8]]) {
    var storage: [UInt8] = []
    var ends: [Int] = []
    for text in texts {
      storage += text
      ends.append(storage.count)
    }
    self.init(storage, ends: ends)
  }

  deinit { base.deallocate() }

  var count: Int { ends.count }

  /// One of the texts.
  subscript(i: Int) -> policyc_text {
    let start = i == 0 ? 0 : ends[i - 1]
    return policyc_text(bytes: UnsafePointer(base + start), length: ends[i] - start)
  }

  /// The bytes of one of the texts.
  func bytes(_ i: Int) -> Bytes { self[i].buffer ?? Bytes(start: nil, count: 0) }
}
