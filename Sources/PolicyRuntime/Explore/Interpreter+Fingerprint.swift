package import PolicyGraph

extension Interpreter {
  /// What of a request is looked at: what no later decision asks for would only tell states apart
  /// that go on alike.
  package struct Attention: Sendable {
    /// Whether it may have been carried out.
    var execution: Bool
    /// By position in the layout: when attempts began.
    var starts: [Bool]
    /// How often endpoints were cooled without a hint; not where the explorer makes that up.
    var streaks: Bool

    /// What a route's rules and the explorer ask for.
    package init(execution: Bool, starts: [Bool], streaks: Bool) {
      self.execution = execution
      self.starts = starts
      self.streaks = streaks
    }
  }

  /// Forgets what endpoints that a request has left were cooled for: it is not sent there again.
  ///
  /// They may still be asked whether the request was carried out, and then look as if they could
  /// be: where nobody can tell anyway, that only adds to what may come.
  package func forgetLeft(_ request: RequestState, _ layout: ExploreLayout, except kept: [Bool]) {
    let left = whichAreLeft(request, layout)
    for (i, range) in layout.own.enumerated() where left[i] && !kept[i] { forget(range, layout) }
    for (range, users) in layout.shared where users.allSatisfy({ left[$0] && !kept[$0] }) {
      forget(range, layout)
    }
  }

  private func forget(_ range: Range<Int>, _ layout: ExploreLayout) {
    for p in range where layout.places[p].after == .fades {
      state.words(layout.places[p].cell).store(Int(layout.places[p].word), UInt64(0))
    }
  }

  private func whichAreLeft(_ request: RequestState, _ layout: ExploreLayout) -> [Bool] {
    var left = [Bool](repeating: false, count: layout.endpoints.count)
    for i in 0..<request.usedCount {
      let used = request.used(i)
      let position = layout.position[Int(used.endpoint)]
      if position >= 0, used.flags & Used.failedOver != 0 { left[position] = true }
    }
    return left
  }

  /// By position in the layout, all that decides how a request goes on at an endpoint, beside what
  /// the endpoint is.
  ///
  /// - Parameters: as of `fingerprint`.
  package func records(
    _ request: RequestState, at now: Tick, _ layout: ExploreLayout, marks: [UInt64],
    attention: Attention
  ) -> [Fingerprint] {
    let horizon = self.horizon(request)
    var records = [Fingerprint](repeating: Fingerprint(), count: layout.endpoints.count)
    let isLeft = whichAreLeft(request, layout)
    addUses(request, layout, attention, isLeft, &records)
    for (i, range) in layout.own.enumerated() {
      for p in range {
        add(
          layout.places[p], now, horizon, layout.spans, attention, left: isLeft[i], to: &records[i])
      }
      records[i].add(marks[i])
    }
    return records
  }

  /// A fingerprint of all that decides how a request goes on.
  ///
  /// - Parameters:
  ///   - kinds: By position in the layout, a number that endpoints share which may be taken for
  ///     each other.
  ///   - marks: By position in the layout, what else the caller keeps of an endpoint.
  ///   - attention: What is looked at.
  package func fingerprint(
    _ request: RequestState, at now: Tick, _ layout: ExploreLayout, kinds: [Int], marks: [UInt64],
    attention: Attention
  ) -> Fingerprint {
    let horizon = self.horizon(request)
    let records = records(request, at: now, layout, marks: marks, attention: attention)
    var print = Fingerprint()
    print.add(now.ns)
    for p in layout.common {
      add(layout.places[p], now, horizon, layout.spans, attention, left: false, to: &print)
    }
    addRequest(request, attention, &print)
    var byKind = [Fingerprint](repeating: Fingerprint(), count: layout.endpoints.count)
    for (i, record) in records.enumerated() { byKind[kinds[i]].blend(record) }
    for kind in byKind {
      print.add(kind.a)
      print.add(kind.b)
    }
    return print
  }

  /// What lasts until then lasts for ever, as far as the request can see.
  ///
  /// It sees nothing after its deadline; but an answer that has begun, or may begin, may be
  /// continued for as long as the main path again and again.
  private func horizon(_ request: RequestState) -> Int64 {
    let route = plan.routes[Int(request.route)]
    guard route.commitsAtFirstByte && request.facts.delivery == .shown && plan.resumesSomewhere
    else {
      return request.endsAt
    }
    return FixedPoint.sum(request.endsAt, FixedPoint.product(route.deadline, 64, over: 1))
  }

  /// A word that says over only says that it is over; beyond the horizon is for ever.
  private func add(
    _ place: ExploreLayout.Place, _ now: Tick, _ horizon: Int64, _ spans: ClosedRange<Int64>?,
    _ attention: Attention, left: Bool, to print: inout Fingerprint
  ) {
    if place.meaning == .unseen || left && place.after == .gates { return }
    let word = state.words(place.cell).load(Int(place.word))
    switch place.meaning {
    case .plain: print.add(word)
    case .streak: if attention.streaks { print.add(word) }
    case .phase: print.add(word & 7)
    case .period: print.add(word >> 29)
    case .unseen: break
    case .holder: print.add(word & 0xFFFF)
    case .rampingHolder: print.add(word & 0x1_FFFF_FFFF)
    case .lasting:
      let until = Int64(bitPattern: word)
      print.add(until <= now.ns ? 0 : until > horizon ? UInt64.max : word)
    case .stamp:
      print.add(word == 0 ? 0 : stamp(Int64(bitPattern: word), now.ns, horizon, spans))
    }
  }

