import PolicyGraph
import PolicyRuntime

/// A request from its arrival to its end.
extension Run {
  /// Lets a request arrive; without room for it the run ends.
  mutating func begin(_ arrival: Arrival, of source: Int, client: Int32 = -1) {
    guard requests.count < Run.aliveMax else {
      stopped = .tooManyAlive
      return
    }
    numbered += 1
    let origin = world.sources[source]
    let place = requests.take()
    let request = requests.at(place)
    let process = world.processes == 1 ? 0 : Int(arrival.key % UInt64(world.processes))
    let route = world.routes[arrival.route]
    (process == 0 ? interpreter : interpreters[process]).reuse(
      &request.value.state, for: arrival.facts, on: route, number: UInt64(numbered),
      at: Tick(ns: now))
    request.value.random = Random(seed: streams.bits(.choice, arrival.key))
    request.value.key = arrival.key
    request.value.number = numbered
    request.value.generation &+= 1
    request.value.source = Int32(truncatingIfNeeded: source)
    request.value.client = client
    request.value.route = Int32(truncatingIfNeeded: arrival.route)
    request.value.process = Int32(truncatingIfNeeded: process)
    request.value.arrivedAt = now
    request.value.committedAt = .max
    request.value.givesUpAt = origin.patience == .max ? .max : now + origin.patience
    request.value.wakeAt = .max
    request.value.handlerAt = .max
    request.value.entryAt = .max
    request.value.attempts = 0
    request.value.executions = 0
    request.value.spaces = 0
    request.value.worksUntil = .min
    request.value.legs = 0
    request.value.asked[0] = AttemptCount()
    request.value.asked[1] = AttemptCount()
    request.value.asked[2] = AttemptCount()
    request.value.asked[3] = AttemptCount()
    tally.arrive(arrival.route, now)
    observer?.begins(numbered, route, now)
    let action =
      process == 0
      ? interpreter.begin(&request.value.state, choosing: &request.value.random)
      : interpreters[process].begin(
        &request.value.state, choosing: &request.value.random)
    observer?.decided(numbered, nil, action, now)
    if follow(action, place) { advance(place) }
  }

  /// Brings a request everything that is due, and waits for what comes next.
  mutating func advance(_ place: Int) {
    while true {
      guard let event = due(place) else {
        wait(place)
        return
      }
      if !tell(place, event) { return }
    }
  }

  /// Tells the interpreter of an event and does what it says; false if the request has ended.
  mutating func tell(_ place: Int, _ event: Event) -> Bool {
    let request = requests.at(place)
    let process = Int(request.value.process)
    let action =
      process == 0
      ? interpreter.step(
        &request.value.state, event, at: Tick(ns: now), choosing: &request.value.random)
      : interpreters[process].step(
        &request.value.state, event, at: Tick(ns: now), choosing: &request.value.random)
    let number = request.value.number
    observer?.decided(number, event, action, now)
    return follow(action, place)
  }

  /// What is due now; nil if nothing is.
  ///
  /// A result that comes together with a timer is brought first.
  @inline(__always)
  private mutating func due(_ place: Int) -> Event? {
    let request = requests.at(place)
    let legs = request.value.legs
    if legs == 1 {
      if request.value.first.at <= now { return heard(place, 0) }
    } else if legs > 1, let first = firstHeard(place) {
      return heard(place, first)
    }
    if request.value.handlerAt <= now {
      request.value.handlerAt = .max
      switch request.value.handler {
      case .nothing, .told: return .proceed
      case .served(let served): return .stepFinished(served: served)
      case .reconciled(let found): return .reconciled(found)
      }
    }
    if request.value.givesUpAt <= now {
      request.value.givesUpAt = .max
      tally.abandon(Int(request.value.route), request.value.arrivedAt)
      return .cancel
    }
    return request.value.wakeAt <= now ? .timer : nil
  }

  /// The leg of several that is heard of now, the one sent first if there are several; nil if none
  /// is.
  private mutating func firstHeard(_ place: Int) -> Int? {
    let request = requests.at(place)
    let legs = request.value.legs
    var first: Int?
    for i in 0..<8 where legs & (1 << UInt8(i)) != 0 && request.value[i].at <= now {
      let isFirst = first.map {
        Tie.comesFirst(request.value[i].number, before: request.value[$0].number)
      }
      if isFirst ?? true { first = i }
    }
    return first
  }

  @inline(__always)
  private mutating func wait(_ place: Int) {
    let request = requests.at(place)
    let at = request.value.nextAt
    if at == request.value.entryAt { return }
    request.value.entryAt = at
    request.value.entry = at == .max ? 0 : push(at, place, .request)
  }

  /// Does what an action says; false if the request has ended.
  @inline(__always)
  private mutating func follow(_ action: Action, _ place: Int) -> Bool {
    let request = requests.at(place)
    if !action.cancels.isEmpty { cancel(action.cancels, place) }
    if action.commits, request.value.committedAt == .max { request.value.committedAt = now }
    // Whatever a handler was doing, something else is being done now.
    if action.kind != .wait { request.value.handlerAt = .max }
    switch action.kind {
    case .wait: break
    case .attempt, .resume: send(action, place)
    case .reconcile: reconcile(action, place)
    case .degrade: serve(action, place)
    case .notify: answers(place, at: now, .told)
    case .answer, .fail:
      end(action, place)
      return false
    }
    request.value.wakeAt = action.wakeAt.ns
    return true
  }

  private mutating func end(_ action: Action, _ place: Int) {
    let request = requests.at(place)
    if request.value.legs != 0 { cancel(LegSet(bits: request.value.legs), place) }
    let committedAt = request.value.committedAt
    let isAnswer = action.kind == .answer
    let over = isAnswer && committedAt != .max ? committedAt : now
    tally.end(
      Int(request.value.route), action, attempts: Int(request.value.attempts),
      executions: Int(request.value.executions), arrivedAt: request.value.arrivedAt,
      took: over - request.value.arrivedAt, waited: request.value.state.waited.ns)
    request.value.entry = 0
    request.value.others.removeAll(keepingCapacity: true)
    let client = request.value.client
    let source = Int(request.value.source)
    requests.give(place)
    if client >= 0 { pause(Int(client), of: source) }
  }

  // MARK: handlers

  private mutating func answers(_ place: Int, at: Int64, _ event: HandlerEvent) {
    let request = requests.at(place)
    request.value.handlerAt = at
    request.value.handler = event
  }

  private mutating func serve(_ action: Action, _ place: Int) {
    guard let step = action.step, let handler = world.steps[step.index] else {
      // Nobody says how it behaves: there is nobody.
      return answers(place, at: now, .served(false))
    }
    let isServed = streams.occurs(
      handler.share, .handlers, requests[place].key, handler.salt)
    answers(place, at: now + handler.takes, .served(isServed))
  }

  private mutating func reconcile(_ action: Action, _ place: Int) {
    let request = requests.at(place)
    let endpoint = action.endpoint.index
    refresh(endpoint)
    let (refuses, swallows) = (faultState[endpoint].refuses, faultState[endpoint].swallows)
    tally.mark(max(refuses, swallows), Int(request.value.route), .hurt)
    guard let handler = world.reconcile, refuses < 0 else {
      return answers(place, at: now + World.roundTrip, .reconciled(.unknown))
    }
    if swallows >= 0 { return }
    let at = now + handler.takes
    let found: Reconciliation =
      request.value.executions > 0 && request.value.worksUntil <= at
      ? .landed : request.value.worksUntil > at ? .unknown : .cannotLand
    answers(place, at: at, .reconciled(found))
  }
}
