/// A rule of the graph that a row breaks, although each of its fields is well formed.
public struct InvariantViolation: Sendable, CustomStringConvertible {
  /// The table of the row.
  public let table: TableKind
  /// The row's position.
  public let row: Int
  /// What does not hold, said as it should be: `a deadline is above zero`.
  public let rule: StaticString

  /// The row and the rule.
  public var description: String { ByteText { write(into: &$0) }.string }

  func write(into text: inout ByteText) {
    text.append(table.word)
    text.append("[", row, "] breaks the rule: ")
    text.append(rule)
  }
}