  /// A time in the past as far as it tells states apart: too short ago for the whole request, long
  /// enough ago already, or what lies between.
  private func stamp(
    _ time: Int64, _ now: Int64, _ horizon: Int64, _ spans: ClosedRange<Int64>?
  ) -> UInt64 {
    if time > horizon { return .max }
    // A time that is still to come ends something too.
    if time > now { return UInt64(bitPattern: time) }
    guard let spans else { return 1 }
    if FixedPoint.sum(time, spans.lowerBound) > horizon { return 1 }
    return FixedPoint.sum(time, spans.upperBound) <= now ? 2 : UInt64(bitPattern: time)
  }

  /// What a request holds of each endpoint: what it has used up there, legs, the failure at hand.
  private func addUses(
    _ request: RequestState, _ layout: ExploreLayout, _ attention: Attention, _ isLeft: [Bool],
    _ all: inout [Fingerprint]
  ) {
    for i in 0..<request.usedCount {
      let used = request.used(i)
      let position = layout.position[Int(used.endpoint)]
      guard position >= 0 else { continue }
      var print = Fingerprint()
      // Nothing more is done at an endpoint that was left.
      if isLeft[position] {
        if used.flags & Used.failedOver == 0 { continue }
        print.add(UInt64(Used.failedOver))
      } else {
        print.add(UInt64(used.rule) << 16 | UInt64(used.flags) << 8 | UInt64(used.waits))
        print.add(used.value)
      }
      all[position].blend(print)
    }
    for i in 0..<RuntimeLimits.legsMax where request.inFlight & (1 << UInt8(i)) != 0 {
      let leg = request.leg(i)
      let position = layout.position[Int(leg.endpoint)]
      guard position >= 0 else { continue }
      var print = Fingerprint()
      print.add(UInt64(i) << 32 | UInt64(leg.number) << 16 | UInt64(leg.flags & ~Leg.clipped))
      let first = plan.endpoints[Int(leg.endpoint)].slots.first
      print.add(leg.slot == Leg.noSlot ? UInt64(none) : UInt64(leg.slot - first))
      // A result counts only if the breaker has not changed since.
      let bound = plan.bindings[Int(leg.binding)]
      let isCurrent =
        bound.breaker == none
        || BreakerCell.generation(state.words(bound.cell).load(BreakerCell.phase)) == leg.generation
      print.add(UInt64(leg.lease) << 32 | (isCurrent ? 1 : 0))
      if attention.starts[position] { print.add(leg.startedAt) }
      print.add(leg.firstByteAt == .max ? 0 : UInt64(1))
      print.add(leg.until)
      all[position].blend(print)
    }
    switch request.waitsFor {
    case .pause, .reconcile:
      let position = layout.position[Int(request.failure.endpoint)]
      if position >= 0 { all[position].add(UInt64(1)) }
    case .attempts, .step, .notify, .ended: break
    }
  }

  private func addRequest(
    _ request: RequestState, _ attention: Attention, _ print: inout Fingerprint
  ) {
    let executed = attention.execution ? request.executed : .no
    print.add(
      UInt64(request.phase.rawValue) | UInt64(executed.rawValue) << 8 | UInt64(request.inFlight)
        << 16
        | UInt64(request.attempts) << 24 | UInt64(request.hedgesSent) << 32 | UInt64(
          request.lastNumber) << 40
        | (request.committed ? 1 << 56 : 0) | (request.failure.isFatal ? 1 << 57 : 0))
    print.add(request.mainEndsAt)
    print.add(request.hedgeAt)
    print.add(request.hedgeDelay)
    print.add(request.largerThan)
    print.add(request.facts.size)
    print.add(UInt64(UInt32(bitPattern: request.aim)))
    if let wait = request.wait {
      print.add(wait.used)
      if request.phase == .queued {
        print.add(wait.at)
        print.add(wait.since)
        print.add(UInt64(request.failure.wanting) << 1 | (wait.isStart ? 1 : 0))
      }
    }
    if let ladder = request.ladder {
      print.add(UInt64(ladder.step))
      addCause(ladder.cause, request, &print)
      print.add(UInt64(ladder.notify))
      print.add(ladder.until)
    }
    switch request.waitsFor {
    case .pause, .reconcile:
      let failure = request.failure
      print.add(UInt64(failure.rule))
      addCause(failure.errorClass, request, &print)
      print.add(
        UInt64(failure.response) << 8 | (failure.never ? 2 : 0)
          | (failure.ignoredHealth ? 1 << 48 : 0))
      if attention.execution {
        print.add(UInt64(failure.wasExecuted.rawValue) << 2 | (failure.mayBeExecuted ? 1 : 0))
      }
      print.add(Swift.min(failure.cooledUntil, horizon(request)))
      print.add(failure.hint)
      print.add(failure.until)
    case .attempts, .step, .notify, .ended: break
    }
  }
}
