public import PolicyRuntime
import PolicyGraph

/// Counts which ways of a policy the requests of one run take, from what its interpreter notes.
///
/// One thread at a time may use it. It keeps what it needs of a request while that lasts.
public final class CoverageRecorder: Sendable {
  private let map: CoverageMap
  // One thread at a time uses it, as its doc says.
  private nonisolated(unsafe) var counts: [Int]
  private nonisolated(unsafe) var requests: [UInt64: RequestWay] = [:]
  /// The active member of each group in which it changed, under each breaker.
  private nonisolated(unsafe) var holders: [Holding: Int] = [:]
  private nonisolated(unsafe) var holdings: [UInt64: Holding] = [:]
  /// Breakers that are half-open, each at its endpoint.
  private nonisolated(unsafe) var halfOpen: Set<UInt64> = []

  init(_ map: CoverageMap) {
    self.map = map
    unsafe counts = Array(repeating: 0, count: map.items.count)
  }

  /// What was taken so far.
  public func coverage() -> Coverage {
    var items = map.items
    for i in items.indices { items[i].count = unsafe counts[i] }
    return Coverage(items: items)
  }

  /// Takes a note of the interpreter in.
  public func record(_ decision: Decision) {
    switch decision.kind {
    case .failover, .failback: holderMoved(decision)
    case .breaker: breaker(decision)
    case .attempt, .outcome, .response, .reconcile, .degraded, .brownout, .ended:
      // What is no request's is a success, which is no way of its own.
      guard let route = decision.route else { return }
      var way =
        unsafe requests.removeValue(forKey: decision.request) ?? RequestWay(route, map.graph)
      take(decision, &way)
      if decision.kind != .ended { unsafe requests[decision.request] = way }
    case .candidate, .cooling, .budget, .hedge, .health, .reload, .wait: return
    }
  }

  /// A group as the routes with one breaker see it.
  private struct Holding: Hashable {
    var group: ID<Group>
    var breaker: ID<Breaker>?
  }

  /// A group as a route sees it; looked up in the graph once.
  private func holding(_ group: ID<Group>, _ route: ID<Route>) -> Holding {
    let key = UInt64(group.raw) << 32 | UInt64(route.raw)
    if let known = unsafe holdings[key] { return known }
    let holding = Holding(
      group: group, breaker: map.graph.holderBreaker(of: group, on: route))
    unsafe holdings[key] = holding
    return holding
  }

  private func count(_ item: Int) { unsafe counts[item] += 1 }

  private func take(_ decision: Decision, _ way: inout RequestWay) {
    switch decision.kind {
    case .attempt: attempt(decision, &way)
    case .outcome: way.failed(decision, map)
    case .response: if let item = way.responded(decision, map) { count(item) }
    case .reconcile: if let item = way.reconciled(decision, map) { count(item) }
    case .degraded: for item in way.degraded(decision, map) { count(item) }
    case .brownout:
      guard let ladder = way.ladder, let first = map.brownoutItems[ladder.index] else { return }
      if decision.reason == .brownoutEntered { count(first) }
      if decision.reason == .brownoutLeft { count(first + 1) }
    case .ended: if let item = way.ended(decision, map) { count(item) }
    case .candidate, .breaker, .cooling, .failover, .failback, .budget, .hedge, .health, .reload,
      .wait:
      return
    }
  }

  // MARK: moves

  /// An attempt is at a new place: counts the moves that the request made in groups to come there.
  private func attempt(_ decision: Decision, _ way: inout RequestWay) {
    guard let endpoint = decision.endpoint, let move = way.move(map.graph) else { return }
    let below = map.roots[move.root] ?? []
    for place in map.places[endpoint.index] where below.contains(place.group) {
      guard let first = map.groupItems[place.group] else { continue }
      let before = move.from.flatMap { from in
        map.places[from.index].first { $0.group == place.group }?.member
      }
      if !place.isOrdered {
        if let before, before != place.member { count(first) }
        continue
      }
      // A request that enters the group starts at its active member.
      if before == nil, decision.reason == .failbackRamp || decision.reason == .halfOpenProbe {
        continue
      }
      let from = unsafe before ?? holders[holding(ID(place.group), way.route)] ?? 0
      if place.member > from { count(first + place.member - 1) }
    }
  }

  private func holderMoved(_ decision: Decision) {
    guard let group = decision.group else { return }
    let member = Int(decision.value)
    unsafe holders[Holding(group: group, breaker: decision.breaker)] = member
    guard decision.reason == .holderMoved, member > 0, let first = map.groupItems[group.index]
    else {
      return
    }
    count(first + member - 1)
  }

  private func breaker(_ decision: Decision) {
    guard let breaker = decision.breaker, let endpoint = decision.endpoint,
      let first = map.breakerItems[breaker.index]
    else { return }
    let key = UInt64(breaker.raw) << 32 | UInt64(endpoint.raw)
    let transition: CoverageMap.Transition
    switch decision.reason {
    case .breakerOpened:
      transition = unsafe halfOpen.remove(key) == nil ? .opens : .opensAgain
    case .breakerHalfOpen:
      unsafe halfOpen.insert(key)
      transition = .halfOpens
    case .breakerClosed:
      unsafe halfOpen.remove(key)
      transition = .closes
    default: return  // every other reason leaves the breaker as it is
    }
    count(first + transition.rawValue)
  }
}
