import PolicyGraph

extension Checker {
  /// Reports tiers whose turn cannot come: too little time, or too few attempts.
  mutating func validateTiers(_ view: RouteView, _ route: Route, _ declaration: Declaration) {
    guard let retry = route.retry, failsOver(retry) || route.hedge != nil else { return }
    guard graph.mainPathEnd(route) > .zero else { return }
    var reported = Set<Int>()
    if case .endpoint = route.target { return }
    // What endpoints say they serve decides who stands before whom, kind of request by kind.
    guard let kinds = graph.requestKinds(among: view.endpoints, arms: []) else { return }
    for start in paths(from: route.target) {
      for kind in kinds {
        let order = order(of: start, for: kind)
        validateTime(order, route, declaration, &reported)
        validateAttempts(order, route, retry, declaration, &reported)
      }
    }
  }

  private func failsOver(_ retry: ID<Retry>) -> Bool {
    for rule in graph.rules[graph.retries[retry].rules] {
      for response in graph.responses[rule.responses] where response.kind == .failover {
        return true
      }
    }
    return false
  }

  /// The targets that a request may start from: `select` is decided once, at the start.
  func paths(from target: Target) -> [Target] {
    guard case .group(let id) = target, graph.groups[id].kind == .select else { return [target] }
    var result: [Target] = []
    var stack = [target]
    var seen = KeySet<ID<Group>>()
    while let target = stack.popLast() {
      if case .group(let id) = target, graph.groups[id].kind == .select {
        if seen.insert(id) { stack += children(of: id).reversed() }
      } else {
        result.append(target)
      }
    }
    return result
  }

  // MARK: Time

  private mutating func validateTime(
    _ order: TierOrder, _ route: Route, _ declaration: Declaration, _ reported: inout Set<Int>
  ) {
    let tiers = order.tiers.filter { $0.first > 0 && !$0.endpoints.isEmpty }
    guard !tiers.isEmpty else { return }
    let whole = silence(order.endpoints, on: route)
    for tier in tiers {
      var walk = whole
      var places = tier.endpoints
      if !tier.avoidable.isEmpty {
        // Where a balanced group may begin with it, what stands beside it need not come before.
        let before = order.before(tier)
        walk = silence(before + order.endpoints[places], on: route)
        places = before.count..<before.count + places.count
      }
      guard let refused = walk.refusal(of: places), reported.insert(tier.member).inserted else {
        continue
      }
      reportNeverReached(
        tier.member, refused + " > " + graph.mainPathEnd(route).spelling, route, declaration,
        order.endpoints[0])
      return
    }
  }

  private mutating func reportNeverReached(
    _ member: Int, _ sum: String, _ route: Route, _ declaration: Declaration,
    _ first: ID<Endpoint>
  ) {
    let place = sites.members[member]
    let name = quoted(targetName(graph.members[ID(member)].target))
    diagnostics.append(
      .meaning(
        .tierNeverReached, file: place.file, range: range(place),
        "\(name) is never reached by \(quoted(route.name)) when the members before it time out: \(sum)",
        related: [
          related("the deadline", site(declaration, .deadline)),
          related(
            "the timeout of the member before it",
            site(self.declaration(of: .target, row: first.index), .timeout)),
        ],
        notes: [
          arithmetic(route, graph.mainPathEnd(route)),
          "shorten `timeout attempt:`, lengthen `deadline`, or shrink `reserve`",
        ]))
  }

  /// The name of a target.
  func targetName(_ target: Target) -> Name {
    switch target {
    case .endpoint(let id): graph.endpoints[id].name
    case .group(let id): graph.groups[id].name
    }
  }

  // MARK: Attempts

  private mutating func validateAttempts(
    _ order: TierOrder, _ route: Route, _ retry: ID<Retry>, _ declaration: Declaration,
    _ reported: inout Set<Int>
  ) {
    let attempts = Int(graph.retries[retry].attempts)
    for tier in order.tiers where tier.first >= attempts && !tier.endpoints.isEmpty {
      let least = leastBefore(tier, order, retry)
      guard least >= attempts, stays(tier, order, route, attempts),
        reported.insert(tier.member).inserted
      else { continue }
      let place = site(self.declaration(of: .retry, row: retry.index), .attempts)
      let name = quoted(targetName(graph.members[ID(tier.member)].target))
      diagnostics.append(
        .meaning(
          .moreTiersThanAttempts, file: place.file, range: range(place),
          "\(attempts) \(attempts == 1 ? "attempt does" : "attempts do") not reach \(name): \(least) \(least == 1 ? "endpoint comes" : "endpoints come") before it",
          related: [
            related("the tier that is never reached", sites.members[tier.member]),
            related("used by this route", site(declaration, .retry)),
          ], notes: ["`attempts` includes the first one; at least \(least + 1) are needed"]))
      return
    }
  }

  /// Whether the endpoints before a tier use up all attempts for as long as they are out.
  ///
  /// Those that a breaker or a probe takes out leave their attempts to the next one. With a single
  /// attempt nobody fails over.
  private func stays(
    _ tier: TierOrder.Tier, _ order: TierOrder, _ route: Route, _ attempts: Int
  ) -> Bool {
    guard attempts > 1, route.breaker == nil else { return attempts == 1 }
    let unguarded = order.before(tier).count {
      graph.endpoints[$0].breaker == nil && graph.endpoints[$0].probe == nil
    }
    return unguarded >= attempts
  }

  /// The fewest endpoints that are asked before a tier: `failover same:` leaves others out.
  private func leastBefore(
    _ tier: TierOrder.Tier, _ order: TierOrder, _ retry: ID<Retry>
  ) -> Int {
    let before = order.before(tier)
    var least = before.count
    for rule in graph.rules[graph.retries[retry].rules] {
      for response in graph.responses[rule.responses] where response.kind == .failover {
        guard let label = response.same else { continue }
        let count = before.count { place in
          order.endpoints[tier.endpoints].contains { shares(label, $0, place) }
        }
        least = Swift.min(least, count)
      }
    }
    return least
  }
}
