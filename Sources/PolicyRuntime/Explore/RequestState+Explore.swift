package import PolicyGraph

/// What the explorer looks at in a request.
extension RequestState {
  /// What a request waits for.
  package enum Waiting: Sendable {
    /// Attempts in flight.
    case attempts
    /// That a time passes.
    case pause
    /// A reconcile handler.
    case reconcile
    /// A handler of the ladder.
    case step
    /// That a handler has been told.
    case notify
    /// Nothing.
    case ended
  }

  /// What it waits for.
  package var waitsFor: Waiting {
    switch phase {
    case .main, .use: .attempts
    case .backoff, .settle: .pause
    case .reconcile: .reconcile
    case .step: .step
    case .notify: .notify
    case .ended: .ended
    }
  }

  /// An attempt in flight.
  package struct Flight: Sendable {
    /// Which one.
    package var id: AttemptID
    /// Where.
    package var endpoint: ID<Endpoint>
    /// When it was sent.
    package var startedAt: Tick
    /// When its time is over.
    package var until: Tick
    /// Whether its answer has begun.
    package var hasBegun: Bool
    /// Whether its answer is the request's.
    package var isCommitted: Bool
  }

  /// The attempts in flight, in the order of their legs.
  package var flights: [Flight] {
    var flights: [Flight] = []
    for i in 0..<RuntimeLimits.legsMax where inFlight & (1 << UInt8(i)) != 0 {
      let leg = leg(i)
      flights.append(
        Flight(
          id: AttemptID(leg: UInt8(i), number: leg.number), endpoint: ID(Int(leg.endpoint)),
          startedAt: Tick(ns: leg.startedAt), until: Tick(ns: leg.until),
          hasBegun: leg.firstByteAt != .max, isCommitted: leg.flags & Leg.committed != 0))
    }
    return flights
  }

  /// When `timer` is wanted.
  package var wantsTimerAt: Tick { Tick(ns: wakeAt) }
  /// When its main path ends.
  package var mainEnds: Tick { Tick(ns: mainEndsAt) }
  /// When it ends at the latest, unless its answer has begun.
  package var ends: Tick { Tick(ns: endsAt) }
  /// Whether its answer has begun.
  package var isCommitted: Bool { committed }
  /// Whether it was carried out, as far as is known.
  package var executedSoFar: Execution { executed }
  /// Attempts sent on the main path.
  package var mainAttempts: Int { Int(attempts) }
  /// The endpoint whose failure is being responded to.
  package var failedEndpoint: ID<Endpoint> { ID(Int(failure.endpoint)) }
}

extension Action {
  /// What a request that has not begun was told to do.
  package static let nothing = Action()
}

extension Interpreter {
  /// What of a request is looked at: what no later decision asks for would only tell states apart
  /// that go on alike.
  package struct Attention: Sendable {
    /// Whether it may have been carried out.
    var execution: Bool
    /// Endpoints that it has left: they may still be asked about it.
    var left: Bool
    /// When answers began.
    var firstBytes: Bool

    /// What a route's rules ask for.
    package init(execution: Bool, left: Bool, firstBytes: Bool) {
      self.execution = execution
      self.left = left
      self.firstBytes = firstBytes
    }
  }

