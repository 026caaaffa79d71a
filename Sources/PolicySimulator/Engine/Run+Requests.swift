import PolicyGraph
import PolicyRuntime

/// A request from its arrival to its end.
extension Run {
  /// Lets a request arrive; false if there is no room for it.
  mutating func begin(_ arrival: Arrival, of source: Int, client: Int32 = -1) {
    guard requests.count < Run.aliveMax else {
      stopped = .tooManyAlive
      return
    }
    numbered += 1
    let origin = world.sources[source]
    let place = requests.take()
    let process = world.processes == 1 ? 0 : Int(arrival.key % UInt64(world.processes))
    let route = world.routes[arrival.route]
    if process == 0 {
      requests[place].state = interpreter.request(
        arrival.facts, on: route, number: UInt64(numbered), at: Tick(ns: now))
    } else {
      requests[place].state = interpreters[process].request(
        arrival.facts, on: route, number: UInt64(numbered), at: Tick(ns: now))
    }
    requests[place].random = Random(seed: streams.bits(.choice, arrival.key))
    requests[place].key = arrival.key
    requests[place].number = numbered
    requests[place].generation &+= 1
    requests[place].source = Int32(truncatingIfNeeded: source)
    requests[place].client = client
    requests[place].route = Int32(truncatingIfNeeded: arrival.route)
    requests[place].process = Int32(truncatingIfNeeded: process)
    requests[place].arrivedAt = now
    requests[place].committedAt = .max
    requests[place].givesUpAt = origin.patience == .max ? .max : now + origin.patience
    requests[place].wakeAt = .max
    requests[place].handlerAt = .max
    requests[place].entryAt = .max
    requests[place].attempts = 0
    requests[place].executions = 0
    requests[place].spaces = 0
    requests[place].worksUntil = .min
    requests[place].legs = 0
    requests[place].asked[0] = Asked()
    requests[place].asked[1] = Asked()
    requests[place].asked[2] = Asked()
    requests[place].asked[3] = Asked()
    tally.arrive(arrival.route, now)
    observer?.begins(numbered, route, now)
    let action =
      process == 0
      ? interpreter.begin(&requests[place].state, choosing: &requests[place].random)
      : interpreters[process].begin(
        &requests[place].state, choosing: &requests[place].random)
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
    let process = Int(requests[place].process)
    let action =
      process == 0
      ? interpreter.step(
        &requests[place].state, event, at: Tick(ns: now), choosing: &requests[place].random)
      : interpreters[process].step(
        &requests[place].state, event, at: Tick(ns: now), choosing: &requests[place].random)
    let number = requests[place].number
    observer?.decided(number, event, action, now)
    return follow(action, place)
  }

  /// What is due now; nil if nothing is. A result that comes together with a timer is brought first.
  @inline(__always)
  private mutating func due(_ place: Int) -> Event? {
    let legs = requests[place].legs
    if legs & 1 != 0, requests[place].first.at <= now { return heard(place, 0) }
    if legs > 1 {
      for i in 1..<8 where legs & (1 << UInt8(i)) != 0 {
        if requests[place].others[i - 1].at <= now { return heard(place, i) }
      }
    }
    if requests[place].handlerAt <= now {
      requests[place].handlerAt = .max
      switch requests[place].handler {
      case .nothing, .told: return .proceed
      case .served(let served): return .stepFinished(served: served)
      case .reconciled(let found): return .reconciled(found)
      }
    }
    if requests[place].givesUpAt <= now {
      requests[place].givesUpAt = .max
      tally.abandon(Int(requests[place].route))
      return .cancel
    }
    return requests[place].wakeAt <= now ? .timer : nil
  }

  @inline(__always)
  private mutating func wait(_ place: Int) {
    let at = requests[place].nextAt
    if at == requests[place].entryAt { return }
    requests[place].entryAt = at
    requests[place].entry = at == .max ? 0 : push(at, place, .request)
  }

  /// Does what an action says; false if the request has ended.
  @inline(__always)
  private mutating func follow(_ action: Action, _ place: Int) -> Bool {
    if !action.cancels.isEmpty { cancel(action.cancels, place) }
    if action.commits, requests[place].committedAt == .max { requests[place].committedAt = now }
    // Whatever a handler was doing, something else is being done now.
    if action.kind != .wait { requests[place].handlerAt = .max }
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
    requests[place].wakeAt = action.wakeAt.ns
    return true
  }

  private mutating func end(_ action: Action, _ place: Int) {
    if requests[place].legs != 0 { cancel(LegSet(bits: requests[place].legs), place) }
    let committedAt = requests[place].committedAt
    let isAnswer = action.kind == .answer
    let over = isAnswer && committedAt != .max ? committedAt : now
    tally.end(
      Int(requests[place].route), action, executions: Int(requests[place].executions),
      arrivedAt: requests[place].arrivedAt, took: over - requests[place].arrivedAt)
    requests[place].entry = 0
    requests[place].others.removeAll(keepingCapacity: true)
    let client = requests[place].client
    let source = Int(requests[place].source)
    requests.give(place)
    if client >= 0 { pause(Int(client), of: source) }
  }

  // MARK: handlers

  private mutating func answers(_ place: Int, at: Int64, _ event: HandlerEvent) {
    requests[place].handlerAt = at
    requests[place].handler = event
  }

  private mutating func serve(_ action: Action, _ place: Int) {
    guard let step = action.step, let handler = world.steps[step.index] else {
      // Nobody says how it behaves: there is nobody.
      return answers(place, at: now, .served(false))
    }
    let isServed = streams.strikes(
      handler.share, .handlers, requests[place].key, UInt64(step.raw) + 1)
    answers(place, at: now + handler.takes, .served(isServed))
  }

  private mutating func reconcile(_ action: Action, _ place: Int) {
    let endpoint = action.endpoint.index
    refresh(endpoint)
    guard let handler = world.reconcile, weather[endpoint].refuses < 0 else {
      return answers(place, at: now + World.roundTrip, .reconciled(.unknown))
    }
    if weather[endpoint].swallows >= 0 { return }
    let at = now + handler.takes
    let found: Reconciliation =
      requests[place].executions > 0 && requests[place].worksUntil <= at
      ? .landed : requests[place].worksUntil > at ? .unknown : .cannotLand
    answers(place, at: at, .reconciled(found))
  }
}
