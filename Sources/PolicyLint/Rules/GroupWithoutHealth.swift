import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let groupWithoutHealth = LintRule(
    "group-without-health", .failover,
    "A rule for unhealthy members where none can become unhealthy",
    why: """
      An ejection, a panic threshold and a slow start apply to members that a breaker, a probe or \
      a refused key has taken out. None of these can happen here, so the statement has no effect.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; probe path: "/health", every: 5s, timeout: 1s }
      endpoint b { url "https://b.example.com"; probe path: "/health", every: 5s, timeout: 1s }
      active-active pool { member a; member b; eject max: 50% }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to pool; effect read; deadline 20s; retry usual; breaker none }
      """,
    fix: ("; eject max: 50%", "")
  ) { linted in
    linted.graph.groups.ids.flatMap { id -> [Finding] in
      let group = linted.graph.groups[id]
      guard let signs = linted.signsOfIllness(in: id) else { return [] }
      let idle: [(PolicyLanguage.Word, Bool, String)] = [
        (.eject, group.ejectMax != nil && !signs.breaker, "no breaker guards"),
        (
          .panic, group.panicBelow != nil && !signs.breaker && !signs.probe,
          "neither breaker nor probe watches"
        ),
        (
          .slowStart, group.slowStart != nil && !signs.breaker && !signs.probe && !signs.key,
          "neither breaker nor probe watches"
        ),
      ]
      return idle.filter(\.1).map { word, _, why in
        Finding(
          "`\(word.text)` of \(linted.quoted(group.name)) changes nothing: \(why) any of its members",
          at: linted.place(.group(id), word), of: .group(id),
          notes: [
            "`breaker NAME` in the route guards all its endpoints; or remove `\(word.text)`"
          ])
      }
    }
  }
}

extension LintedPolicy {
  /// What can take an endpoint below a group out; nil for a group that no route comes to.
  fileprivate func signsOfIllness(
    in group: ID<Group>
  ) -> (breaker: Bool, probe: Bool, key: Bool)? {
    var signs: (breaker: Bool, probe: Bool, key: Bool)?
    let members = Set(endpoints(.group(group)))
    for reached in reached where reached.groups.contains(group) {
      let route = graph.routes[reached.route]
      for id in reached.endpoints where members.contains(id) {
        let endpoint = graph.endpoints[id]
        signs = (
          breaker: signs?.breaker ?? false || breaker(id, route) != nil,
          probe: signs?.probe ?? false || endpoint.probe != nil,
          key: signs?.key ?? false || !endpoint.credentials.isEmpty
        )
      }
    }
    return signs
  }
}
