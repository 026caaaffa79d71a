/// One place of a text, and what is to stand there.
struct Edit {
  let range: Range<Int>
  let bytes: [UInt8]

  init(_ range: Range<Int>, _ bytes: [UInt8]) {
    self.range = range
    self.bytes = bytes
  }

  init(_ range: Range<Int>, _ text: String) { self.init(range, Array(text.utf8)) }
}

extension JSONText {
  /// The value with other bytes in some places, none of which overlap.
  func edited(_ edits: [Edit]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(root.count + 256)
    var at = root.lowerBound
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      out += bytes[at..<edit.range.lowerBound]
      out += edit.bytes
      at = edit.range.upperBound
    }
    return out + bytes[at..<root.upperBound]
  }
}