  /// A fingerprint of all that decides how a request goes on.
  ///
  /// - Parameters:
  ///   - kinds: By position in the layout, a number that endpoints share which may be taken for
  ///     each other.
  ///   - marks: By position in the layout, what else the caller keeps of an endpoint.
  ///   - attention: What is looked at.
  package func fingerprint(
    _ r: RequestState, at now: Tick, _ layout: ExploreLayout, kinds: [Int], marks: [UInt64],
    attention: Attention
  ) -> Fingerprint {
    let horizon = self.horizon(r)
    var records = [Fingerprint](repeating: Fingerprint(), count: layout.endpoints.count)
    var isLeft = [Bool](repeating: false, count: layout.endpoints.count)
    addUses(r, layout, attention, &records, &isLeft)
    for (i, range) in layout.own.enumerated() {
      let fades = isLeft[i] && !attention.left
      for p in range { add(layout.places[p], now, horizon, fades: fades, to: &records[i]) }
      records[i].add(marks[i])
    }
    var print = Fingerprint()
    print.add(now.ns)
    for p in layout.common { add(layout.places[p], now, horizon, fades: false, to: &print) }
    addRequest(r, attention, &print)
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
  /// It sees nothing after its deadline; but an answer that has begun, or may begin, may be continued
  /// for as long as the main path again and again.
  private func horizon(_ r: RequestState) -> Int64 {
    let route = plan.routes[Int(r.route)]
    guard route.commitsAtFirstByte && plan.prefill != none else { return r.endsAt }
    return Exact.sum(r.endsAt, Exact.product(route.deadline, 64, over: 1))
  }

  /// A word that says over only says that it is over; beyond the horizon is for ever. Of an
  /// endpoint that was left, only whether it is down matters, to who holds its group.
  private func add(
    _ place: ExploreLayout.Place, _ now: Tick, _ horizon: Int64, fades: Bool,
    to print: inout Fingerprint
  ) {
    let word = state.words(place.cell).load(Int(place.word))
    if fades, place.fades { return }
    if place.meaning == .lasting, Int64(bitPattern: word) <= now.ns { return print.add(UInt64(0)) }
    if place.meaning != .plain, word != 0, Int64(bitPattern: word) > horizon {
      return print.add(UInt64.max)
    }
    print.add(word)
  }

  /// What a request holds of each endpoint: what it has used up there, legs, the failure at hand.
  private func addUses(
    _ r: RequestState, _ layout: ExploreLayout, _ attention: Attention,
    _ all: inout [Fingerprint], _ isLeft: inout [Bool]
  ) {
    for i in 0..<r.usedCount {
      let used = r.used(i)
      let position = layout.position[Int(used.endpoint)]
      if position >= 0, used.flags & Used.failedOver != 0 { isLeft[position] = true }
    }
    for i in 0..<r.usedCount {
      let used = r.used(i)
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
    for i in 0..<RuntimeLimits.legsMax where r.inFlight & (1 << UInt8(i)) != 0 {
      let leg = r.leg(i)
      let position = layout.position[Int(leg.endpoint)]
      guard position >= 0 else { continue }
      var print = Fingerprint()
      print.add(UInt64(i) << 32 | UInt64(leg.number) << 16 | UInt64(leg.flags & ~Leg.clipped))
      let first = plan.endpoints[Int(leg.endpoint)].slots.first
      print.add(leg.slot == Leg.noSlot ? UInt64(none) : UInt64(leg.slot - first))
      print.add(UInt64(leg.lease) << 32 | UInt64(leg.generation))
      print.add(leg.startedAt)
      if attention.firstBytes { print.add(leg.firstByteAt) }
      print.add(leg.until)
      all[position].blend(print)
    }
    switch r.waitsFor {
    case .pause, .reconcile:
      let position = layout.position[Int(r.failure.endpoint)]
      if position >= 0 { all[position].add(UInt64(1)) }
    case .attempts, .step, .notify, .ended: break
    }
  }

  private func addRequest(
    _ r: RequestState, _ attention: Attention, _ print: inout Fingerprint
  ) {
    let executed = attention.execution ? r.executed : .no
    print.add(
      UInt64(r.phase.rawValue) | UInt64(executed.rawValue) << 8 | UInt64(r.inFlight) << 16
        | UInt64(r.attempts) << 24 | UInt64(r.hedgesSent) << 32 | UInt64(r.lastNumber) << 40
        | (r.committed ? 1 << 56 : 0) | (r.failure.isFatal ? 1 << 57 : 0))
    print.add(r.mainEndsAt)
    print.add(r.hedgeAt)
    print.add(r.hedgeDelay)
    print.add(r.largerThan)
    print.add(r.facts.size)
    if let ladder = r.ladder {
      print.add(UInt64(ladder.cause) << 32 | UInt64(ladder.step))
      print.add(UInt64(ladder.notify))
      print.add(ladder.until)
    }
    switch r.waitsFor {
    case .pause, .reconcile:
      let failure = r.failure
      print.add(UInt64(failure.errorClass) << 32 | UInt64(failure.rule))
      print.add(
        UInt64(failure.response) << 8 | UInt64(failure.wasExecuted.rawValue) << 2
          | (failure.mayBeExecuted ? 1 : 0) | (failure.never ? 2 : 0))
      print.add(Swift.min(failure.cooledUntil, horizon(r)))
      print.add(failure.hint)
      print.add(failure.until)
    case .attempts, .step, .notify, .ended: break
    }
  }
}
