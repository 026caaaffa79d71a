internal import PolicyGraph
internal import PolicyRuntime

/// One request in flight: its machine, and what its attempts and its driver share.
///
/// The one allocation that every request makes.
@usableFromInline
final class RequestCore: Sendable {
  /// One attempt in flight.
  struct Leg: Sendable {
    /// The attempt's number; 0 for none.
    var number: UInt16 = 0
    var endpoint = ID<Endpoint>(0)
    /// Tokens reported; negative for none.
    var usage: Int64 = -1
  }

  /// What the last attempt failed of.
  struct LastFailure: Sendable {
    var errorClass: ID<ErrorClass>
    var endpoint: ID<Endpoint>
    var status: UInt32?
  }

  /// An attempt whose bytes became the request's answer.
  struct Stream: Sendable {
    /// The attempt's number.
    var number: UInt16
    /// When it has to be over; `Tick.never` if it need not.
    var until: Tick
  }

  struct State: Sendable {
    var machine: RequestState
    var random: Random
    var now: Tick
    /// When the machine wants its timer, as of its last step.
    var wakeAt: Tick
    /// The attempt in the first place in flight: the only one of most requests.
    var leg: Leg
    /// Rung when there is something for the driver; nil while it is not listening.
    var waker: Waker?
    /// What only some requests come to; nil is made and taken away in no time.
    var rare: Rare?

    /// `rare`, made if need be.
    var more: Rare {
      get { rare ?? Rare() }
      set { rare = newValue }
    }
  }

  /// What only some requests come to.
  struct Rare: Sendable {
    /// The attempts in the places in flight after the first.
    var others: [Leg] = []
    /// What the machine wanted in answer to a `commit`, in order, for the driver to heed.
    var unheeded: [Action] = []
    var failure: LastFailure?
    /// The attempts whose bytes became the request's answer, in order: the last of them writes.
    var streams: [Stream] = []
    /// How long closures took beyond the times of their attempts, in all.
    var overran = Tick.zero
    /// What a handler gave to be served.
    var served: Served?
  }

  let view: View
  let lane: Lane
  let request: Request
  let route: ID<Route>
  let number: UInt64
  let beganAt: Tick
  /// What is to be done first.
  let first: Action
  let state: Lock<State>

  /// Begins a request, the `place`-th of its lane.
  init(_ view: View, _ lane: Lane, _ request: Request, _ route: ID<Route>, place: UInt64) {
    self.view = view
    self.lane = lane
    self.request = request
    self.route = route
    let interpreter = view.interpreter
    // Places are counted lane by lane: together with the lane's index they are numbers of their
    // own.
    number = place << 8 | UInt64(lane.index)
    var random = Random(seed: view.seed ^ number &* 0xD6E8_FEB8_6659_FD93)
    let facts = request.facts(for: interpreter, lane: lane.index)
    beganAt = view.clock.now()
    let (machine, action) = interpreter.start(
      facts, on: route, number: number, at: beganAt, choosing: &random)
    first = action
    state = Lock(
      State(
        machine: machine, random: random, now: beganAt, wakeAt: action.wakeAt,
        leg: Leg(number: action.attempt.number, endpoint: action.endpoint)))
  }

  var generation: Generation { view.generation }
  var parts: EngineParts { view.engine }
}

extension RequestCore {
  /// Tells the machine what happened; gives what it wants done next.
  func step(_ event: Event) -> Action {
    let clock = view.clock.now()
    let (action, closed) = state.withLock { state in step(&state, event, clock) }
    count(closed)
    return action
  }

  /// The attempt answered; gives what the machine wants done next.
  func succeeded(_ attempt: AttemptID) -> Action {
    let usage = state.withLock { $0[attempt.leg].usage }
    return step(.finished(attempt, .success(usage: usage)))
  }

  /// The only attempt in flight answered; gives the request's ending, if that ended it.
  ///
  /// Ended it with an answer of the main path, that is. If not, what the machine wants stands with
  /// what was not heeded yet.
  func ending(_ made: Attempt) -> Ending? {
    let clock = view.clock.now()
    returned(made, at: clock)
    let attempt = made.action.attempt
    let (action, closed) = state.withLock { state in
      let (action, closed) = step(
        &state, .finished(attempt, .success(usage: state.leg.usage)), clock)
      if action.kind != .answer || action.step != nil { state.more.unheeded.insert(action, at: 0) }
      return (action, closed)
    }
    count(closed)
    guard action.kind == .answer, action.step == nil else { return nil }
    return ended(action, attempts: Int(attempt.number))
  }

