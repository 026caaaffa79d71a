extension AnswerScan {
  /// Reads a body: JSON, several texts of JSON in a row, or events of a stream.
  ///
  /// Events: WHATWG HTML, section 9.2.6. What is neither, a page or a protocol buffer, says
  /// nothing.
  mutating func read(_ bytes: Span<UInt8>, upTo limit: Int) {
    var start = 0
    if limit >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { start = 3 }
    while start < limit && bytes[start].isBlank { start += 1 }
    guard start < limit else { return }
    if bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[") {
      readJSON(bytes, start..<limit)
    } else if AnswerScan.isField(bytes, start, limit) {
      readEvents(bytes, start, limit)
    }
  }

  private static func isField(_ bytes: Span<UInt8>, _ at: Int, _ limit: Int) -> Bool {
    bytes[at] == UInt8(ascii: ":")
      || (at + 3 <= limit && bytes.holds("id:", at: at))
      || (at + 5 <= limit && bytes.holds("data:", at: at))
      || (at + 6 <= limit && (bytes.holds("event:", at: at) || bytes.holds("retry:", at: at)))
  }

  private mutating func readEvents(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) {
    isStream = true
    let isFailureAtAll = isFailure
    var line = start
    while line < limit {
      var end = line
      while end < limit && bytes[end] != 0x0A && bytes[end] != 0x0D { end += 1 }
      if end == line {
        // An empty line ends the event; so does the second half of CR LF, where it does no harm.
        if bytes[end] != 0x0A || end == 0 || bytes[end - 1] != 0x0D {
          restart()
          isFailure = isFailureAtAll
        }
      } else if end < limit, end - line >= 6, bytes.holds("event:", at: line) {
        let name = bytes.trimmed(line + 6..<end)
        if bytes.holds("error", in: name) {
          saysError = true
          isFailure = true
        }
      } else if end - line >= 5, bytes.holds("data:", at: line) {
        // With the end of the line, behind which no digit can follow.
        readJSON(bytes, line + 5..<Swift.min(end + 1, limit))
      }
      line = end + 1
    }
    isFailure = isFailureAtAll
  }
}
