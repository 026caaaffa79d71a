internal import PolicyGraph
internal import PolicyRuntime

extension RequestCore {
  /// Carries out what the machine wants, until the request ends; attempts run in the caller's task
  /// for as long as no hedge may have to run beside them.
  func drive<Value: Sendable>(
    _ first: Action, _ made: Value?, _ body: @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    var action = first
    var value = made
    while true {
      switch action.kind {
      case .attempt, .resume:
        // An attempt that may be hedged runs beside a timer, and so in a task of its own, which
        // wants a closure that escapes; it is over before this returns.
        if action.hedgeAt != .never {
          return try await race(action, body)
        }
        let isFirst = action.attempt.number == 1
        let attempt = Attempt(
          core: self, action: action, startedAt: isFirst ? beganAt : lastStep)
        do {
          value = try await body(attempt)
          returned(attempt)
          action = succeeded(attempt.action.attempt)
        } catch {
          returned(attempt)
          action = failed(attempt, error, isCancelled: Task.isCancelled)
        }
      case .wait, .reconcile, .degrade, .notify: action = await work(action)
      case .answer: return try answer(action, value)
      case .fail: throw failure(action)
      }
    }
  }

  /// When the machine was last told something.
  var lastStep: Tick { state.withLock { $0.now } }

  private func race<Value: Sendable>(
    _ action: Action, _ body: @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    let result = await withoutActuallyEscaping(body) { body in
      do throws(RequestFailed) {
        let answer = try await Race<Value>(self, enforces: false).drive(action, body)
        return Result<Answer<Value>, RequestFailed>.success(answer)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Does what is not an attempt, and gives what the machine wants next.
  func work(_ action: Action) async -> Action {
    switch action.kind {
    case .wait: await pause()
    case .reconcile: await reconcile(action)
    case .degrade: await degrade(action)
    case .notify: tell(action)
    case .attempt, .resume, .answer, .fail: action
    }
  }

  /// Waits for the machine's time, or until the caller gives up.
  private func pause() async -> Action {
    let waker = waker()
    while true {
      if let action = unheeded() { return action }
      let woken = await waker.wait(until: wakeAt, parts.timers)
      if woken.contains(.cancelled) { return step(.cancel) }
      if woken.contains(.timer) { return step(.timer) }
    }
  }

  /// An attempt threw: what the machine wants next.
  func failed(_ attempt: Attempt, _ error: any Error, isCancelled: Bool) -> Action {
    // What a cancelled caller's attempt fails of says nothing about the far end.
    if isCancelled { return step(.cancel) }
    let (outcome, status) = outcome(of: error, attempt)
    return failed(attempt, outcome, status)
  }

  /// An attempt failed in a way that is known.
  func failed(_ attempt: Attempt, _ outcome: Outcome, _ status: UInt32?) -> Action {
    note(outcome, status, attempt)
    return step(.finished(attempt.action.attempt, outcome))
  }

  /// Remembers the failure of an attempt that is still in flight, and counts it.
  private func note(_ outcome: Outcome, _ status: UInt32?, _ attempt: Attempt) {
    guard let errorClass = outcome.errorClass else { return }
    let endpoint = attempt.action.endpoint
    let counts = state.withLock { state in
      guard state.isInFlight(attempt.action.attempt) else { return false }
      state.more.failure = LastFailure(errorClass: errorClass, endpoint: endpoint, status: status)
      return true
    }
    guard counts else { return }
    lane.count(view) {
      $0.failures[Counts.Pair(first: endpoint.index, second: errorClass.index), default: 0] += 1
    }
  }
}
