import PolicyGraph

extension Checker {
  /// The endpoints of a target in the order in which a failing request comes to them, and where
  /// each tier begins.
  struct Order {
    var endpoints: [ID<Endpoint>] = []
    var tiers: [(member: Int, first: Int, depth: Int)] = []
  }

  /// Reports tiers whose turn cannot come: too little time, or too few attempts.
  mutating func judgeTiers(_ view: RouteView, _ route: Route, _ declaration: Declaration) {
    guard let retry = route.retry, failsOver(retry) else { return }
    let end = mainPathEnd(route)
    guard end > .zero else { return }
    var reported = Set<Int>()
    if case .endpoint = route.target { return }
    for start in paths(from: route.target) {
      let order = order(of: start)
      judgeTime(order, route, retry, end, declaration, &reported)
      judgeAttempts(order, route, retry, declaration, &reported)
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

  /// Walks a target in order, without recursion; shared endpoints count once.
  mutating func order(of target: Target) -> Order {
    enum Item {
      case target(Target, Int)
      case tier(member: Int, depth: Int)
    }
    var order = Order()
    marks.next(endpoints: graph.endpoints.count, groups: graph.groups.count)
    var stack: [Item] = [.target(target, 0)]
    while let item = stack.popLast() {
      switch item {
      case .tier(let member, let depth):
        order.tiers.append((member, order.endpoints.count, depth))
      case .target(.endpoint(let id), _):
        if marks.first(id) { order.endpoints.append(id) }
      case .target(.group(let id), let depth):
        guard marks.first(id) else { continue }
        let group = graph.groups[id]
        // A select inside a group: its first arm stands for it, as the others are alternatives.
        if group.kind == .select {
          if let arm = group.arms.first { stack.append(.target(graph.arms[arm].target, depth + 1)) }
          continue
        }
        for member in group.members.reversed() {
          stack.append(.target(graph.members[member].target, depth + 1))
          if group.kind == .activePassive {
            stack.append(.tier(member: member.index, depth: depth))
          }
        }
      }
    }
    return order
  }

  // MARK: Time

  private mutating func judgeTime(
    _ order: Order, _ route: Route, _ retry: ID<Retry>, _ end: Tick, _ declaration: Declaration,
    _ reported: inout Set<Int>
  ) {
    for tier in order.tiers where tier.first > 0 && tier.first < order.endpoints.count {
      var spent = Tick.zero
      var parts: [(Int64, Tick)] = []
      var fails = true
      for id in order.endpoints[..<tier.first] {
        let endpoint = graph.endpoints[id]
        guard let silent = silence(endpoint, route, endpoint.retry ?? retry) else {
          fails = false
          break
        }
        let each = unanswered(endpoint, route)
        spent = spent + each * silent.attempts + silent.waits
        add(each, silent.attempts, &parts)
        if silent.waits > .zero { add(silent.waits, 1, &parts) }
      }
      guard fails else { return }
      let next = graph.endpoints[order.endpoints[tier.first]]
      let least = leastTime(next)
      guard spent + least > end, reported.insert(tier.member).inserted else { continue }
      add(least, 1, &parts)
      let sum = parts.map { $0.0 == 1 ? $0.1.spelling : "\($0.0) × \($0.1.spelling)" }
      reportNeverReached(
        tier.member, sum.joined(separator: " + ") + " > " + end.spelling, route, end, declaration,
        order.endpoints[0])
      return
    }
  }

  private func add(_ time: Tick, _ count: Int64, _ parts: inout [(Int64, Tick)]) {
    if let last = parts.last, last.1 == time {
      parts[parts.count - 1].0 += count
    } else {
      parts.append((count, time))
    }
  }

  /// What a request does at an endpoint that never answers, before it goes on; nil if it does not.
  func silence(
    _ endpoint: Endpoint, _ route: Route, _ retry: ID<Retry>
  ) -> (attempts: Int64, waits: Tick)? {
    guard let id = rule(for: BuiltinClass.id(.timeout), in: retry) else { return nil }
    var attempts: Int64 = 1
    var waits = Tick.zero
    for response in graph.responses[graph.rules[id].responses] {
      switch response.kind {
      case .sameEndpoint:
        attempts += Int64(response.times)
        if let backoff = response.backoff {
          let delays = Delays(graph.backoffs[backoff])
          for delay in delays.first(Int(response.times)) { waits = waits + delays.certain(delay) }
        }
      case .failover: return (attempts, waits)
      case .degrade, .fail, .reroute: return nil
      case .rotateCredential, .resume: break
      }
    }
    return nil
  }

  private mutating func reportNeverReached(
    _ member: Int, _ sum: String, _ route: Route, _ end: Tick, _ declaration: Declaration,
    _ first: ID<Endpoint>
  ) {
    let place = sites.members[member]
    let name = quoted(targetName(graph.members[ID(member)].target))
    diagnostics.append(
      .meaning(
        .tierNeverReached, file: place.file, range: range(place),
        "\(name) is never reached by \(quoted(route.name)) when what stands before it is silent: \(sum)",
        related: [
          related("the deadline", site(declaration, .deadline)),
          related(
            "the timeout of what stands before it",
            site(self.declaration(of: .target, row: first.index), .timeout)),
        ],
        notes: [
          arithmetic(route, end),
          "shorten `timeout attempt:`, lengthen `deadline`, or keep less in `reserve`",
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

  private mutating func judgeAttempts(
    _ order: Order, _ route: Route, _ retry: ID<Retry>, _ declaration: Declaration,
    _ reported: inout Set<Int>
  ) {
    let attempts = Int(graph.retries[retry].attempts)
    for tier in order.tiers where tier.first >= attempts && tier.first < order.endpoints.count {
      guard reported.insert(tier.member).inserted else { continue }
      let place = site(self.declaration(of: .retry, row: retry.index), .attempts)
      let name = quoted(targetName(graph.members[ID(tier.member)].target))
      diagnostics.append(
        .meaning(
          .moreTiersThanAttempts, file: place.file, range: range(place),
          "\(attempts) \(attempts == 1 ? "attempt does" : "attempts do") not reach \(name): \(tier.first) \(tier.first == 1 ? "endpoint stands" : "endpoints stand") before it",
          related: [
            related("the tier that has no turn", sites.members[tier.member]),
            related("used by this route", site(declaration, .retry)),
          ], notes: ["`attempts` counts the first one too; at least \(tier.first + 1) are needed"]))
      return
    }
  }
}
