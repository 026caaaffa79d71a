import PolicyGraph

@testable import PolicyRuntime

extension Reference {
  // MARK: Rules

  private func rule(_ request: ReferenceRequest, _ failure: ReferenceRequest.Failure) -> ID<Rule>? {
    let own = graph.endpoints[failure.endpoint].retry ?? graph.routes[request.route].retry
    guard let own else { return nil }
    let name = className(failure.errorClass)
    let isOnce = graph.routes[request.route].effect == .once
    return graph.retries[own].rules.first { id in
      let rule = graph.rules[id]
      if rule.otherwise {
        return name != "cancelled" && !(name == "unclassified" && isOnce)
          && !refusesRequest(failure.errorClass)
      }
      return graph.classMembers[rule.classes].contains { $0.errorClass == failure.errorClass }
    }
  }

  /// What the rule of a failure says first; a refusal that no rule names is said to fail.
  func first(_ request: ReferenceRequest, _ failure: ReferenceRequest.Failure) -> ResponseKind? {
    guard let id = rule(request, failure) else {
      return refusesRequest(failure.errorClass) ? .fail : nil
    }
    return graph.responses[graph.rules[id].responses].first?.kind
  }

  /// Whether a class means: not carried out, for what the request itself is, and not for its size.
  private func refusesRequest(_ id: ID<ErrorClass>) -> Bool {
    let row = graph.classes[id]
    return row.scope == .request && row.executed == .no && className(id) != "too-large"
  }

  func respond(
    _ request: ReferenceRequest, _ failure: ReferenceRequest.Failure, _ now: Tick
  ) -> ReferenceAction {
    request.wanting = []
    guard let id = rule(request, failure) else {
      if refusesRequest(failure.errorClass) { return fail(request, now) }
      return giveUp(request, failure, now)
    }
    let position = ReferenceRequest.Position(failure: failure, rule: id, next: 0)
    if graph.rules[id].reconcile, failure.mayBeExecuted {
      return reconcile(request, position, now)
    }
    return take(request, position, now)
  }

  /// Out of responses.
  func giveUp(
    _ request: ReferenceRequest, _ failure: ReferenceRequest.Failure, _ now: Tick
  ) -> ReferenceAction {
    if request.committed { return truncate(request, now) }
    return enterLadder(request, cause: failure.errorClass, from: .mainPath, now)
  }

  /// An answer that began stays cut: the main path came to nothing.
  func truncate(_ request: ReferenceRequest, _ now: Tick) -> ReferenceAction {
    mainPathExhausted(request, now)
    return fail(request, now)
  }

  /// Takes the responses that are left, from left to right.
  func take(
    _ request: ReferenceRequest, _ given: ReferenceRequest.Position, _ now: Tick
  ) -> ReferenceAction {
    var position = given
    let responses = Array(graph.rules[position.rule].responses)
    while position.next < responses.count {
      let id = responses[position.next]
      position.next += 1
      if let decision = carryOut(request, position, id, now) { return decision }
    }
    return wait(request, position, now) ?? giveUp(request, position.failure, now)
  }

  /// Nil if the response cannot be carried out.
  func carryOut(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ id: ID<Response>,
    _ now: Tick
  ) -> ReferenceAction? {
    switch graph.responses[id].kind {
    case .sameEndpoint:
      return request.committed ? nil : sameEndpoint(request, position, id, now)
    case .rotateCredential: return request.committed ? nil : rotate(request, position, now)
    case .failover, .reroute: return request.committed ? nil : move(request, position, id, now)
    case .resume: return request.committed ? move(request, position, id, now) : nil
    case .degrade: return request.committed ? nil : giveUp(request, position.failure, now)
    case .fail: return request.committed ? truncate(request, now) : fail(request, now)
    }
  }

  // MARK: The same endpoint

  private func sameEndpoint(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ id: ID<Response>,
    _ now: Tick
  ) -> ReferenceAction? {
    let response = graph.responses[id]
    let failure = position.failure
    let key = ReferenceRequest.UseKey(endpoint: failure.endpoint, response: id)
    let used = request.uses[key] ?? 0
    // What was never sent is too large there.
    guard used < Int(response.times), failure.id != .none, !failure.outcome.hint.never,
      request.attempts < attemptsMax(request.route)
    else { return nil }
    if let cap = response.retryAfter, failure.outcome.hint.wait > cap.ns { return nil }
    let (jittered, previous) = backoff(response, used, request.previousDelays[key])
    let cooling = failure.cooledUntil.map { ($0 - now).ns } ?? 0
    let floor = max(0, max(failure.outcome.hint.wait, cooling))
    var delay = jittered
    if jittered < floor {
      let isPlain = response.backoff.map { graph.backoffs[$0].jitter == .none } ?? true
      delay = isPlain ? floor : floor + jittered
    }
    guard now + Tick(ns: delay) + leastTime(failure.endpoint) <= request.mainEndsAt else {
      return nil
    }
    guard willTake(request, failure, at: now + Tick(ns: delay)) else {
      // Where the route waits for a candidate, that is one of the times.
      if graph.routes[request.route].waitWithin != nil { request.uses[key] = used + 1 }
      request.wanting.append(id)
      return nil
    }
    guard let token = reserve(request.route, now: now) else { return nil }
    request.uses[key] = used + 1
    request.previousDelays[key] = previous
    guard delay > 0 else { return sendAgain(request, position, token, now) }
    request.phase = .backoff(until: now + Tick(ns: delay), position, token: token)
    return decision(request, .wait)
  }

