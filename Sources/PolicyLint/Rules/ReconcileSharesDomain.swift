import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let reconcileSharesDomain = LintRule(
    "reconcile-shares-domain", .safety,
    "A `reconcile` that asks an endpoint in the same fault domain",
    why: """
      `reconcile` asks what became of a request after its endpoint failed. An endpoint that fails \
      with it cannot answer, and the request ends on the ladder with its outcome unknown.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com"
        domain  provider: acme
        timeout connect: 1s, attempt: 2s
      }
      endpoint drop-copy {
        url     "https://copy.example.com"
        domain  provider: acme
        timeout connect: 1s, attempt: 2s
      }
      retry orders {
        attempts 2
        on timeout, interrupted {
          reconcile at: drop-copy, within: 1s, settle: 200ms
          same-endpoint
          degrade
        }
        otherwise { degrade }
      }
      route order { to a; effect once; deadline 15s; retry orders }
      """,
    fix: (
      "\"https://copy.example.com\"\n  domain  provider: acme",
      "\"https://copy.example.com\"\n  domain  provider: clearing"
    )
  ) { linted in
    var found: [Finding] = []
    var told = KeySet<ID<Rule>>()
    for reached in linted.reached {
      let route = linted.graph.routes[reached.route]
      for retry in reached.retries {
        let failing = reached.endpoints.filter {
          (linted.graph.endpoints[$0].retry ?? route.retry) == retry
        }
        for id in linted.graph.retries[retry].rules where !told.contains(id) {
          guard let asked = linted.graph.rules[id].reconcileAt else { continue }
          let fate = linted.sharedFate([asked], failing)
          guard !fate.isEmpty else { continue }
          told.insert(id)
          let name = linted.quoted(.endpoint(asked))
          found.append(
            Finding(
              "\(name) fails with the endpoint it is asked about: all of it is in \(linted.spelled(fate))",
              at: linted.policy.place(of: id), of: .retry(retry),
              related: [linted.related("the domain of \(name)", .endpoint(asked), .domain)],
              notes: [
                "ask an endpoint elsewhere; if something does separate the two, declare it under its own label, as in `domain line: two`"
              ]))
        }
      }
    }
    return found
  }
}
