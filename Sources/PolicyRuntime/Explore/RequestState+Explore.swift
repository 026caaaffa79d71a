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
    case .backoff, .settle, .queued: .pause
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
