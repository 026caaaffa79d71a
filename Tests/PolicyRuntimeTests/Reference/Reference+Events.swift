import PolicyGraph

@testable import PolicyRuntime

extension Reference {
  func start(
    _ facts: PlainFacts, on route: ID<Route>, at now: Tick, choosing random: inout LoggedRandom
  ) -> (ReferenceRequest, ReferenceAction) {
    draws = random
    defer { random = draws }
    let row = graph.routes[route]
    let request = ReferenceRequest(
      route: route, facts: facts, at: now, deadline: row.deadline,
      reserve: ladder(route)?.reserve ?? .zero)
    return (request, begin(request, now))
  }

  private func begin(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction {
    let row = graph.routes[request.route]
    let none = errorClass("no-candidate")
    let limits = Array(graph.limits[row.limits])
    let keys = limits.indices.map {
      LimitKey(per: limits[$0].scope, value: .route(request.route, $0))
    }
    let hasRoom = zip(limits, keys).allSatisfy { limit, key in
      self.hasRoom(
        limit, at: key, size: request.facts.size, processes: Int64(row.processes), now: now)
    }
    guard hasRoom else { return enterLadder(request, cause: none, from: .start, now) }
    request.routeCharges = keys.map { take($0, size: request.facts.size, now: now) }
    guard enterFullPath(request, now) else {
      return enterLadder(request, cause: none, from: .start, now)
    }
    if let sent = sendFirst(request, now) { return sent }
    let served = endpoints(
      below: row.target, armOf: Ask(request: request, now: now, end: .never)
    ).contains { serves($0, request.facts) }
    if !served {
      return enterLadder(request, cause: errorClass("not-served"), from: .start, now)
    }
    if let first = tooLarge(request) {
      let large = errorClass("too-large")
      let failure = ReferenceRequest.Failure(
        endpoint: first, id: .none, errorClass: large,
        outcome: Outcome(large, executed: .no, scope: .request), mayBeExecuted: false,
        executedBefore: .no)
      return respond(request, failure, now)
    }
    return wait(request, nil, now) ?? enterLadder(request, cause: none, from: .mainPath, now)
  }

  /// The first attempt; nil without a candidate.
  func sendFirst(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction? {
    let ask = Ask(request: request, now: now, end: request.mainEndsAt)
    guard let found = find(graph.routes[request.route].target, ask) else { return nil }
    countFirst(request.route, now: now)
    return send(request, found, .first, now)
  }

  /// The first endpoint of the target, if the request is larger than all take that it might be sent
  /// to.
  private func tooLarge(_ request: ReferenceRequest) -> ID<Endpoint>? {
    let ask = Ask(request: request, now: .zero, end: .never)
    let row = graph.routes[request.route]
    let candidates = endpoints(below: row.target, armOf: ask).filter { id in
      graph.features[row.requires].allSatisfy { supports(id, graph.text($0.name)) }
        && serves(id, request.facts)
    }
    let fits = candidates.contains { context($0).map { request.facts.size <= $0 } ?? true }
    return fits ? nil : candidates.first
  }

  func step(
    _ request: ReferenceRequest, _ event: Event, at now: Tick,
    choosing random: inout LoggedRandom
  ) -> ReferenceAction {
    if case .ended = request.phase { return ReferenceAction() }
    draws = random
    defer { random = draws }
    request.cancels = LegSet()
    switch event {
    case .firstByte(let id): return firstByte(request, id, now)
    case .finished(let id, let outcome):
      guard let leg = leg(request, id) else { return decision(request, .wait) }
      return finish(request, leg, outcome, timedOut: false, now)
    case .timer: return timer(request, now)
    case .reconciled(let answer):
      guard case .reconciling(_, let position) = request.phase else {
        return decision(request, .wait)
      }
      return reconciled(request, position, answer, now)
    case .stepFinished(let served):
      guard case .step(_, let index, let cause) = request.phase else {
        return decision(request, .wait)
      }
      if served { return endByStep(request, .answer, index, now) }
      return runLadder(request, index + 1, cause: cause, now)
    case .proceed:
      guard case .notifying(let index, let notify, let cause) = request.phase else {
        return decision(request, .wait)
      }
      return runLadder(request, index, notify: notify + 1, cause: cause, now)
    case .cancel: return cancel(request, now)
    }
  }

  // MARK: What is told

  /// A decision with the times that the request waits for.
  func decision(_ request: ReferenceRequest, _ kind: Action.Kind) -> ReferenceAction {
    var result = ReferenceAction()
    result.kind = kind
    result.cancels = request.cancels
    result.hedgeAt = request.hedgeAt
    result.wakeAt = request.hedgeAt
    for leg in request.legs { if let leg { result.wakeAt = min(result.wakeAt, leg.until) } }
    switch request.phase {
    case .waiting(let at, _, _, _): result.wakeAt = min(result.wakeAt, at)
    case .backoff(let until, _, _), .settling(let until, _), .reconciling(let until, _),
      .step(let until, _, _):
      result.wakeAt = min(result.wakeAt, until)
    case .running, .using, .notifying, .ended: break
    }
    return result
  }

  func end(_ request: ReferenceRequest, _ kind: Action.Kind, retryAfter: Tick = .never)
    -> ReferenceAction
  {
    for charge in request.routeCharges { giveBackPlace(charge) }
    request.phase = .ended
    request.hedgeAt = .never
    var result = decision(request, kind)
    result.executed = request.executed
    result.retryAfter = retryAfter
    return result
  }

  /// The request fails.
  func fail(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction {
    end(request, .fail, retryAfter: retryAfter(request, now))
  }

  func leg(_ request: ReferenceRequest, _ id: AttemptID) -> Int? {
    request.legs.indices.first { request.legs[$0]?.id == id }
  }

  // MARK: Events

  private func firstByte(_ request: ReferenceRequest, _ id: AttemptID, _ now: Tick)
    -> ReferenceAction
  {
    guard let index = leg(request, id), var leg = request.legs[index], leg.firstByteAt == nil else {
      return decision(request, .wait)
    }
    leg.firstByteAt = now
    world.endpoints[leg.endpoint]?.answeredAt = now
    // reading: a first byte on any leg ends the waiting for a hedge.
    request.hedgeAt = .never
    guard commits(request, leg, now) else {
      request.legs[index] = leg
      return decision(request, .wait)
    }
    leg.committed = true
    // The deadline and the attempt's timeout end here; what is left is the stream's.
    leg.until = graph.endpoints[leg.endpoint].streamTimeout.map { now + $0 } ?? .never
    leg.clipped = false
    request.committed = true
    request.held = []
    // A probe gives its place back; what it comes to is known at its end.
    if let key = leg.breaker, let lease = leg.lease { giveBackLease(key, lease) }
    leg.lease = nil
    request.legs[index] = leg
    loseOthers(request, than: index, now)
    var result = decision(request, .wait)
    result.commits = true
    result.attempt = id
    return result
  }

  /// Whether a first byte makes an answer the request's.
  private func commits(
    _ request: ReferenceRequest, _ leg: ReferenceRequest.Leg, _ now: Tick
  ) -> Bool {
    let row = graph.routes[request.route]
    guard row.commit != .complete, request.facts.delivery == .shown else { return false }
    if row.commit == .firstByte { return true }
    guard request.attempts < attemptsMax(request.route) else { return false }
    let ask = Ask(
      request: request, now: now, end: now + request.mainLength, leaving: leg.endpoint,
      goesOn: true, peeks: true)
    let pass = Pass(number: 3, shared: true, probes: true, drained: true)
    return endpoints(below: request.detour ?? row.target, armOf: ask).contains { id in
      if case .eligible = check(id, pass, ask) { return true }
      return false
    }
  }

  private func timer(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction {
    var result: ReferenceAction?
    for index in request.legs.indices {
      guard result == nil || result?.kind == .wait, let leg = request.legs[index],
        now >= leg.until
      else { continue }
      request.cancels.bits |= 1 << UInt8(index)
      result = finish(
        request, index, timeout(leg.endpoint, request.route), timedOut: true, now)
    }
    if let result, result.kind != .wait { return result }
    if now >= request.hedgeAt { return hedge(request, now) }
    switch request.phase {
    case .backoff(let until, let position, let token) where now >= until:
      return sendAgain(request, position, token, now)
    case .waiting(let at, let since, let yielded, let position) where now >= at:
      return look(request, since: since, yielded: yielded, position, now)
    case .settling(let until, let position) where now >= until:
      return ask(request, position, now)
    case .reconciling(let until, let position) where now >= until:
      return reconciled(request, position, .unknown, now)
    case .step(let until, let index, let cause) where now >= until:
      return runLadder(request, index + 1, cause: cause, now)
    case .running, .waiting, .backoff, .settling, .reconciling, .step, .notifying, .using, .ended:
      return decision(request, .wait)
    }
  }

  func cancel(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction {
    for index in request.legs.indices {
      guard let leg = request.legs[index] else { continue }
      request.cancels.bits |= 1 << UInt8(index)
      request.legs[index] = nil
      release(leg, usage: -1)
      giveUp(leg)
      // reading: what is in flight when the caller gives up may be carried out.
      request.executed = max(request.executed, .maybe)
    }
    if case .backoff(_, _, let token?) = request.phase { giveBackToken(token, request.route) }
    leaveWait(request)
    return end(request, .fail)
  }

  /// The outcome of a timeout: what the error table says of `transport: timeout`.
  func timeout(_ endpoint: ID<Endpoint>, _ route: ID<Route>) -> Outcome {
    let table = graph.endpoints[endpoint].errors ?? graph.routes[route].errors
    for row in graph.errorRows[graph.errorTables[table].rows] {
      let matches = graph.matches[row.matches]
      // Nothing but the transport is known: a row that states anything else does not match.
      if let errorClass = row.errorClass, matches.allSatisfy({ $0.field == .transport }),
        matches.contains(where: { $0.transport == .timeout })
      {
        return Outcome(errorClass, executed: row.executed, scope: row.scope)
      }
    }
    return Outcome(errorClass("unclassified"), executed: .maybe, scope: .endpoint)
  }
}
