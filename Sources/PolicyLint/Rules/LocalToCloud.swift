import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let localToCloud = LintRule(
    "local-to-cloud", .safety, "A failover from a local endpoint to an external one",
    why: """
      Requests stay on your own machines until one of them is down; then the same texts go to an \
      outside provider without anybody deciding it. An outage should not decide what may leave.
      """,
    bad: """
      endpoint own { url "http://127.0.0.1:8081"; domain provider: own }
      endpoint cloud { url "https://api.example.com"; domain provider: big-cloud }
      active-passive both { member own; member cloud }
      route chat { to both; effect idempotent; deadline 20s }
      guarantee chat { survives any: 1, of: provider }
      """,
    fix: (
      "survives any: 1, of: provider",
      "survives any: 1, of: provider; stays-within provider: [own, big-cloud]"
    )
  ) { linted in
    linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      // Somebody has said where its requests may go.
      let isStated = linted.graph.guarantees.rows.contains {
        $0.route == reached.route && $0.kind == .staysWithin
      }
      // Where the load is shared with others at all times, an outage changes nothing.
      let preferred = linted.preferred(route.target)
      guard !isStated, let first = preferred.first,
        preferred.allSatisfy({ linted.isOwn($0) == true })
      else {
        return nil
      }
      let ladder = route.ladder.map { linted.graph.steps[linted.graph.ladders[$0].steps] } ?? []
      let below = ladder.compactMap(\.target).flatMap { linted.policy.endpoints(of: $0) }
      guard let outside = (reached.endpoints + below).first(where: { linted.isOwn($0) == false })
      else {
        return nil
      }
      let (own, other) = (linted.graph.endpoints[first], linted.graph.endpoints[outside])
      return Finding(
        "when \(linted.quoted(own.name)) is down, requests of \(linted.quoted(route.name)) go to the external \(linted.quoted(other.name))",
        at: linted.place(.route(reached.route), .to), of: .route(reached.route),
        related: [
          linted.related("of one's own", .endpoint(first), .url),
          linted.related("somebody else's", .endpoint(outside), .url),
        ],
        notes: ["declare where they may go: `guarantee … { stays-within provider: […] }` is proved"]
      )
    }
  }
}

extension LintedPolicy {
  /// The endpoints that serve while all is well.
  fileprivate func preferred(_ target: Target) -> [ID<Endpoint>] {
    var target = target
    // Groups nest without cycles, so that each step leads further down.
    while case .group(let id) = target, graph.groups[id].kind == .activePassive,
      let best = graph.groups[id].members.first
    {
      target = graph.members[best].target
    }
    return policy.endpoints(of: target)
  }

  /// Whether an endpoint is a machine of one's own: by its provider, or by its address; nil where
  /// neither is known.
  fileprivate func isOwn(_ id: ID<Endpoint>) -> Bool? {
    let endpoint = graph.endpoints[id]
    for member in graph.domainMembers[endpoint.domains] {
      let domain = graph.domains[member.domain]
      if graph.text(domain.label) == "provider" {
        return ["self-hosted", "own", "local", "on-prem", "in-house"].contains(
          graph.text(domain.name))
      }
    }
    return endpoint.urlVariable == nil ? Host(url: graph.text(endpoint.url)).isPrivate : nil
  }
}
