/// The comments between two tokens, one after another, and the line breaks between them.
///
/// All that lies in such a gap is white space, comments, and `;` where statements meet.
struct Gap {
  /// Line breaks before what comes next: the comment just found, or the token behind the gap.
  private(set) var breaks = 0
  private var at: Int
  private let end: Int

  /// The gap that takes the bytes `start..<end`.
  init(_ start: Int, _ end: Int) {
    at = start
    self.end = end
  }

  /// The next comment, without the white space at its end; nil at the end of the gap.
  mutating func next(in bytes: [UInt8]) -> Range<Int>? {
    breaks = 0
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\n"): breaks += 1
      case UInt8(ascii: "\r"):
        if at + 1 == end || bytes[at + 1] != UInt8(ascii: "\n") { breaks += 1 }
      case UInt8(ascii: "/"): return comment(in: bytes)
      default: break
      }
      at += 1
    }
    return nil
  }

  private mutating func comment(in bytes: [UInt8]) -> Range<Int> {
    let start = at
    while at < end, bytes[at] != UInt8(ascii: "\n"), bytes[at] != UInt8(ascii: "\r") { at += 1 }
    var last = at
    while bytes[last - 1] == UInt8(ascii: " ") || bytes[last - 1] == UInt8(ascii: "\t") {
      last -= 1
    }
    return start..<last
  }

  /// Whether there is a blank line in the gap.
  static func holdsBlankLine(_ start: Int, _ end: Int, in bytes: [UInt8]) -> Bool {
    var gap = Gap(start, end)
    while gap.next(in: bytes) != nil {
      if gap.breaks > 1 { return true }
    }
    return gap.breaks > 1
  }

  /// Whether there is a comment in the gap.
  static func holdsComment(_ start: Int, _ end: Int, in bytes: [UInt8]) -> Bool {
    var gap = Gap(start, end)
    return gap.next(in: bytes) != nil
  }
}
