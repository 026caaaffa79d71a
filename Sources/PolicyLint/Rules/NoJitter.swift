import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let noJitter = LintRule(
    "no-jitter", .timing, "A backoff without jitter",
    why: """
      Callers that fail together wait together and come back together. Each wave of retries hits a \
      recovering endpoint as hard as the one before.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      backoff even { exponential base: 200ms, factor: 2x, max: 800ms; jitter none }
      retry usual {
        attempts 4
        on connection, unavailable { same-endpoint times: 3, backoff: even; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("; jitter none", ""), fixable: true
  ) { linted in
    linted.graph.backoffs.ids.compactMap { id in
      let backoff = linted.graph.backoffs[id]
      // Waits of a few milliseconds are spread by the network already.
      guard backoff.jitter == .none,
        linted.policy.delays(backoff, 64).contains(where: { $0 >= .ms(10) }),
        let jitter = linted.policy.statement(of: .backoff(id), .jitter)
      else { return nil }
      return Finding(
        "backoff \(linted.quoted(backoff.name)) has no jitter: callers that fail together retry together",
        at: linted.place(.backoff(id), .jitter), of: .backoff(id),
        notes: [
          "remove `jitter` for the default, `full`; or use `jitter equal` to wait at least half"
        ],
        fix: linted.removal(of: jitter, "remove `jitter none`"))
    }
  }
}
