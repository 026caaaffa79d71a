import PolicyGraph

@testable import PolicyRuntime

/// Drives the real interpreter as a punctual driver does, through whatever far ends may do, and
/// watches from outside what the rules promise.
struct Storm {
  /// One request, as its driver sees it.
  struct Watched {
    var number: Int
    var state: RequestState
    var draws: Random
    var route: ID<Route>
    var facts: PlainFacts
    var startedAt: Tick
    var action: Action
    var legs: [Leg] = []
    /// Attempts of the main path.
    var attempts = 0
    var tokens = 0
    var hasCommitted = false
    /// Whether an attempt may have been carried out, and nobody said since that it was not.
    var mayHaveRun = false
    var isOver = false
    var routeCharges: [LimitLog.Charge] = []
  }

  struct Leg {
    var id: AttemptID
    var endpoint: ID<Endpoint>
    var charges: [LimitLog.Charge]
  }

  let graph: FailoverGraph
  let interpreter: Interpreter
  /// For names of scopes and readings of tables, not for decisions.
  let names: Reference
  let notes = NoteLog()
  var script: RandomScript
  var now = Tick.s(1000)
  var requests: [Watched] = []
  private var living: [Int] = []
  /// What each route can come to.
  let reaches: [Set<ID<Endpoint>>]
  var limits = LimitLog()
  var budgets = BudgetLog()
  var violations: [String] = []
  /// How often an attempt was sent whose result counts for its breaker, by endpoint and breaker.
  var countedAttempts: [BreakerKey: Int] = [:]
  var events = 0
  private var lastTimer = Tick.zero
  private var timersAtOnce = 0
  /// Endpoints whose breakers opened since the storm was over: old failures and new successes may
  /// make up a window of calls.
  var opened: Set<ID<Endpoint>> = []
  /// The last notes, in words.
  var trail: [String] = []
  /// The reasons that were given.
  var reasons: Set<Reason> = []

  /// - Parameter running: what the interpreter is given in place of `graph`, to see whether a
  ///   broken promise is noticed.
  init(_ graph: FailoverGraph, running: FailoverGraph? = nil, seed: UInt64) throws {
    self.graph = graph
    let plan = Plan(running ?? graph)
    let kept = notes
    interpreter = Interpreter(
      plan, SharedState(for: plan), listener: { kept.append($0) })
    let names = Reference(graph)
    self.names = names
    reaches = graph.routes.ids.map { Storm.reach($0, graph, names) }
    script = RandomScript(seed: seed, graph)
  }

  // MARK: What happens

  /// Lets requests come and far ends answer, then waits until all have ended.
  mutating func rage(events most: Int) {
    while events < most, violations.isEmpty { happen() }
    calm()
  }

  /// The requests that have not ended.
  private var alive: [Int] {
    mutating get {
      living.removeAll { requests[$0].isOver }
      return living
    }
  }

  private mutating func happen() {
    let alive = alive
    let ms: Int64 = 1_000_000
    let gaps = [0, 0, 0, ms, 20 * ms, 150 * ms, 400 * ms, 3000 * ms]
    pass(until: now + Tick(ns: gaps[script.random.pick(gaps.count)]))
    if alive.count < 8, script.random.pick(100) < 45 { return start() }
    if script.random.pick(100) < 4 { return meddle() }
    guard let index = alive.isEmpty ? nil : alive[script.random.pick(alive.count)],
      !requests[index].isOver
    else { return }
    switch requests[index].action.kind {
    case .reconcile:
      let answers = Reconciliation.allCases
      tell(index, .reconciled(answers[script.random.pick(answers.count)]))
    case .degrade: tell(index, .stepFinished(served: script.random.pick(2) == 0))
    case .wait, .attempt, .resume, .notify, .answer, .fail:
      guard let leg = requests[index].legs.randomElement(using: &script.random) else { return }
      switch script.random.pick(20) {
      case 0: tell(index, .cancel)
      case 1...5: tell(index, .firstByte(leg.id))
      default: tell(index, .finished(leg.id, script.outcome(strange: false)))  // most often
      }
    }
  }

  private mutating func meddle() {
    let endpoint = ID<Endpoint>(script.random.pick(graph.endpoints.count))
    switch script.random.pick(7) {
    case 0: interpreter.isolate(endpoint, at: now)
    case 6: interpreter.clear(endpoint, at: now)
    case 1, 2: interpreter.restore(endpoint, at: now)
    default: interpreter.probed(endpoint, up: script.random.pick(2) == 0, at: now)  // half of them
    }
  }

  /// Lets time pass, with every timer delivered when it is due.
  mutating func pass(until end: Tick) {
    for _ in 0..<100_000 where violations.isEmpty {
      let next = alive.min { requests[$0].action.wakeAt < requests[$1].action.wakeAt }
      guard let next, requests[next].action.wakeAt <= end else { break }
      now = max(now, requests[next].action.wakeAt)
      tell(next, .timer)
      // An attempt may be begun without any time left; but not for ever.
      timersAtOnce = now == lastTimer ? timersAtOnce + 1 : 0
      lastTimer = now
      if timersAtOnce > 1000 { report(next, "timers are wanted at once again and again") }
    }
    now = max(now, end)
  }

  /// Waits until every request has ended; streams that are under way come to their end.
  mutating func calm() {
    for _ in 0..<10_000 where violations.isEmpty && !alive.isEmpty {
      for index in alive where requests[index].action.wakeAt == .never {
        guard let leg = requests[index].legs.first else { continue }
        tell(index, .finished(leg.id, .success))
      }
      pass(until: now + .s(3600))
    }
    for index in alive { report(index, "never ends") }
  }

  mutating func start(_ given: (ID<Route>, PlainFacts)? = nil) {
    let route = given?.0 ?? ID<Route>(script.random.pick(graph.routes.count))
    let facts = given?.1 ?? script.facts()
    var draws = Random(seed: script.random.next())
    events += 1
    let (state, action) = interpreter.start(
      facts.facts(for: interpreter.plan), on: route, number: UInt64(requests.count + 1), at: now,
      choosing: &draws)
    requests.append(
      Watched(
        number: requests.count + 1, state: state, draws: draws, route: route, facts: facts,
        startedAt: now, action: action))
    let index = requests.count - 1
    living.append(index)
    takeRouteLimits(index)
    heed(index, action)
  }

  mutating func tell(_ index: Int, _ event: Event) {
    var request = requests[index]
    events += 1
    learn(event, &request)
    let action = interpreter.step(&request.state, event, at: now, choosing: &request.draws)
    requests[index] = request
    heed(index, action)
  }

  mutating func report(_ index: Int, _ what: String) {
    let request = requests[index]
    violations.append(
      "request \(request.number) on \(graph.text(graph.routes[request.route].name)), "
        + "\((now - request.startedAt).ns) ns after its start: \(what)")
  }
}

extension Random: RandomNumberGenerator {}
