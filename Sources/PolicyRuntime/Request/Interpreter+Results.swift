import PolicyGraph

/// What the results of attempts do.
extension Interpreter {
  /// An attempt answered.
  @inline(__always)
  func succeed<C: Chooser>(
    _ id: AttemptID, _ leg: Leg, _ usage: Int64, _ request: inout RequestState, _ now: Int64,
    _ chooser: inout C
  ) -> Action {
    let route = plan.routes[Int(request.route)]
    request.inFlight &= ~(1 << id.leg)
    leavePlaces(leg, usage, &request, now)
    noteAnswer(leg, now)
    countSuccess(leg, &request, took: took(leg, now), now, &chooser)
    var action = Action()
    if request.inFlight != 0 { action.cancels = cancelLosers(&request, now, &chooser) }
    action.kind = .answer
    action.reason = leg.flags & Leg.hedge != 0 ? .hedgeWon : .answered
    action.attempt = id
    action.endpoint = ID(Int(leg.endpoint))
    action.executed = .yes
    if request.phase == .use {
      if let step = request.ladder?.step { action.step = ID(Int(step)) }
      action.reason = .served
    } else if route.brownout != none {
      countBrownout(bad: false, &request, now)
    }
    if leg.slot != Leg.noSlot {
      action.credential = ID(Int(plan.slots[Int(leg.slot)].credential))
    }
    request.executed = .yes
    end(&request, action.reason, now, endpoint: Int(leg.endpoint), number: leg.number)
    return action
  }

  /// The first byte of an answer came: under `commit first-byte` it is the request's answer.
  func firstByte<C: Chooser>(
    _ id: AttemptID, _ leg: Leg, _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    var leg = leg
    request.hedgeAt = .max
    guard leg.firstByteAt == .max else { return waiting(&request) }
    leg.firstByteAt = now
    noteAnswer(leg, now)
    var cancels = LegSet()
    let commits = commits(leg, &request, now)
    if commits {
      // The place is free again; the result is known, and counts, when the answer is whole.
      release(leg)
      leg.flags = (leg.flags | Leg.committed) & ~Leg.probe
      leg.until = FixedPoint.sum(now, plan.endpoints[Int(leg.endpoint)].stream)
      request.committed = true
      // The answer that has begun makes up for legs that failed beside it.
      request.failure.isFatal = false
      request.inFlight &= ~(1 << id.leg)
      cancels = cancelLosers(&request, now, &chooser)
      request.inFlight |= 1 << id.leg
    }
    request.setLeg(Int(id.leg), leg)
    var action = waiting(&request)
    action.commits = commits
    action.cancels = cancels
    if action.commits {
      action.attempt = id
      action.endpoint = ID(Int(leg.endpoint))
    }
    return action
  }

  /// How long an attempt took that is over: to its first byte, where that is the request's answer.
  @inline(__always)
  private func took(_ leg: Leg, _ now: Int64) -> Int64 {
    (leg.flags & Leg.committed != 0 ? leg.firstByteAt : now) &- leg.startedAt
  }

  /// Whether the first byte of an answer makes it the request's answer.
  private func commits(_ leg: Leg, _ request: inout RequestState, _ now: Int64) -> Bool {
    let route = plan.routes[Int(request.route)]
    guard route.commitsAtFirstByte, request.facts.delivery == .shown else { return false }
    guard route.commitsIfResumable else { return true }
    guard hasAttempts(request) else { return false }
    var query = query(&request, pathEnd: FixedPoint.sum(now, route.mainSpan))
    query.leaving = Int(leg.endpoint)
    query.resumes = true
    query.explains = true
    query.allowShared = true
    query.allowOnceProbe = true
    query.allowsDrained = true
    return isAny(aim(request), &request, depth: 0) { e, request in
      check(e, query, &request, now).reason == .none
    }
  }

  /// Notes that an endpoint answers, where legs that lose there are judged by it.
  @inline(__always)
  private func noteAnswer(_ leg: Leg, _ now: Int64) {
    let row = plan.endpoints[Int(leg.endpoint)]
    if row.notesAnswers { noteAnswer(state.words(row.cell), now) }
  }

