import PolicyGraph

@testable import PolicyRuntime

extension Storm {
  // MARK: What the driver knows

  /// What an event says about executions and tokens, before the interpreter hears of it.
  mutating func learn(_ event: Event, _ request: inout Watched) {
    switch event {
    case .finished(let id, let outcome):
      guard let index = request.legs.firstIndex(where: { $0.id == id }) else { return }
      let leg = request.legs.remove(at: index)
      if outcome.executed == .maybe { request.mayHaveRun = true }
      for charge in leg.charges {
        limits.end(charge)
        if outcome.usage >= 0 { limits.correct(charge, to: outcome.usage) }
      }
    case .reconciled(let answer): if answer == .cannotLand { request.mayHaveRun = false }
    case .timer:
      for leg in request.legs
      where names.timeout(leg.endpoint, request.route).executed == .maybe
        && isDue(leg, request)
      {
        request.mayHaveRun = true
      }
    case .firstByte, .stepFinished, .proceed, .cancel: break
    }
  }

  /// Whether a leg is out of time: it is the only one of a `once` request.
  private func isDue(_ leg: Leg, _ request: Watched) -> Bool {
    now >= request.action.wakeAt && request.legs.count == 1
  }

  /// Does what an action says, and holds it against the rules.
  mutating func heed(_ index: Int, _ action: Action) {
    hear(index)
    requests[index].action = action
    for leg in requests[index].legs where action.cancels.contains(leg.id.leg) {
      for charge in leg.charges { limits.end(charge) }
    }
    requests[index].legs.removeAll { action.cancels.contains($0.id.leg) }
    if action.commits { requests[index].hasCommitted = true }
    switch action.kind {
    case .attempt, .resume: sent(index, action)
    case .reconcile: asked(index, action)
    case .notify: return tell(index, .proceed)
    case .answer, .fail: return ended(index, action)
    case .wait, .degrade: break
    }
    let request = requests[index]
    if request.legs.isEmpty, action.wakeAt == .never { report(index, "waits on nothing") }
    if !request.hasCommitted, action.wakeAt > request.startedAt + deadline(request) {
      report(index, "waits beyond its deadline")
    }
  }

  private func deadline(_ request: Watched) -> Tick { graph.routes[request.route].deadline }

  private mutating func ended(_ index: Int, _ action: Action) {
    var request = requests[index]
    for leg in request.legs { for charge in leg.charges { limits.end(charge) } }
    for charge in request.routeCharges { limits.end(charge) }
    if !request.legs.isEmpty { report(index, "ends with legs in flight that nobody gives up") }
    if !request.hasCommitted, now > request.startedAt + deadline(request) + Tick(ns: 1) {
      report(index, "ends after its deadline")
    }
    request.isOver = true
    request.legs = []
    for event in [Event.timer, .proceed, .cancel, .stepFinished(served: true)] {
      let after = interpreter.step(&request.state, event, at: now, choosing: &request.draws)
      if ReferenceAction(after) != ReferenceAction() {
        report(index, "goes on after its end: \(event)")
      }
    }
    requests[index] = request
  }

  // MARK: Attempts

  private mutating func sent(_ index: Int, _ action: Action) {
    var request = requests[index]
    let route = graph.routes[request.route]
    if let step = action.step {
      let target = graph.steps[step].target
      if !(target.map { names.endpoints(below: $0).contains(action.endpoint) } ?? false) {
        report(index, "a step tries \(names.endpointName(action.endpoint)), which is not below it")
      }
    } else {
      request.attempts += 1
      if request.attempts == 1 { budgets.first(request.route, at: now) }
      let most = names.attemptsMax(request.route)
      if request.attempts > most { report(index, "attempt \(request.attempts) of \(most)") }
      if !reaches[request.route.index].contains(action.endpoint) {
        report(index, "\(names.endpointName(action.endpoint)) is out of the route's reach")
      }
      let isBudgeted = route.retry.map { graph.retries[$0].budgeted } ?? true
      if isBudgeted, request.attempts - 1 > request.tokens {
        report(index, "\(request.attempts) attempts with \(request.tokens) tokens")
      }
    }
    if route.effect == .once, request.mayHaveRun || !request.legs.isEmpty {
      report(index, "a once request is sent again that may have been carried out")
    }
    var leg = Leg(id: action.attempt, endpoint: action.endpoint, charges: [])
    for limit in graph.limits[graph.endpoints[action.endpoint].limits] {
      guard let key = names.limitKey(limit, action.endpoint, action.credential) else { continue }
      let charge = limits.begin(key, size: request.facts.size, at: now)
      leg.charges.append(charge)
      check(limit, key, processes: names.processesMost, index)
    }
    request.legs.append(leg)
    requests[index] = request
  }

