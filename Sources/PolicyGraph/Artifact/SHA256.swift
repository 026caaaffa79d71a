/// SHA-256 (FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2), fed in pieces of any length.
public struct SHA256: Sendable {
  private var state: State = State()
  private var pending = [64 of UInt8](repeating: 0)
  private var pendingCount = 0
  private var total: UInt64 = 0

  /// The digest of nothing so far.
  public init() {}

  /// The digest of `bytes`: 32 bytes.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// Takes in `bytes`.
  public mutating func update(_ bytes: [UInt8]) {
    // The pointer does not leave the closure, and the count is the array's own.
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe update(base, count: buffer.count)
    }
  }

  /// The digest of all that was taken in: 32 bytes.
  ///
  /// Nothing may be taken in afterwards.
  public mutating func finish() -> [UInt8] {
    let bits = total &* 8
    var padding = [UInt8](repeating: 0, count: (119 - pendingCount) % 64 + 9)
    padding[0] = 0x80
    for i in 0..<8 {
      padding[padding.count - 1 - i] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * i))
    }
    update(padding)
    return state.bytes
  }

  /// Takes in `count` bytes, all of which `bytes` must lead to.
  @unsafe
  mutating func update(_ bytes: UnsafeRawPointer, count: Int) {
    total &+= UInt64(count)
    var start = 0
    if pendingCount > 0 {
      start = min(64 - pendingCount, count)
      for i in 0..<start {
        pending[pendingCount + i] = unsafe bytes.load(fromByteOffset: i, as: UInt8.self)
      }
      pendingCount += start
      guard pendingCount == 64 else { return }
      unsafe pending.span.withUnsafeBytes { unsafe state.compress($0.baseAddress, blocks: 1) }
      pendingCount = 0
    }
    let blocks = (count - start) / 64
    unsafe state.compress(bytes + start, blocks: blocks)
    start += blocks * 64
    while start < count {
      pending[pendingCount] = unsafe bytes.load(fromByteOffset: start, as: UInt8.self)
      pendingCount += 1
      start += 1
    }
  }
}
