import PolicyGraph

@testable import PolicyRuntime

/// Why an attempt is sent.
enum Purpose {
  case first
  /// The same endpoint, with the same or another credential.
  case again
  /// Another endpoint, after a failure.
  case next
  case hedge
  case resume
  case step(Int, cause: ID<ErrorClass>)
}

extension Reference {
  func send(
    _ request: ReferenceRequest, _ found: Candidate, _ purpose: Purpose, _ now: Tick
  ) -> ReferenceAction {
    let endpoint = graph.endpoints[found.endpoint]
    var pathEnd = request.mainEndsAt
    var step: ID<Step>?
    var kind = Action.Kind.attempt
    switch purpose {
    case .first, .again, .next, .hedge: request.attempts += 1
    case .resume:
      request.attempts += 1
      request.mainEndsAt = now + request.mainLength
      pathEnd = request.mainEndsAt
      kind = .resume
    case .step(let index, _):
      pathEnd = request.endsAt
      step = steps(request)[index]
    }
    let full = now + endpoint.attemptTimeout
    // The lowest place that is free.
    let place = request.legs.firstIndex { $0 == nil } ?? 0
    request.numbers += 1
    var leg = ReferenceRequest.Leg(
      id: AttemptID(leg: UInt8(place), number: UInt16(request.numbers)),
      endpoint: found.endpoint, credential: found.credential, startedAt: now,
      until: min(full, pathEnd),
      clipped: isClipped(
        min(full, pathEnd) - now, of: min(endpoint.attemptTimeout, request.mainLength),
        at: found.endpoint),
      step: step,
      uncounted: found.uncounted)
    if !found.uncounted, let key = breaker(found.endpoint, request.route) {
      leg.breaker = key
      (leg.generation, leg.lease) = enter(key, timeout: endpoint.attemptTimeout, now: now)
    }
    for limit in graph.limits[endpoint.limits] {
      if let key = limitKey(limit, found.endpoint, found.credential) {
        leg.taken.append(take(key, size: request.facts.size, now: now))
      }
    }
    world.endpoints[found.endpoint, default: EndpointFigures()].inFlight += 1
    request.tried.insert(
      Tried(endpoint: found.endpoint, credential: found.credential.map(reference)))
    request.legs[place] = leg
    arm(request, purpose, now)
    var result = decision(request, kind)
    result.attempt = leg.id
    result.endpoint = leg.endpoint
    result.credential = leg.credential
    result.step = step
    result.until = leg.until
    return result
  }

  /// Whether an attempt was given too little to blame anybody: not as much as it could have had at
  /// the beginning, and not what nearly all answers take.
  private func isClipped(_ given: Tick, of full: Tick, at id: ID<Endpoint>) -> Bool {
    given < full && (declared(id, percentile: 99).map { given < $0 } ?? true)
  }

  /// Arms the hedge behind an attempt, or disarms it.
  private func arm(_ request: ReferenceRequest, _ purpose: Purpose, _ now: Tick) {
    request.hedgeAt = .never
    request.phase = .running
    switch purpose {
    case .first, .again, .next, .hedge:
      guard let id = graph.routes[request.route].hedge else { return }
      let hedge = graph.hedges[id]
      if request.hedges < Int(hedge.max), request.attempts < attemptsMax(request.route) {
        request.hedgeDelay.waiting = hedgeDelay(hedge, request.route, now: now)
        request.hedgeAt = now + request.hedgeDelay.waiting
      }
    case .resume: break
    case .step(let index, let cause): request.phase = .using(step: index, cause: cause)
    }
  }