  /// The first byte is there.
  func commit(_ attempt: AttemptID) throws(CancellationError) -> Bool {
    let clock = view.clock.now()
    let (action, waker, closed) = state.withLock {
      state -> (Action?, Waker?, [Closed]) in
      guard state.isInFlight(attempt) else { return (nil, nil, []) }
      var (action, closed) = state.withoutQueue { step(&$0, .firstByte(attempt), clock) }
      if action.commits {
        state.more.streams.append(Stream(number: attempt.number, until: action.wakeAt))
      }
      // Whoever drives the request heeds the rest of it; one that waits for this very attempt has
      // nothing to heed but the request's end.
      if state.waker != nil || action.isEnd { state.more.unheeded.append(action) }
      if action.isEnd { action.commits = false }
      return (action, state.waker, closed)
    }
    count(closed)
    waker?.wake(.work)
    guard let action else { throw CancellationError() }
    return action.commits
  }

  /// Remembers how many tokens an attempt used.
  func report(usage: Int64, of attempt: AttemptID) {
    state.withLock { state in
      if state.isInFlight(attempt) { state[attempt.leg].usage = max(0, usage) }
    }
  }

  /// What the driver has not heeded yet.
  func unheeded() -> Action? {
    state.withLock { state in
      state.hasUnheeded ? state.more.unheeded.removeFirst() : nil
    }
  }

  /// When the machine wants its timer.
  var wakeAt: Tick { state.withLock { $0.wakeAt } }

  /// The waker that wakes the driver; made when it first listens.
  func waker() -> Waker {
    state.withLock { state in
      if let waker = state.waker { return waker }
      let waker = Waker()
      state.waker = waker
      return waker
    }
  }

  /// An attempt that an action ended, for the counters.
  private struct Closed {
    var endpoint: ID<Endpoint>
    /// The class of a timeout; nil if it was given up.
    var errorClass: ID<ErrorClass>?
  }

  @inline(__always)
  private func count(_ closed: [Closed]) {
    if closed.isEmpty { return }
    lane.count(view) { counts in
      for one in closed {
        guard let errorClass = one.errorClass else {
          counts.givenUp[one.endpoint.index] &+= 1
          continue
        }
        let pair = Counts.Pair(first: one.endpoint.index, second: errorClass.index)
        counts.failures[pair, default: 0] += 1
      }
    }
  }

  @inline(__always)
  private func step(
    _ state: inout State, _ event: Event, _ clock: Tick
  ) -> (Action, [Closed]) {
    state.now = max(state.now, clock)
    if case .finished(let attempt, _) = event, state.isInFlight(attempt) {
      state[attempt.leg].number = 0
    }
    let action = view.interpreter.step(
      &state.machine, event, at: state.now, choosing: &state.random)
    let closed = action.cancels.isEmpty ? [] : close(action, &state)
    state.take(action)
    // What a `commit` brought about comes first, in the order in which the machine decided it.
    guard state.hasUnheeded else { return (action, closed) }
    if !action.isIdle { state.more.unheeded.append(action) }
    return (state.more.unheeded.removeFirst(), closed)
  }

  /// Takes the attempts that an action ended out of their places; those whose time was over failed
  /// as timeouts, like any that says so itself.
  private func close(_ action: Action, _ state: inout State) -> [Closed] {
    var closed: [Closed] = []
    for place in 0..<UInt8(RuntimeLimits.legsMax)
    where action.cancels.contains(place) && state[place].number != 0 {
      let endpoint = state[place].endpoint
      var errorClass: ID<ErrorClass>?
      if action.timedOut.contains(place) {
        errorClass = classify(Evidence(transport: .timeout), endpoint).errorClass
      }
      if let errorClass {
        state.more.failure = LastFailure(errorClass: errorClass, endpoint: endpoint)
      }
      closed.append(Closed(endpoint: endpoint, errorClass: errorClass))
      state[place].number = 0
    }
    return closed
  }
}

extension Action {
  /// Whether there is nothing in it to heed but its time, which is remembered elsewhere.
  var isIdle: Bool { kind == .wait && cancels.isEmpty }
}

extension Request {
  /// What the machine may know of it.
  @inline(__always)
  func facts(for interpreter: Interpreter, lane: Int) -> RequestFacts {
    var facts = RequestFacts(
      size: Int64(size), priority: UInt8(max(0, min(9, priority))), delivery: delivery,
      lane: UInt8(truncatingIfNeeded: lane))
    for tag in tags {
      if let tag = interpreter.plan.tag(tag.name.utf8, is: tag.value.utf8) { facts.add(tag) }
    }
    return facts
  }
}