  /// The same, of its cell.
  @inline(__always)
  func noteAnswer(_ cell: Words, _ now: Int64) {
    cell.raise(EndpointCell.answeredAt, to: Int64(bitPattern: Stamp.word(now)))
  }

  /// Takes a success into an endpoint's average.
  @inline(__always)
  func noteAverage(_ cell: Words, _ typical: Int64, _ took: Int64, _ now: Int64) {
    Average(cell.from(EndpointCell.average)).record(took, at: now, start: typical)
  }

  /// Takes a success into a route's percentiles: its time to the first byte, or to its end if none
  /// was told.
  @inline(__always)
  func noteLatency(_ cell: Words, from start: Int64, to firstByte: Int64, _ now: Int64) {
    LiveLatency(cell).record(Swift.min(firstByte, now) &- start, at: now)
  }

  /// Counts a useful answer: breaker, averages, streaks.
  @inline(__always)
  private func countSuccess<C: Chooser>(
    _ leg: Leg, _ request: inout RequestState, took: Int64, _ now: Int64, _ chooser: inout C
  ) {
    let route = plan.routes[Int(request.route)]
    let row = plan.endpoints[Int(leg.endpoint)]
    if leg.flags & Leg.probe != 0 { release(leg) }
    count(leg, bad: false, took: took, now, &chooser)
    if row.averages { noteAverage(state.words(row.cell), row.typical, took, now) }
    if route.latencyCell != none {
      let cell = state.words(route.latencyCell)
      noteLatency(cell, from: leg.startedAt, to: leg.firstByteAt, now)
    }
    endStreaks(Int(leg.endpoint), leg.slot)
    if listener != nil {
      record(.outcome, .succeeded, now, endpoint: Int(leg.endpoint), value: took)
    }
  }

  /// Returns what an attempt took of limits, corrected by what its answer used.
  @inline(__always)
  private func leavePlaces(_ leg: Leg, _ usage: Int64, _ request: inout RequestState, _ now: Int64)
  {
    let row = plan.endpoints[Int(leg.endpoint)]
    if row.countsInFlight { state.words(row.cell).subtract(EndpointCell.inFlight, 1) }
    leave(row.limits, request.facts.size, usage: usage, startedAt: leg.startedAt, now)
    guard leg.slot != Leg.noSlot else { return }
    let limits = plan.slots[Int(leg.slot)].limits
    leave(limits, request.facts.size, usage: usage, startedAt: leg.startedAt, now)
  }

