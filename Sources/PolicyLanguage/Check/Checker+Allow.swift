import PolicyGraph

/// An `allow` as it was read.
struct AllowSite: Sendable {
  var file: FileID
  /// The statement.
  var node: Int
  /// The node of the rule's name.
  var ruleNode: Int
  var rule: WordID
  /// The last day it holds, if it says so.
  var until: CivilDate?
}

extension Checker {
  /// Keeps an `allow` for the lint rules; which rules there are is their business.
  mutating func noteAllowance(_ statement: Statement) {
    guard let rule = positional(statement)?.word, let ruleNode = positionalNode(statement) else {
      return
    }
    if let reason = value(statement, .because), isBlank(reason),
      let node = node(statement, .because)
    {
      report(
        .badText(
          file: file, range: tree.range(node), "an `allow` needs a reason",
          notes: ["the next reader will want to know it"]))
      return
    }
    var until: CivilDate?
    if let text = value(statement, .until), let node = node(statement, .until) {
      until = CivilDate(words.bytes(text.word))
      if until == nil {
        report(
          .badText(
            file: file, range: tree.range(node), "this is not a date in the calendar",
            notes: ["a date is written as in \"2027-01-01\""]))
        return
      }
    }
    allowances.append(
      AllowSite(
        file: file, node: statement.node, ruleNode: ruleNode, rule: rule, until: until))
  }

  private func isBlank(_ text: Value) -> Bool {
    words.bytes(text.word).allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
  }

  /// The node of the first positional argument.
  private func positionalNode(_ statement: Statement) -> Int? {
    for i in statement.first..<statement.end where args[i].label == nil && args[i].row != 255 {
      return Int(args[i].node)
    }
    return nil
  }
}
