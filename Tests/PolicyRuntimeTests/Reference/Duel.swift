import PolicyGraph

@testable import PolicyRuntime

/// Two interpreters that are told the same, with equal choosers.
struct Duel<A: Machine, B: Machine> {
  /// One request in both.
  struct Pair {
    var a: A.Running
    var b: B.Running
    var drawsA: LoggedRandom
    var drawsB: LoggedRandom
    var startedAt: Tick
    /// What was decided last.
    var last: ReferenceAction
    var legs: [AttemptID] = []
    var isOver = false
  }

  let graph: FailoverGraph
  let a: A
  let b: B
  var now = Tick.s(1000)
  /// Nil for a request that was left out.
  var pairs: [Pair?] = []
  /// What happened so far in words, if it is wanted.
  var log: [String] = []
  var isLogging = false

  init(_ graph: FailoverGraph, _ a: A, _ b: B) {
    self.graph = graph
    self.a = a
    self.b = b
  }

  /// Lets something happen; false if the two decide differently.
  mutating func happens(_ incident: Incident) -> Bool {
    switch incident.time {
    case .after(let ns): now = now + Tick(ns: ns)
    case .wake(let request, let offset):
      if request < pairs.count, let pair = pairs[request], pair.last.wakeAt != .never {
        now = max(now, pair.last.wakeAt + Tick(ns: offset))
      }
    }
    if isLogging, !incident.isSilent {
      log.append("+\((now - Tick.s(1000)).ns) \(incident.text(graph))")
    }
    switch incident.what {
    case .start(let route, let facts, let seed): return start(route, facts, seed)
    case .finish(let request, let leg, let outcome):
      return event(request) { .finished(Self.id($0, leg), outcome) }
    case .firstByte(let request, let leg): return event(request) { .firstByte(Self.id($0, leg)) }
    case .timer(let request): return event(request) { _ in .timer }
    case .reconciled(let request, let answer): return event(request) { _ in .reconciled(answer) }
    case .stepFinished(let request, let served):
      return event(request) { _ in .stepFinished(served: served) }
    case .proceed(let request): return event(request) { _ in .proceed }
    case .cancel(let request): return event(request) { _ in .cancel }
    case .probed(let endpoint, let up):
      a.probed(endpoint, up: up, at: now)
      b.probed(endpoint, up: up, at: now)
    case .isolate(let endpoint):
      a.isolate(endpoint, at: now)
      b.isolate(endpoint, at: now)
    case .restore(let endpoint):
      a.restore(endpoint, at: now)
      b.restore(endpoint, at: now)
    case .clear(let endpoint):
      a.clear(endpoint, at: now)
      b.clear(endpoint, at: now)
    case .failBack(let group):
      a.failBack(group, at: now)
      b.failBack(group, at: now)
    case .nothing(let isRequest): if isRequest { pairs.append(nil) }
    }
    return true
  }

  /// What A says of the state that outlives requests, and B says otherwise.
  func differences() -> [String] {
    let known = Set(b.standing(at: now))
    return a.standing(at: now).filter { !known.contains($0) }
  }

  private static func id(_ pair: Pair, _ leg: Int) -> AttemptID {
    leg < pair.legs.count ? pair.legs[leg] : AttemptID(leg: UInt8(leg % 8), number: 999)
  }

  private mutating func start(_ route: ID<Route>, _ facts: PlainFacts, _ seed: UInt64) -> Bool {
    var drawsA = LoggedRandom(seed: seed)
    var drawsB = drawsA
    let (requestA, first) = a.start(facts, on: route, at: now, choosing: &drawsA)
    let (requestB, second) = b.start(facts, on: route, at: now, choosing: &drawsB)
    let agreed = agree(
      first, second, drawsA.takeLog(), drawsB.takeLog(), from: now, "request \(pairs.count)")
    var pair = Pair(
      a: requestA, b: requestB, drawsA: drawsA, drawsB: drawsB, startedAt: now, last: second)
    Self.note(second, in: &pair)
    pairs.append(pair)
    return agreed
  }

  private mutating func event(_ index: Int, _ make: (Pair) -> Event) -> Bool {
    guard index < pairs.count, var pair = pairs[index] else { return true }
    let event = make(pair)
    let first = a.step(&pair.a, event, at: now, choosing: &pair.drawsA)
    let second = b.step(&pair.b, event, at: now, choosing: &pair.drawsB)
    let agreed = agree(
      first, second, pair.drawsA.takeLog(), pair.drawsB.takeLog(), from: pair.startedAt,
      "request \(index)")
    if case .finished(let id, _) = event { pair.legs.removeAll { $0 == id } }
    Self.note(second, in: &pair)
    pairs[index] = pair
    return agreed
  }

  private static func note(_ decision: ReferenceAction, in pair: inout Pair) {
    guard !pair.isOver else { return }
    pair.legs.removeAll { decision.cancels.contains($0.leg) }
    if decision.kind == .attempt || decision.kind == .resume { pair.legs.append(decision.attempt) }
    if decision.isEnd {
      pair.isOver = true
      pair.legs = []
    }
    pair.last = decision
  }

  private mutating func agree(
    _ first: ReferenceAction, _ second: ReferenceAction, _ drawsA: [String], _ drawsB: [String],
    from start: Tick, _ who: String
  ) -> Bool {
    let isEqual = first == second && drawsA == drawsB
    if isLogging {
      let notes = a.takeNotes()
      if !notes.isEmpty { log.append("    A notes \(notes.joined(separator: ", "))") }
      if isEqual {
        log.append(
          "    \(who): \(second.text(graph, from: start)) \(drawsB.isEmpty ? "" : "\(drawsB)")")
      } else {
        log.append("    \(who), A: \(first.text(graph, from: start)) \(drawsA)")
        log.append("    \(who), B: \(second.text(graph, from: start)) \(drawsB)")
      }
    }
    return isEqual
  }
}
