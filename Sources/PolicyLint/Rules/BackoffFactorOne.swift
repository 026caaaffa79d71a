import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let backoffFactorOne = LintRule(
    "backoff-factor-one", .timing, "An exponential backoff that does not grow",
    why: """
      With a factor of 1 every wait is as long as the first. The word `exponential` suggests that \
      attempts become rarer in a long outage; they do not.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      backoff flat { exponential base: 200ms, factor: 1x, max: 200ms }
      retry usual {
        attempts 4
        on connection, unavailable { same-endpoint times: 3, backoff: flat; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("exponential base: 200ms, factor: 1x, max: 200ms", "constant base: 200ms"),
    fixable: true
  ) { linted in
    linted.graph.backoffs.ids.compactMap { id in
      let backoff = linted.graph.backoffs[id]
      guard backoff.kind == .exponential, backoff.factor == .one,
        let statement = linted.policy.statement(of: .backoff(id), .exponential)
      else { return nil }
      let base = backoff.base.spelling
      return Finding(
        "backoff \(linted.quoted(backoff.name)) is exponential but always waits \(base)",
        at: linted.place(.backoff(id), .exponential), of: .backoff(id),
        notes: [
          "write `constant base: \(base)` if that is intended, otherwise a `factor:` above 1x"
        ],
        fix: linted.replacement(
          of: statement, by: "constant base: \(base)", "write `constant base: \(base)`"))
    }
  }
}
