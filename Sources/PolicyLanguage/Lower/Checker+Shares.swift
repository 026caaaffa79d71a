import PolicyGraph

/// The `timeout attempt:` of endpoints that state none.
///
/// A request of a route whose endpoints are all silent makes attempts until the last one has had
/// its turn. The deadline, less everything that is stated (other timeouts, waits, `reserve`, what
/// the steps of the ladder may take), is divided equally among the attempts without a timeout.
/// Where several routes, arms or kinds of requests lead to an endpoint, the shortest part holds. An
/// endpoint that no route sends requests to has ten seconds.
extension Checker {
  /// What each endpoint without a timeout gets, by its index; nil for those that state one.
  func attemptShares() -> [Tick?] {
    var shares = [Tick?](repeating: nil, count: graph.endpoints.count)
    let open = graph.endpoints.ids.filter { graph.endpoints[$0].attemptTimeout == Unstated.time }
    guard !open.isEmpty else { return shares }
    var reach = Reach(graph)
    var walker = ShareWalk(self, open)
    for id in graph.routes.ids where graph.routes[id].deadline > .zero {
      let view = reach.view(of: id)
      let ladder = graph.routes[id].ladder.map { laddered($0, &reach) } ?? []
      let reached = (view.endpoints + ladder).filter { walker.isOpen[$0.index] }
      guard !reached.isEmpty else { continue }
      let share = walker.share(of: view)
      for endpoint in reached {
        let known = shares[endpoint.index] ?? .max
        shares[endpoint.index] = Swift.min(known, share)
      }
    }
    for id in open where shares[id.index] == nil { shares[id.index] = .s(Int64(Standard.unrouted)) }
    return shares
  }

  /// The endpoints that the steps of a ladder use.
  private func laddered(_ id: ID<Ladder>, _ reach: inout Reach) -> [ID<Endpoint>] {
    graph.steps[graph.ladders[id].steps].compactMap(\.target).flatMap {
      reach.endpoints(of: $0)
    }
  }
}

/// Leads requests through silent endpoints with two short times in place of the one that is looked
/// for: how much longer the way becomes says how many attempts it has.
private struct ShareWalk {
  let isOpen: [Bool]
  private var short: Checker
  private var long: Checker

  private static let times = (short: Tick(ns: 1), long: Tick(ns: 1001))

  init(_ checker: Checker, _ open: [ID<Endpoint>]) {
    var isOpen = [Bool](repeating: false, count: checker.graph.endpoints.count)
    short = checker
    long = checker
    for id in open {
      isOpen[id.index] = true
      for (time, isLong) in [(ShareWalk.times.short, false), (ShareWalk.times.long, true)] {
        var row = checker.graph.endpoints[id]
        row.attemptTimeout = time
        row.atLeast = row.atLeast.map { Swift.min($0, time) }
        if isLong {
          long.graph.endpoints.set(id, row)
        } else {
          short.graph.endpoints.set(id, row)
        }
      }
    }
    self.isOpen = isOpen
  }

  /// The part that an attempt of a route gets.
  mutating func share(of view: RouteView) -> Tick {
    let route = short.graph.routes[view.route]
    var (kept, steps) = (Tick.zero, Int64(0))
    if let ladder = route.ladder { (kept, steps) = reserve(short.graph.ladders[ladder]) }
    var best = Tick.max
    let kinds = short.graph.requestKinds(among: view.endpoints, arms: []) ?? [RequestKind()]
    for start in short.paths(from: route.target) {
      for kind in kinds {
        let order = short.order(of: start, for: kind).endpoints
        guard let way = way(order, route) else { continue }
        let left = route.deadline - kept - way.stated
        let part = left.ns / Swift.max(1, way.open + steps)
        best = Swift.min(best, Tick(ns: Swift.max(1, part)))
      }
    }
    // Where no request finds anybody, nobody waits.
    best = Swift.min(best, route.deadline)
    // Whole milliseconds are easier to read.
    let ms = best.ns / 1_000_000
    return ms > 0 ? Tick(ns: ms * 1_000_000) : best
  }

  /// What comes before the last turn and is part of it: what is stated, and how many attempts are
  /// not.
  private func way(_ order: [ID<Endpoint>], _ route: Route) -> (stated: Tick, open: Int64)? {
    var free = route
    free.deadline = .max
    free.ladder = nil
    let (one, other) = (short.silence(order, on: free), long.silence(order, on: free))
    guard
      let last = order.indices.filter({ one.askedAt[$0] != nil }).max(by: {
        (one.askedAt[$0] ?? .zero) < (one.askedAt[$1] ?? .zero)
      }), let early = one.askedAt[last], let late = other.askedAt[last]
    else { return nil }
    let before = (late.ns - early.ns) / (ShareWalk.times.long.ns - ShareWalk.times.short.ns)
    let stated = early - Tick(ns: before)
    if isOpen[order[last].index] { return (stated, before + 1) }
    return (stated + short.graph.leastTime(short.graph.endpoints[order[last]]), before)
  }

  /// What a ladder keeps back, and how many of its steps ask endpoints without a timeout.
  private mutating func reserve(_ ladder: Ladder) -> (Tick, Int64) {
    if ladder.reserveStated { return (ladder.reserve, 0) }
    var (kept, open) = (Tick.zero, Int64(0))
    for step in short.graph.steps[ladder.steps] {
      switch step.answer {
      case .use:
        guard let target = step.target else { continue }
        let endpoints = short.endpoints(below: target)
        if endpoints.contains(where: { isOpen[$0.index] }) {
          open += 1
        } else {
          kept = kept + (endpoints.map { short.graph.endpoints[$0].attemptTimeout }.max() ?? .zero)
        }
      case .serveCache, .call: kept = kept + (step.within ?? .s(1))
      case .serveText, .shed, .fail: break
      }
    }
    return (kept, open)
  }
}
