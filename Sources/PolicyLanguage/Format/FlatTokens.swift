/// The tokens of a stretch of text as they stand on one line, each with what comes before it: the
/// one place that knows where spaces go.
struct FlatTokens {
  /// What stands between a token and the one before it on the same line.
  enum Lead: Int {
    case none = 0
    case space = 1
    /// A semicolon and a space.
    case semicolon = 2
  }

  private let first: Int
  private let last: Int
  private var next: Int
  private var previous: Token.Kind?
  private var separates = false
  /// Whether a line ended before one of the tokens, the first left out, as they were written.
  private(set) var holdsLineBreak = false

  /// The tokens `first...last` of a tree.
  init(_ first: Int, through last: Int) {
    self.first = first
    self.last = last
    next = first
  }

  /// The next token that is printed, and its lead; nil at the end.
  mutating func next(in tokens: [Token]) -> (token: Int, lead: Lead)? {
    while next <= last {
      let index = next
      let kind = tokens[index].kind
      if tokens[index].followsNewline, index > first { holdsLineBreak = true }
      next += 1
      if kind == .semicolon {
        separates = true
        continue
      }
      if kind == .comma, index < last, tokens[index + 1].kind == .closeBracket { continue }
      let lead = lead(of: kind)
      previous = kind
      separates = false
      return (index, lead)
    }
    return nil
  }

  private func lead(of kind: Token.Kind) -> Lead {
    guard let previous else { return .none }
    if previous == .openBrace || kind == .closeBrace {
      return previous == .openBrace && kind == .closeBrace ? .none : .space
    }
    if separates { return .semicolon }
    if previous == .openBracket || previous == .openParen { return .none }
    switch kind {
    case .comma, .colon, .closeBracket, .closeParen, .openParen: return .none
    case .word, .number, .percentile, .text, .semicolon, .openBrace, .closeBrace, .openBracket,
      .unknown, .end:
      return .space
    }
  }
}
