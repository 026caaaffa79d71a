import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let rotateWithoutSpare = LintRule(
    "rotate-without-spare", .failover, "A `rotate-credential` without a second key",
    why: """
      The response is skipped. A revoked or throttled key still ends the endpoint, although the \
      rule says that another key takes over.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; credential env("A_KEY") }
      retry usual {
        attempts 2
        on unauthorized, rate-limited { rotate-credential; degrade }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("env(\"A_KEY\")", "env(\"A_KEY\"), env(\"A_KEY_NEXT\")")
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let users = linted.routes(using: id)
      guard let first = users.first,
        let response = linted.responses(.rotateCredential, in: id).first
      else { return nil }
      let hasSpare = users.contains { reached in
        reached.endpoints.contains { linted.graph.endpoints[$0].credentials.count > 1 }
      }
      guard !hasSpare else { return nil }
      return Finding(
        "`rotate-credential` finds no second key: no endpoint of \(linted.quoted(first.route)) has two",
        at: linted.policy.place(of: response), of: .retry(id),
        related: first.endpoints.prefix(1).map {
          linted.related("one key, or none", .endpoint($0), .credential)
        }, notes: ["give an endpoint a second `credential`, or remove the response"])
    }
  }
}
