import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let breakerClassRedundant = LintRule(
    "breaker-class-redundant", .breaker, severity: .note,
    "A class that the breaker counts, or ignores, anyway",
    why: """
      Breakers count `overloaded`, `unavailable`, `connection`, `timeout`, `interrupted` and \
      `malformed` by default, and nothing else. Repeating the default looks like a change but is \
      not one.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      breaker steady { trip consecutive: 5; cooldown 15s; ignore rejected }
      route lookup { to a; effect read; deadline 15s; breaker steady }
      """,
    fix: ("; ignore rejected", ""), fixable: true
  ) { linted in
    linted.graph.breakers.ids.flatMap { id -> [Finding] in
      linted.policy.countChanges(of: id).filter { !$0.isChange }.map { change in
        let statement = (file: change.place.file, node: change.statement)
        return Finding(
          "`\(change.isCounted ? "count" : "ignore") \(change.name)` changes nothing: \(linted.quoted(linted.graph.breakers[id].name)) \(change.isCounted ? "counts" : "does not count") it anyway",
          at: change.place, of: .breaker(id), notes: ["leave it out"],
          fix: change.isAlone ? linted.removal(of: statement, "remove it") : nil)
      }
    }
  }
}