  /// Gives up the legs that lost: one without a first byte counts as a timeout if it had as long as
  /// the leg had that the hedge was for, and its endpoint answered nobody meanwhile.
  private func cancelLosers<C: Chooser>(
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> LegSet {
    var cancels = LegSet()
    for i in 0..<RuntimeLimits.legsMax where request.inFlight & (1 << UInt8(i)) != 0 {
      let leg = request.leg(i)
      cancels.insert(UInt8(i))
      leavePlaces(leg, -1, &request, now)
      let took = now &- leg.startedAt
      if leg.firstByteAt == .max, took >= request.hedgeDelay, !hasAnswered(since: leg),
        counts(plan.known.timeout, leg)
      {
        release(leg)
        count(leg, bad: true, took: took, now, &chooser)
      } else {
        abandon(leg)
      }
      record(
        .hedge, .hedgeLost, now, request: request, endpoint: Int(leg.endpoint), number: leg.number)
    }
    request.inFlight = 0
    return cancels
  }

  /// Whether an attempt's endpoint has answered anybody since it was sent.
  private func hasAnswered(since leg: Leg) -> Bool {
    let cell = state.words(plan.endpoints[Int(leg.endpoint)].cell)
    return Stamp.time(cell.load(EndpointCell.answeredAt)) > leg.startedAt
  }

  /// Whether a class counts for the breaker that an attempt ran under.
  private func counts(_ errorClass: UInt32, _ leg: Leg) -> Bool {
    let breaker = plan.bindings[Int(leg.binding)].breaker
    return breaker != none
      && plan.contains(plan.breakers[Int(breaker)].counted, Int(errorClass))
  }

  /// An attempt failed: shared state learns of it, then the request responds.
  func failed<C: Chooser>(
    _ id: AttemptID, _ leg: Leg, _ outcome: Outcome, byTimer: Bool = false,
    _ request: inout RequestState, _ now: Int64, _ chooser: inout C
  ) -> Action {
    let isCut = leg.flags & Leg.committed != 0
    let errorClass = outcome.errorClass?.raw ?? plan.known.unclassified
    let isCancelled = errorClass == plan.known.cancelled
    request.inFlight &= ~(1 << id.leg)
    leavePlaces(leg, outcome.usage, &request, now)
    if outcome.answered { noteAnswer(leg, now) }
    // What ended before the attempt's time was over ran out of a time of its own, in full; and an
    // answer that was cut had all the time it was given to begin.
    let isClipped =
      !isCut && !outcome.answered && leg.flags & Leg.clipped != 0
      && (byTimer || errorClass == plan.known.timeout && now >= leg.until)
    let isBad = !isClipped && counts(errorClass, leg)
    if !isCancelled && (isBad || outcome.answered) {
      release(leg)
      let took = took(leg, now)
      count(leg, bad: isBad, took: took, now, &chooser)
    } else {
      abandon(leg)
    }
    let e = Int(leg.endpoint)
    if listener != nil {
      record(
        .outcome, isCancelled ? .cancelled : isClipped ? .clipped : .failed, now, request: request,
        endpoint: e, number: leg.number, errorClass: errorClass, value: now - leg.startedAt)
    }
    let before = request.executed
    if outcome.executed == .maybe || isCut {
      request.executed = Swift.max(request.executed, .maybe)
    }
    // Whoever makes the attempt gave it up, and the request with it: nothing more is sent.
    if isCancelled { return cancel(&request, now) }
    let hint = plan.endpoints[e].ignoresHints ? .none : outcome.hint
    let cooled = cool(e, leg.slot, errorClass, outcome.scope, hint: hint.wait, now)
    learn(e, leg, errorClass, &request)
    if request.phase == .use { return useFailed(e, &request, now, &chooser) }
    let held = request.failure.isFatal
    var failure = Failure()
    failure.endpoint = leg.endpoint
    failure.number = leg.number
    failure.errorClass = request.committed ? plan.known.interrupted : errorClass
    failure.mayBeExecuted = outcome.executed == .maybe || isCut
    failure.wasExecuted = before
    failure.never = hint.never
    failure.hint = hint.wait
    failure.ignoredHealth = leg.flags & Leg.uncounted != 0
    failure.cooledUntil = cooled
    failure.rule = plan.rule(for: failure.errorClass, at: e, on: Int(request.route))
    // Only of legs that failed beside others: the last one's responses are taken in their order.
    failure.isFatal = held || request.inFlight != 0 && isFatal(failure)
    request.failure = failure
    if request.inFlight != 0 {
      markFailedOver(e, &request)
      return waiting(&request)
    }
    request.hedgeAt = .max
    return respond(&request, now, &chooser)
  }

  /// Keeps what the request must remember of a failure.
  private func learn(_ e: Int, _ leg: Leg, _ errorClass: UInt32, _ request: inout RequestState) {
    let row = plan.endpoints[e]
    if leg.slot != Leg.noSlot && row.slots.count > 1 {
      let place = request.placeUsed(e, Used.anyRule)
      request.use(place) { $0.value |= 1 << UInt64(leg.slot - row.slots.first) }
    }
    if errorClass == plan.known.tooLarge && row.context != .max {
      request.largerThan = Swift.max(request.largerThan, row.context)
    }
  }

  /// The endpoint takes no further attempt of this request.
  func markFailedOver(_ e: Int, _ request: inout RequestState) {
    let place = request.placeUsed(e, Used.anyRule)
    request.use(place) { $0.flags |= Used.failedOver }
  }

  /// Whether what answers a failure first ends the request.
  private func isFatal(_ failure: Failure) -> Bool {
    guard failure.rule != none else { return plan.isRefusal(failure.errorClass) }
    let responses = plan.rules[Int(failure.rule)].responses
    return responses.count > 0
      && plan.responses[Int(responses.first)].kind == ResponseKind.fail.rawValue
  }
}
