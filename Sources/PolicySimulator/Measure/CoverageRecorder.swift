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
  /// The holder of each group whose holder moved, under each breaker.
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
  public func note(_ note: Note) {
    switch note.kind {
    case .failover, .failback: holderMoved(note)
    case .breaker: breaker(note)
    case .attempt, .outcome, .response, .reconcile, .degraded, .brownout, .ended:
      // What is no request's is a success, which is no way of its own.
      guard let route = note.route else { return }
      var way =
        unsafe requests.removeValue(forKey: note.request) ?? RequestWay(route, map.graph)
      take(note, &way)
      if note.kind != .ended { unsafe requests[note.request] = way }
    case .candidate, .cooling, .budget, .hedge, .health, .reload: return
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

  private func take(_ note: Note, _ way: inout RequestWay) {
    switch note.kind {
    case .attempt: attempt(note, &way)
    case .outcome: way.failed(note, map)
    case .response: if let item = way.responded(note, map) { count(item) }
    case .reconcile: if let item = way.reconciled(note, map) { count(item) }
    case .degraded: for item in way.degraded(note, map) { count(item) }
    case .brownout:
      guard let ladder = way.ladder, let first = map.brownoutItems[ladder.index] else { return }
      if note.reason == .brownoutEntered { count(first) }
      if note.reason == .brownoutLeft { count(first + 1) }
    case .ended: if let item = way.ended(note, map) { count(item) }
    case .candidate, .breaker, .cooling, .failover, .failback, .budget, .hedge, .health, .reload:
      return
    }
  }

  // MARK: moves

  /// An attempt is at a new place: counts the moves that the request made in groups to come there.
  private func attempt(_ note: Note, _ way: inout RequestWay) {
    guard let endpoint = note.endpoint, let move = way.move(map.graph) else { return }
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
      // One that comes into the group stands where its holder does.
      if before == nil, note.reason == .failbackRamp || note.reason == .halfOpenProbe { continue }
      let from = unsafe before ?? holders[holding(ID(place.group), way.route)] ?? 0
      if place.member > from { count(first + place.member - 1) }
    }
  }

  private func holderMoved(_ note: Note) {
    guard let group = note.group else { return }
    let member = Int(note.value)
    unsafe holders[Holding(group: group, breaker: note.breaker)] = member
    guard note.reason == .holderMoved, member > 0, let first = map.groupItems[group.index] else {
      return
    }
    count(first + member - 1)
  }

  private func breaker(_ note: Note) {
    guard let breaker = note.breaker, let endpoint = note.endpoint,
      let first = map.breakerItems[breaker.index]
    else { return }
    let key = UInt64(breaker.raw) << 32 | UInt64(endpoint.raw)
    let transition: CoverageMap.Transition
    switch note.reason {
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