  /// Whether an endpoint will take a request again, as far as can be known before the wait.
  private func willTake(
    _ request: ReferenceRequest, _ failure: ReferenceRequest.Failure, at time: Tick
  ) -> Bool {
    var later = Ask(request: request, now: time, end: request.mainEndsAt)
    later.staying = true
    later.peeks = true
    switch check(failure.endpoint, stayingPass(request.route, failure), later) {
    // Room comes back by itself.
    case .eligible, .refused(.limitFull), .refused(.noTimeLeft): return true
    case .refused: return false
    }
  }

  /// Delay number `n`, jittered, and what a decorrelated one goes on from.
  private func backoff(_ response: Response, _ n: Int, _ previous: Int64?) -> (Int64, Int64?) {
    guard let id = response.backoff else { return (0, nil) }
    let row = graph.backoffs[id]
    let most = row.max?.ns ?? .max
    var delay = row.base.ns
    switch row.kind {
    case .constant: break
    case .linear: delay = Int64(clamping: min(Int128(delay) * Int128(n + 1), Int128(most)))
    case .exponential:
      for _ in 0..<n {
        let grown = Int128(delay) * Int128(row.factor.millionths) / 1_000_000
        delay = Int64(clamping: min(grown, Int128(most)))
      }
    case .decorrelated:
      // reading: this is the draw; the kind of jitter adds nothing to it.
      let high = Int64(clamping: Int128(previous ?? row.base.ns) * 3)
      let drawn = min(most, draws.between(row.base.ns, high))
      return (drawn, drawn)
    }
    delay = min(delay, most)
    guard delay > 0 else { return (0, nil) }
    switch row.jitter {
    case .none: return (delay, nil)
    case .full: return (draws.between(0, delay), nil)
    case .equal: return (delay / 2 + draws.between(0, delay / 2), nil)
    }
  }

  /// The wait is over: the same endpoint again, if it is still eligible.
  func sendAgain(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ token: Int?, _ now: Tick
  ) -> ReferenceAction {
    if let sent = sendHere(request, position, token, now) { return sent }
    request.phase = .running
    return take(request, position, now)
  }

  /// The same endpoint once more; nil, and the token is given back, if it is not eligible.
  func sendHere(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ token: Int?, _ now: Tick
  ) -> ReferenceAction? {
    var ask = Ask(request: request, now: now, end: request.mainEndsAt)
    ask.staying = true
    let endpoint = position.failure.endpoint
    let pass = stayingPass(request.route, position.failure)
    guard case .eligible(let credential) = check(endpoint, pass, ask) else {
      if let token { giveBackToken(token, request.route) }
      // The response that is being carried out is the one before the next.
      request.wanting.append(Array(graph.rules[position.rule].responses)[position.next - 1])
      return nil
    }
    return send(
      request,
      Candidate(endpoint: endpoint, credential: credential, uncounted: pass.panic), .again, now)
  }

  /// What a request is allowed that stays where it is: health is seen as its attempt saw it.
  func stayingPass(_ route: ID<Route>, _ failure: ReferenceRequest.Failure) -> Pass {
    // reading: a `once` request is no probe there.
    var pass = Pass(number: 2, shared: true, probes: graph.routes[route].effect != .once)
    pass.panic = failure.ignoredHealth
    return pass
  }

  private func rotate(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ now: Tick
  ) -> ReferenceAction? {
    let endpoint = position.failure.endpoint
    var ask = Ask(request: request, now: now, end: request.mainEndsAt)
    ask.staying = true
    ask.untried = true
    let pass = stayingPass(request.route, position.failure)
    guard case .eligible(.some) = usableCredential(endpoint, pass, ask),
      request.attempts < attemptsMax(request.route),
      now + leastTime(endpoint) <= request.mainEndsAt,
      case .eligible(let credential) = check(endpoint, pass, ask),
      reserve(request.route, now: now) != nil
    else { return nil }
    return send(
      request,
      Candidate(endpoint: endpoint, credential: credential, uncounted: pass.panic), .again, now)
  }

  // MARK: Another endpoint

  private func move(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ id: ID<Response>,
    _ now: Tick
  ) -> ReferenceAction? {
    let response = graph.responses[id]
    let endpoint = position.failure.endpoint
    let key = ReferenceRequest.UseKey(endpoint: endpoint, response: id)
    if response.kind != .failover, request.uses[key] != nil { return nil }
    guard request.attempts < attemptsMax(request.route) else { return nil }
    let isResume = response.kind == .resume
    var ask = Ask(
      request: request, now: now,
      end: isResume ? now + request.mainLength : request.mainEndsAt)
    ask.leaving = endpoint
    ask.same = response.same.map { graph.text($0) }
    ask.goesOn = isResume
    let target = response.target ?? request.detour ?? graph.routes[request.route].target
    guard let found = find(target, ask) else {
      request.wanting.append(id)
      return nil
    }
    if request.attempts == 0 {
      countFirst(request.route, now: now)
    } else if reserve(request.route, now: now) == nil {
      return nil
    }
    if let other = response.target { request.detour = other }
    request.uses[key] = 1
    // reading: an endpoint is failed over from when the next attempt is sent.
    request.failedOver.append(endpoint)
    return send(request, found, isResume ? .resume : .next, now)
  }
}
