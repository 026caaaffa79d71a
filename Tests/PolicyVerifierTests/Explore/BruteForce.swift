import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// An enumerator that knows nothing of the explorer: no memory, no symmetry, no landmarks.
///
/// It tries every outcome at every single nanosecond, every hint up to the deadline, every draw and
/// every active member, by copying the whole shared state for each branch. Only policies whose
/// times are a few nanoseconds long come to an end.
struct BruteForce {
  /// The worst of everything that was seen.
  struct Seen: Equatable, CustomStringConvertible {
    var attempts = 0
    var time: Int64 = 0
    var level = ServiceLevel.full
    var repeats = false

    var description: String { "\(attempts) attempts, \(time) ns, \(level), repeats \(repeats)" }
  }

  let plan: Plan
  let route: ID<Route>
  let bad: Set<ID<Endpoint>>
  /// What a bad endpoint fails with.
  let outcomes: [Outcome]
  /// Whether bad endpoints may also answer.
  let mayAnswer: Bool
  /// Whether others may open the breakers of bad endpoints.
  let opensBreakers: Bool
  private(set) var seen = Seen()
  /// How many requests came to an end.
  private(set) var ends = 0
  private(set) var isTooLarge = false

  static let zero = Tick.s(100 * 86_400)
  static let endsMax = 30_000

  private struct Branch {
    var request: RequestState
    var state: SharedState
    var now: Tick
    var action: Action
    var landed: Set<ID<Endpoint>> = []
    var committedAt: Tick?
    var repeats = false
  }

  init(
    _ graph: FailoverGraph, bad: Set<ID<Endpoint>>, outcomes: [Outcome], mayAnswer: Bool,
    opensBreakers: Bool
  ) throws {
    plan = Plan(graph)
    route = ID(0)
    self.bad = bad
    self.outcomes = outcomes
    self.mayAnswer = mayAnswer
    self.opensBreakers = opensBreakers
  }

  /// Tries everything from one way that the world may be.
  mutating func run(activeMembers: [(ID<Group>, Int, Tick)]) {
    let state = SharedState(for: plan)
    let interpreter = Interpreter(plan, state)
    for (group, member, age) in activeMembers {
      interpreter.setHolder(of: group, to: member, since: BruteForce.zero - age)
      for id in plan.graph.endpoints.ids {
        interpreter.setUp(id, since: BruteForce.zero - age)
      }
    }
    let request = interpreter.request(RequestFacts(), on: route, number: 1, at: BruteForce.zero)
    advance(
      Branch(request: request, state: state, now: BruteForce.zero, action: Action.nothing), nil,
      at: BruteForce.zero)
  }

  /// Tells an event, with every combination of draws and of breakers that open just before.
  private mutating func advance(_ branch: Branch, _ event: Event?, at time: Tick) {
    let guarded = opensBreakers || mayAnswer ? bad.sorted() : []
    // Where the route waits, those that are no candidates may be again at every single nanosecond.
    var comebacks: [Tick?] = [nil]
    if mayAnswer, let within = plan.graph.routes[route].waitWithin {
      let left = (within - branch.request.waited).ns
      if left > 0 { comebacks += (1...left).map { time + Tick(ns: $0) } }
    }
    for choice in 0..<(1 << guarded.count) {
      for comeback in choice == 0 ? [nil] : comebacks {
        advance(branch, event, at: time, guarded, choice, comeback)
      }
    }
  }

  private mutating func advance(
    _ branch: Branch, _ event: Event?, at time: Tick, _ guarded: [ID<Endpoint>], _ choice: Int,
    _ comeback: Tick?
  ) {
    var failed: ID<Endpoint>?
    if case .finished(let id, let outcome)? = event, outcome.errorClass != nil {
      failed = branch.request.flights.first { $0.id == id }?.endpoint
    }
    var script: [Int64] = []
    repeat {
      var next = branch
      next.state = branch.state.copy(of: plan)
      next.now = time
      let interpreter = Interpreter(plan, next.state)
      var isPossible = true
      var blocked: [(ID<Endpoint>, Interpreter.Standing)] = []
      for (i, id) in guarded.enumerated() where choice & (1 << i) != 0 {
        // Where everything may be, it may be another way at the next event.
        if mayAnswer {
          let until = id == failed ? nil : comeback
          blocked.append((id, interpreter.block(id, on: route, at: time, until: until)))
          continue
        }
        guard interpreter.mayOpen(id, on: route, at: time) else {
          isPossible = false
          continue
        }
        interpreter.set(.open, breakerOf: id, on: route, at: time)
      }
      guard isPossible else { break }
      var chooser = Odometer(script)
      if let event {
        next.action = interpreter.step(&next.request, event, at: time, choosing: &chooser)
      } else {
        next.action = interpreter.begin(&next.request, choosing: &chooser)
      }
      for (id, standing) in blocked { interpreter.unblock(id, on: route, standing) }
      account(&next, branch, event)
      go(on: next)
      script = chooser.next
    } while !script.isEmpty
  }

  private func account(_ next: inout Branch, _ before: Branch, _ event: Event?) {
    let left = Set(next.request.flights.map(\.id))
    for flight in before.request.flights where !left.contains(flight.id) {
      switch event {
      case .finished(let id, let outcome) where id == flight.id:
        if outcome.errorClass != nil, outcome.executed == .maybe || flight.isCommitted {
          next.landed.insert(flight.endpoint)
        }
      case .timer: next.landed.insert(flight.endpoint)
      case .finished, .firstByte, .reconciled, .stepFinished, .proceed, .cancel, nil: break
      }
    }
    if case .reconciled(.cannotLand)? = event {
      next.landed.remove(before.request.failedEndpoint)
    }
    if next.request.isCommitted && !before.request.isCommitted { next.committedAt = next.now }
    guard next.action.kind == .attempt || next.action.kind == .resume else { return }
    let others = next.request.flights.filter { $0.id != next.action.attempt }
    if !next.landed.isEmpty || !others.isEmpty { next.repeats = true }
  }

