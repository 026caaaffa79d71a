extension ByteText {
  /// The text with every character that does not show itself, or turns the reading direction,
  /// replaced by U+FFFD, and cut with an ellipsis after `max` bytes at a character's end.
  func visible(max: Int) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let length = Swift.min(bytes.count - at, ByteText.length(of: bytes[at]))
      if out.count + length > max {
        return out + [0xe2, 0x80, 0xa6]
      }
      if ByteText.isHidden(bytes[at..<at + length]) {
        out += [0xef, 0xbf, 0xbd]
      } else {
        out += bytes[at..<at + length]
      }
      at += length
    }
    return out
  }

  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0x00...0xbf: 1
    case 0xc0...0xdf: 2
    case 0xe0...0xef: 3
    case _: 4
    }
  }

  /// C0, DEL and C1 controls; joiners, marks and overrides of direction; line and paragraph
  /// separators; the byte order mark.
  private static func isHidden(_ character: ArraySlice<UInt8>) -> Bool {
    let first = character.startIndex
    switch (character[first], character.count) {
    case (0x00...0x1f, 1), (0x7f, 1), (0x80...0xbf, 1): return true
    case (0xc2, 2): return character[first + 1] < 0xa0
    case (0xe2, 3) where character[first + 1] == 0x80:
      return (0x8b...0x8f).contains(character[first + 2])
        || (0xa8...0xae).contains(character[first + 2])
    case (0xe2, 3) where character[first + 1] == 0x81:
      return (0xa0...0xaf).contains(character[first + 2])
    case (0xef, 3): return character[first + 1] == 0xbb && character[first + 2] == 0xbf
    case _: return false
    }
  }
}
