/// Takes Swift apart, line by line, into code and comments; what stands in texts is neither.
///
/// It knows texts of one line and of several, raw ones, and nested comments; an interpolation
/// counts as a part of its text.
struct CodeScanner {
  private enum State {
    case code
    /// In a text that goes over several lines and ends at this.
    case text(end: String)
    case comment(depth: Int)
  }

  private var state = State.code

  /// What of a line is code, and what a comment.
  mutating func split(_ line: String) -> (code: String, comment: String, hasText: Bool) {
    var code = ""
    var comment = ""
    var hasText = false
    var rest = Substring(line)
    while !rest.isEmpty {
      switch state {
      case .code:
        if rest.hasPrefix("//") {
          comment += rest
          return (code, comment, hasText)
        }
        if rest.hasPrefix("/*") {
          state = .comment(depth: 1)
          rest = rest.dropFirst(2)
        } else if let hashes = opening(rest) {
          hasText = true
          code += "\""
          rest = text(rest.dropFirst(hashes), hashes: hashes)
        } else {
          code.append(rest.removeFirst())
        }
      case .text(let end):
        hasText = true
        rest = skip(rest, to: end)
      case .comment(let depth):
        if rest.hasPrefix("*/") {
          state = depth > 1 ? .comment(depth: depth - 1) : .code
          rest = rest.dropFirst(2)
        } else if rest.hasPrefix("/*") {
          state = .comment(depth: depth + 1)
          rest = rest.dropFirst(2)
        } else {
          comment.append(rest.removeFirst())
        }
      }
    }
    if case .text = state { hasText = true }
    return (code, comment, hasText)
  }

  /// How many `#` stand before a quote here; nil if no text begins.
  private func opening(_ rest: Substring) -> Int? {
    let hashes = rest.prefix { $0 == "#" }.count
    return rest.dropFirst(hashes).first == "\"" ? hashes : nil
  }

  /// Skips a text whose `#` are behind us.
  private mutating func text(_ rest: Substring, hashes: Int) -> Substring {
    let marks = String(repeating: "#", count: hashes)
    if rest.hasPrefix("\"\"\"") {
      state = .text(end: "\"\"\"" + marks)
      return rest.dropFirst(3)
    }
    var rest = rest.dropFirst()
    while let sign = rest.first {
      if sign == "\\", hashes == 0 {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("\"" + marks) {
        return rest.dropFirst(1 + hashes)
      } else {
        rest = rest.dropFirst()
      }
    }
    return rest
  }

  private mutating func skip(_ rest: Substring, to end: String) -> Substring {
    var rest = rest
    while !rest.isEmpty {
      if rest.hasPrefix(end) {
        state = .code
        return rest.dropFirst(end.count)
      }
      rest = rest.dropFirst(rest.hasPrefix("\\") && !end.hasSuffix("#") ? 2 : 1)
    }
    return rest
  }
}
