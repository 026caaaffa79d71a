import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let attemptsBelowKeys = LintRule(
    "attempts-below-keys", .failover, "Fewer attempts than keys and tiers need",
    why: """
      When a provider refuses every key of an account, the request tries one key after another \
      until its attempts run out. The backup, whose key works, is never asked.
      """,
    bad: """
      endpoint a {
        url        "https://a.example.com"
        credential env("A_ONE"), env("A_TWO"), env("A_THREE")
      }
      endpoint b { url "https://b.example.com"; credential env("B_ONE") }
      active-passive both { member a; member b }
      retry usual {
        attempts 3
        on unauthorized { rotate-credential; failover }
        on rejected { fail }
        otherwise { failover }
      }
      route lookup { to both; effect read; deadline 20s; retry usual }
      """,
    fix: ("attempts 3", "attempts 4")
  ) { linted in
    linted.reached.compactMap { reached in
      guard let retry = linted.graph.routes[reached.route].retry else { return nil }
      let attempts = Int(linted.graph.retries[retry].attempts)
      let need = linted.rotations(reached).max { $0.attempts < $1.attempts }
      guard let need, attempts < need.attempts else { return nil }
      let name = linted.quoted(need.endpoint)
      let left =
        need.backup.map { "\(linted.quoted($0)) is never asked while \(name) refuses all its keys" }
        ?? "not all keys of \(name) are tried"
      return Finding(
        "\(attempts) attempts are fewer than the \(need.attempts) that rotation \(need.backup == nil ? "" : "and failover ")can use: \(left)",
        at: linted.place(.retry(retry), .attempts), of: .retry(retry),
        related: [
          linted.related("\(need.keys) keys", .endpoint(need.endpoint), .credential),
          linted.related("used by this route", .route(reached.route)),
        ],
        notes: [
          need.backup == nil
            ? "set `attempts \(need.attempts)`, or remove keys"
            : "set `attempts \(need.attempts)`, remove keys, or respond with `failover` at once"
        ])
    }
  }
}

extension LintedPolicy {
  /// What a rule that rotates credentials can use.
  fileprivate struct Rotation {
    /// The attempts until every key, and then the last tier, has had its turn.
    var attempts: Int
    /// The first endpoint with keys to rotate through, and how many.
    var endpoint: ID<Endpoint>
    var keys: Int
    /// Who is asked after them; nil for nobody.
    var backup: ID<Endpoint>?
  }

  /// What each rule of a route that rotates credentials can use.
  fileprivate func rotations(_ reached: CheckedPolicy.Reached) -> [Rotation] {
    let route = graph.routes[reached.route]
    guard let first = reached.endpoints.first(where: { graph.endpoints[$0].credentials.count > 1 }),
      let retry = graph.endpoints[first].retry ?? route.retry
    else { return [] }
    let tier = policy.lastTier(of: route)
    let rules = graph.rules[graph.retries[retry].rules]
    return rules.compactMap { rule -> Rotation? in
      let kinds = graph.responses[rule.responses].map(\.kind)
      guard kinds.contains(.rotateCredential) else { return nil }
      let keys = self.keys(first, rule)
      guard kinds.contains(.failover), reached.endpoints.count > 1 else {
        return Rotation(attempts: keys, endpoint: first, keys: keys, backup: nil)
      }
      // In a balanced group any other endpoint is the next; of tiers the last must have its turn.
      let before = tier?.before ?? [first]
      guard before.contains(first) else { return nil }
      let used = before.reduce(0) { $0 + self.keys($1, rule) }
      let backup = tier?.first ?? reached.endpoints.first { $0 != first }
      return Rotation(attempts: used + 1, endpoint: first, keys: keys, backup: backup)
    }
  }

  /// How many keys of an endpoint a rule can try: one of each account, if it is the account that is
  /// refused.
  private func keys(_ id: ID<Endpoint>, _ rule: Rule) -> Int {
    let credentials = graph.credentials[graph.endpoints[id].credentials]
    let classes = graph.classMembers[rule.classes].map { graph.classes[$0.errorClass] }
    guard !classes.isEmpty, classes.allSatisfy({ $0.scope == .account }),
      credentials.allSatisfy({ $0.account != nil })
    else { return max(1, credentials.count) }
    return max(1, Set(credentials.map(\.account)).count)
  }
}