  private mutating func go(on branch: Branch) {
    guard !isTooLarge else { return }
    if branch.action.isEnd {
      ends += 1
      if ends > BruteForce.endsMax { isTooLarge = true }
      let end = branch.committedAt ?? branch.now
      seen.attempts = max(seen.attempts, branch.request.attemptsSent)
      seen.time = max(seen.time, end.ns - BruteForce.zero.ns)
      let isAnswer = branch.action.kind == .answer
      let level: ServiceLevel =
        isAnswer ? (branch.action.step == nil ? .full : .degraded) : .failed
      seen.level = max(seen.level, level)
      seen.repeats = seen.repeats || branch.repeats
      return
    }
    let timer = max(branch.now, branch.request.wantsTimerAt)
    switch branch.request.waitsFor {
    case .pause: advance(branch, .timer, at: timer)
    case .notify: advance(branch, .proceed, at: branch.now)
    case .step:
      advance(branch, .timer, at: timer)
      for time in branch.now.ns...timer.ns {
        for served in [true, false] {
          advance(branch, .stepFinished(served: served), at: Tick(ns: time))
        }
      }
    case .reconcile:
      let isTrue = canTell(of: branch.action.endpoint)
      if mayAnswer || !isTrue { advance(branch, .timer, at: timer) }
      for time in branch.now.ns...timer.ns {
        for found in Reconciliation.allCases
        where mayAnswer || isTrue == (found != .unknown) {
          advance(branch, .reconciled(found), at: Tick(ns: time))
        }
      }
    case .attempts: attempts(branch, timer)
    case .ended: break
    }
  }

  private mutating func attempts(_ branch: Branch, _ timer: Tick) {
    var due: (at: Tick, event: Event)?
    // Of two that answer together the one sent first is heard first.
    for flight in branch.request.flights.sorted(by: { $0.id.number < $1.id.number })
    where !bad.contains(flight.endpoint) {
      let at = max(branch.now, flight.startedAt + answersAfter(flight.endpoint))
      if at <= timer, due.map({ at < $0.at }) ?? true { due = (at, .finished(flight.id, .success)) }
    }
    if let due {
      advance(branch, due.event, at: due.at)
    } else {
      advance(branch, .timer, at: timer)
    }
    let last = due?.at ?? timer
    for flight in branch.request.flights where bad.contains(flight.endpoint) {
      for time in branch.now.ns...max(branch.now.ns, last.ns) {
        for outcome in outcomes {
          for hint in hints(outcome) {
            var told = outcome
            told.hint = hint
            advance(branch, .finished(flight.id, told), at: Tick(ns: time))
          }
        }
        if mayAnswer { advance(branch, .finished(flight.id, .success), at: Tick(ns: time)) }
        // The beginning of an answer disarms a hedge.
        if mayAnswer, !flight.hasBegun, plan.graph.routes[route].hedge != nil {
          advance(branch, .firstByte(flight.id), at: Tick(ns: time))
        }
      }
    }
  }

  /// Whether an endpoint that is asked by its name is up, or another of the same provider.
  private func canTell(of endpoint: ID<Endpoint>) -> Bool {
    let graph = plan.graph
    if graph.rules.rows.contains(where: { $0.reconcileAt == endpoint }) {
      return !bad.contains(endpoint)
    }
    func provider(_ id: ID<Endpoint>) -> [ID<FaultDomain>] {
      graph.domainMembers[graph.endpoints[id].domains].map(\.domain)
        .filter { graph.text(graph.domains[$0].label) == "provider" }
    }
    return graph.endpoints.ids.contains { provider($0) == provider(endpoint) && !bad.contains($0) }
  }

  private func answersAfter(_ endpoint: ID<Endpoint>) -> Tick {
    plan.graph.endpoints[endpoint].latency.map { plan.graph.latencies[$0].value } ?? .zero
  }

  /// Every hint that an answer may carry, up to just past the deadline.
  private func hints(_ outcome: Outcome) -> [Hint] {
    let name = outcome.errorClass.map { plan.graph.text(plan.graph.classes[$0].name) }
    // What was not heard of says nothing.
    if name == "connection" || name == "timeout" { return [.none] }
    let last = plan.graph.routes[route].deadline.ns + 1
    return [.none, Hint(wait: -1, never: true)] + (0...last).map { Hint(wait: $0) }
  }
}

/// Goes through every combination of draws, the last one turning fastest.
struct Odometer: Chooser {
  private let script: [Int64]
  private var made: [(value: Int64, high: Int64)] = []

  init(_ script: [Int64]) { self.script = script }

  /// The next combination; empty after the last.
  var next: [Int64] {
    var draws = made
    while let last = draws.last {
      if last.value < last.high { return draws.dropLast().map(\.value) + [last.value + 1] }
      draws.removeLast()
    }
    return []
  }

  mutating func pick(_ n: Int) -> Int { Int(between(0, Int64(n) - 1)) }

  mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    let value = made.count < script.count ? script[made.count] : low
    made.append((value, high))
    return value
  }
}
