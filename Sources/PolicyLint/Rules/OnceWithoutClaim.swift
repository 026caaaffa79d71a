import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let onceWithoutClaim = LintRule(
    "once-without-claim", .observability, "A `once` route without `never-repeats`",
    why: """
      The policy states other guarantees but not the most important one for this route: that no \
      request is ever executed twice.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      route place { match path: "/orders"; to a; effect once; deadline 15s }
      guarantee place { attempts at-most: 1 }
      """,
    fix: ("{ attempts at-most: 1 }", "{ never-repeats; attempts at-most: 1 }")
  ) { linted in
    let guarantees = linted.graph.guarantees.rows
    guard !guarantees.isEmpty else { return [] }
    let claimed = Set(guarantees.filter { $0.kind == .neverRepeats }.map(\.route))
    return linted.graph.routes.ids.compactMap { id in
      guard linted.graph.routes[id].effect == .once, !claimed.contains(id) else { return nil }
      return Finding(
        "\(linted.quoted(id)) is `once`, and no `guarantee` claims `never-repeats`",
        at: linted.place(.route(id), .effect), of: .route(id),
        notes: [
          "add `guarantee \(linted.graph.text(linted.graph.routes[id].name)) { never-repeats }`: `policyc test` proves it"
        ])
    }
  }
}