  /// A hedge is due.
  func hedge(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction {
    // reading: a hedge that cannot be sent when it is due is not tried again.
    request.hedgeAt = .never
    let row = graph.routes[request.route]
    let ask = Ask(request: request, now: now, end: request.mainEndsAt)
    guard request.attempts < attemptsMax(request.route),
      let found = find(request.detour ?? row.target, ask),
      reserve(request.route, now: now) != nil
    else { return decision(request, .wait) }
    request.hedges += 1
    request.hedgeDelay.sent = request.hedgeDelay.waiting
    return send(request, found, .hedge, now)
  }

  func attemptsMax(_ route: ID<Route>) -> Int {
    // reading: a route without `retry` makes one attempt.
    retry(route).map { Int($0.attempts) } ?? 1
  }

  // MARK: Results

  /// An attempt is over.
  func finish(
    _ request: ReferenceRequest, _ index: Int, _ answer: Outcome, timedOut: Bool, _ now: Tick
  ) -> ReferenceAction {
    guard let leg = request.legs[index] else { return decision(request, .wait) }
    request.legs[index] = nil
    var outcome = answer
    if graph.endpoints[leg.endpoint].ignoresHints { outcome.hint = .none }
    release(leg, usage: outcome.usage)
    if outcome.answered { world.endpoints[leg.endpoint]?.answeredAt = now }
    guard let failed = outcome.errorClass else { return succeed(request, leg, now) }
    // reading: what was committed, or continues what was, fails as it says; only the responses are
    // those of `interrupted`. What the caller gave up is nobody's failure, committed or not.
    let isCancelled = className(failed) == "cancelled"
    // A timeout that came before the attempt's own was one of its parts', in full.
    let ranOut = timedOut || (className(failed) == "timeout" && now >= leg.until)
    if isCancelled || (leg.clipped && ranOut && !outcome.answered) {
      giveUp(leg)
    } else if isCounted(failed, leg) {
      countResult(leg, failed: true, now)
    } else if outcome.answered {
      countResult(leg, failed: false, now)
    } else {
      giveUp(leg)
    }
    var failure = ReferenceRequest.Failure(
      endpoint: leg.endpoint, credential: leg.credential, id: leg.id,
      errorClass: request.committed ? errorClass("interrupted") : failed,
      outcome: outcome, mayBeExecuted: outcome.executed == .maybe || leg.committed,
      executedBefore: request.executed, ignoredHealth: leg.uncounted)
    if failure.mayBeExecuted {
      request.executed = max(request.executed, .maybe)
    }
    // An attempt that was given up ends its request, as a caller that gives up does.
    if isCancelled { return cancel(request, now) }
    failure.cooledUntil = cool(leg.endpoint, leg.credential, failed, outcome, now: now)
    if className(failed) == "too-large", let context = context(leg.endpoint) {
      request.contextTooSmall = max(request.contextTooSmall ?? 0, context)
    }
    if case .using(let step, let cause) = request.phase {
      request.failedOver.append(leg.endpoint)
      // reading: a ladder's answer that is cut after commit ends the request.
      if request.committed { return fail(request, now) }
      return runLadder(request, step, notify: nil, cause: cause, now)
    }
    if request.legs.contains(where: { $0 != nil }) {
      request.failedOver.append(leg.endpoint)
      request.held.append(failure)
      return decision(request, .wait)
    }
    request.hedgeAt = .never
    let isFailed = request.held.contains { first(request, $0) == .fail }
    request.held = []
    return isFailed ? fail(request, now) : respond(request, failure, now)
  }

  private func succeed(
    _ request: ReferenceRequest, _ leg: ReferenceRequest.Leg, _ now: Tick
  ) -> ReferenceAction {
    countResult(leg, failed: false, now)
    usefulAnswer(leg, request.route, now)
    request.executed = .yes
    loseOthers(request, than: nil, now)
    mainPathAnswered(request, now)
    var result = end(request, .answer)
    result.attempt = leg.id
    result.endpoint = leg.endpoint
    result.credential = leg.credential
    result.step = leg.step
    return result
  }

  func usefulAnswer(_ leg: ReferenceRequest.Leg, _ route: ID<Route>, _ now: Tick) {
    let toFirstByte = (leg.firstByteAt ?? now) - leg.startedAt
    sample(
      leg.committed ? toFirstByte : now - leg.startedAt, toFirstByte: toFirstByte, of: leg.endpoint,
      route, now: now)
    forgetStreaks(leg.endpoint, leg.credential)
  }

  /// The legs that lost: one without a first byte counts as a timeout, but only if it was given as
  /// long as the request waited before it asked for the hedge, and its endpoint has answered nobody
  /// since it was sent.
  func loseOthers(_ request: ReferenceRequest, than winner: Int?, _ now: Tick) {
    for index in request.legs.indices where index != winner {
      guard let leg = request.legs[index] else { continue }
      request.legs[index] = nil
      request.cancels.bits |= 1 << UInt8(index)
      release(leg, usage: -1)
      let wasSilent =
        world.endpoints[leg.endpoint]?.answeredAt.map { $0 <= leg.startedAt } ?? true
      if leg.firstByteAt == nil, now >= leg.startedAt + request.hedgeDelay.sent, wasSilent,
        isCounted(errorClass("timeout"), leg)
      {
        countResult(leg, failed: true, now)
      } else {
        giveUp(leg)
      }
    }
  }

  /// Returns what an attempt had taken.
  func release(_ leg: ReferenceRequest.Leg, usage: Int64) {
    for taken in leg.taken {
      giveBackPlace(taken)
      if usage >= 0 { correct(taken, to: usage) }
    }
    world.endpoints[leg.endpoint, default: EndpointFigures()].inFlight -= 1
  }

  /// Whether the breaker of an attempt counts a class.
  private func isCounted(_ failed: ID<ErrorClass>, _ leg: ReferenceRequest.Leg) -> Bool {
    guard let key = leg.breaker else { return false }
    return graph.classMembers[graph.breakers[key.breaker].counted]
      .contains { $0.errorClass == failed }
  }

  /// Counts a result for the breaker; slow by the time to its first byte, if that committed it.
  func countResult(_ leg: ReferenceRequest.Leg, failed: Bool, _ now: Tick) {
    guard let key = leg.breaker else { return }
    if let lease = leg.lease { giveBackLease(key, lease) }
    let end = leg.committed ? leg.firstByteAt ?? now : now
    count(key, generation: leg.generation, failed: failed, took: end - leg.startedAt, now: now)
  }

  /// A probe is over without a result.
  func giveUp(_ leg: ReferenceRequest.Leg) {
    guard let key = leg.breaker, let lease = leg.lease else { return }
    abandonLease(key, lease, generation: leg.generation)
  }
}
