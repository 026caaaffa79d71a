import PolicyGraph
import PolicyRuntime

/// A bound on what an outage costs, put together from what each endpoint alone costs.
///
/// Every request is done with an endpoint that is out after so many attempts and so much time,
/// whatever else is out: allowances are counted by endpoint. So the sums bound what all of them
/// cost together, and a request that can pay for them comes to an endpoint that answers. That is
/// less than an exploration finds out, and much cheaper; where it does not suffice, all is
/// explored.
struct Composition {
  /// Attempts and time until the first good endpoint is asked.
  private(set) var total = DownCost(attempts: 0, time: .zero)
  private(set) var states = 0
  private(set) var events = 0

  /// What an endpoint costs, and what it took to find out.
  struct Spent {
    var cost: DownCost
    var states = 0
    var events = 0
  }

  private let explorer: RouteExplorer
  private let bad: [ID<Endpoint>]

  /// The sum for some endpoints that are out; nil where sums say nothing: a request may end at one
  /// of them, far ends are asked about requests, keys are shared with those that answer, or
  /// failovers keep to a domain.
  init?(
    _ explorer: RouteExplorer, bad: [ID<Endpoint>],
    cost: (ID<Endpoint>) throws(GiveUp) -> Spent
  ) throws(GiveUp) {
    self.explorer = explorer
    let main = Set(explorer.paths.main)
    self.bad = bad.filter { main.contains($0) }
    guard adds() else { return nil }
    for endpoint in self.bad {
      let one = try cost(endpoint)
      states += one.states
      events += one.events
      guard one.cost != .fatal else { return nil }
      total.attempts += one.cost.attempts
      total.time = total.time + one.cost.time
    }
  }

  /// Whether the costs of endpoints add up.
  private func adds() -> Bool {
    let graph = explorer.graph
    let route = graph.routes[explorer.route]
    for retry in [route.retry] + explorer.paths.all.map({ graph.endpoints[$0].retry }) {
      guard let retry else { continue }
      for rule in graph.rules[graph.retries[retry].rules] {
        if rule.reconcile { return false }
        if graph.responses[rule.responses].contains(where: { $0.same != nil }) { return false }
      }
    }
    let good = explorer.paths.main.filter { !bad.contains($0) }
    return !good.contains { one in bad.contains { graph.shareKeys(one, $0) } }
  }

  /// Whether every request comes to a good endpoint of its own arm, which then answers in time.
  var answers: Bool {
    let graph = explorer.graph
    let good = explorer.paths.main.filter { !bad.contains($0) }
    let target = graph.routes[explorer.route].target
    guard fits(good), let kinds = explorer.kinds,
      kinds.allSatisfy({ kind in
        let serving = good.filter {
          kind.isServed(by: graph.servedValues[graph.endpoints[$0].serves])
        }
        var known: [ID<Group>: Bool] = [:]
        return everyArm(target, has: Set(serving), &known)
      })
    else { return false }
    return good.allSatisfy { id in
      let row = graph.endpoints[id]
      let takes = graph.slowAnswer(of: id)
      return takes < row.attemptTimeout && row.firstByteTimeout.map { takes < $0 } ?? true
        && total.time + takes <= explorer.mainSpan
    }
  }

  /// Whether there are attempts and time left for one of some endpoints to start.
  func fits(_ good: [ID<Endpoint>]) -> Bool {
    let retry = explorer.graph.routes[explorer.route].retry.map { explorer.graph.retries[$0] }
    return total.attempts < Int(retry?.attempts ?? 1)
      && good.allSatisfy { total.time + explorer.leastTime(of: $0) <= explorer.mainSpan }
  }

  /// Whether below a target one of some endpoints is found, whichever arms a request takes.
  private func everyArm(
    _ target: Target, has good: Set<ID<Endpoint>>, _ known: inout [ID<Group>: Bool], depth: Int = 0
  ) -> Bool {
    switch target {
    case .endpoint(let id): return good.contains(id)
    case .group(let id):
      if let found = known[id] { return found }
      guard depth < 64 else { return false }
      let graph = explorer.graph
      let row = graph.groups[id]
      var has: Bool
      if row.kind == .select {
        let arms = graph.arms[row.arms]
        has = arms.contains { $0.kind == .otherwise }
        for arm in arms where has {
          has = everyArm(arm.target, has: good, &known, depth: depth + 1)
        }
      } else {
        has = false
        for member in graph.members[row.members] where !has {
          has = everyArm(member.target, has: good, &known, depth: depth + 1)
        }
      }
      known[id] = has
      return has
    }
  }
}

extension FailoverGraph {
  /// Whether two endpoints use one credential, or one account, at one provider.
  fileprivate func shareKeys(_ a: ID<Endpoint>, _ b: ID<Endpoint>) -> Bool {
    guard let label = label("provider"), domain(label, of: a) == domain(label, of: b) else {
      return false
    }
    for one in credentials.rows[
      endpoints[a].credentials.startIndex..<endpoints[a].credentials.endIndex]
    {
      for other in credentials[endpoints[b].credentials] {
        if one.source == other.source, one.reference == other.reference { return true }
        if let account = one.account, account == other.account { return true }
      }
    }
    return false
  }
}