  private mutating func asked(_ index: Int, _ action: Action) {
    let request = requests[index]
    if !request.legs.isEmpty { report(index, "asks while a leg is in flight") }
    let isNamed = graph.rules.rows.contains { $0.reconcileAt == action.endpoint }
    if !isNamed, !reaches[request.route.index].contains(action.endpoint) {
      report(index, "asks \(names.endpointName(action.endpoint)), out of the route's reach")
    }
  }

  /// Every endpoint that the main path can come to.
  static func reach(
    _ route: ID<Route>, _ graph: FailoverGraph, _ names: Reference
  ) -> Set<ID<Endpoint>> {
    let row = graph.routes[route]
    var found = names.endpoints(below: row.target)
    var at = 0
    while at < found.count {
      let retry = graph.endpoints[found[at]].retry ?? row.retry
      for rule in retry.map({ graph.rules[graph.retries[$0].rules] }) ?? [] {
        for target in graph.responses[rule.responses].compactMap(\.target) {
          found += names.endpoints(below: target).filter { !found.contains($0) }
        }
      }
      at += 1
    }
    return Set(found)
  }

  // MARK: Limits and budgets

  mutating func takeRouteLimits(_ index: Int) {
    let route = requests[index].route
    // A request that was refused for the route's limits took nothing of them.
    guard !notes.peek().contains(where: { $0.reason == .routeLimit }) else { return }
    let row = graph.routes[route]
    for (position, limit) in graph.limits[row.limits].enumerated() {
      let key = LimitKey(per: limit.scope, value: .route(route, position))
      requests[index].routeCharges.append(
        limits.begin(key, size: requests[index].facts.size, at: now))
      check(limit, key, processes: Int64(row.processes), index)
    }
  }

  private mutating func check(_ limit: Limit, _ key: LimitKey, processes: Int64, _ index: Int) {
    if let rate = limit.requests {
      let count = limits.starts(key, within: rate.per, at: now)
      if count > max(1, rate.amount / processes) {
        report(index, "\(count) starts within the length of \(key)")
      }
    }
    if let rate = limit.tokens {
      let sum = limits.tokens(key, within: rate.per, at: now)
      if sum > max(1, rate.amount / processes) { report(index, "\(sum) tokens of \(key)") }
    }
    if let most = limit.concurrency, limits.inFlight(key) > max(1, Int64(most) / processes) {
      report(index, "\(limits.inFlight(key)) in flight of \(key)")
    }
    if let context = limit.context, requests[index].facts.size > context {
      report(index, "too large for \(key)")
    }
  }

  private mutating func remember(_ note: Decision) {
    let endpoint = note.endpoint.map { " " + names.endpointName($0) } ?? ""
    trail.append(
      "\(now.ns) request \(note.request) \(note.kind.word) \(note.reason.word)\(endpoint)")
    if trail.count > 400 { trail.removeFirst(200) }
  }

  /// Hears what the interpreter says that it did with tokens.
  private mutating func hear(_ index: Int) {
    for note in notes.take() {
      reasons.insert(note.reason)
      remember(note)
      let request = note.request == 0 ? index : Int(note.request) - 1
      let route = requests[request].route
      switch note.reason {
      case .budgetReserved:
        requests[request].tokens += 1
        budgets.reserve(route, number: note.request, at: now)
        if let retry = names.retry(route), !budgets.holds(retry, route, at: now) {
          report(request, "more tokens are reserved than the budget has")
        }
      case .budgetReturned:
        requests[request].tokens -= 1
        budgets.giveBack(route, number: note.request)
      case .breakerOpened:
        // What counts for closing is what came since.
        if let endpoint = note.endpoint { opened.insert(endpoint) }
        for key in countedAttempts.keys where key.endpoint == note.endpoint {
          countedAttempts[key] = 0
        }
      default: break  // notes about other things
      }
      if note.kind == .attempt, note.reason != .panic, note.reason != .ejectionCapped,
        let endpoint = note.endpoint, let key = names.breaker(endpoint, route)
      {
        countedAttempts[key, default: 0] += 1
      }
    }
  }
}
