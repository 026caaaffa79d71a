/// The comments between two tokens, one after another, and the line breaks between them.
///
/// All that lies in such a gap is white space, comments, and `;` where statements meet.
struct Gap {
  /// Whether a line ends before what comes next: the comment just found, or the token behind.
  private(set) var endsLine = false
  /// Whether there is a blank line before it.
  private(set) var holdsBlank = false
  private var breaks = 0
  private var at: Int
  private let end: Int

  /// The gap that takes the bytes `start..<end`.
  init(_ start: Int, _ end: Int) {
    at = start
    self.end = end
  }

  /// The next comment, without the white space at its end; nil at the end of the gap.
  mutating func next(in bytes: [UInt8]) -> Range<Int>? {
    endsLine = false
    holdsBlank = false
    breaks = 0
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\n"): breakLine()
      case UInt8(ascii: "\r"):
        if at + 1 == end || bytes[at + 1] != UInt8(ascii: "\n") { breakLine() }
      case UInt8(ascii: "/"): return comment(in: bytes)
      // A line with nothing but a separator is no blank line.
      case UInt8(ascii: ";"): breaks = 0
      default: break
      }
      at += 1
    }
    return nil
  }

  private mutating func breakLine() {
    endsLine = true
    breaks += 1
    if breaks > 1 { holdsBlank = true }
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
      if gap.holdsBlank { return true }
    }
    return gap.holdsBlank
  }

  /// Whether there is a comment in the gap.
  static func holdsComment(_ start: Int, _ end: Int, in bytes: [UInt8]) -> Bool {
    var gap = Gap(start, end)
    return gap.next(in: bytes) != nil
  }
}
