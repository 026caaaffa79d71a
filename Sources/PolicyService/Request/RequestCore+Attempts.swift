internal import PolicyGraph
internal import PolicyRuntime

/// What an attempt may still do, and how long its closure took.
extension RequestCore {
  /// Runs `body` while the attempt's bytes are the request's answer.
  ///
  /// Under the lock that every decision takes: whatever gives the attempt up, and lets another
  /// continue its answer, comes wholly before `body` or wholly after it.
  func write<Result: Sendable>(
    _ attempt: AttemptID, _ body: () -> Result
  ) throws(CancellationError) -> Result {
    let result = state.withLock { state -> Result? in
      guard state.isInFlight(attempt), state.rare?.streams.last?.number == attempt.number else {
        return nil
      }
      return body()
    }
    guard let result else { throw CancellationError() }
    return result
  }

  /// The closure of an attempt is over: if that was later than the attempt had time, it is told and
  /// counted.
  ///
  /// - Parameters:
  ///   - attempt: whose closure it is.
  ///   - clock: when.
  @inline(__always)
  func returned(_ attempt: Attempt, at clock: Tick) {
    if clock - attempt.action.until > ServiceLimits.overrunTolerance { overran(attempt, clock) }
  }

  /// The same, now.
  func returned(_ attempt: Attempt) { returned(attempt, at: view.clock.now()) }

  @inline(never)
  private func overran(_ attempt: Attempt, _ clock: Tick) {
    let number = attempt.action.attempt.number
    let isLate = state.withLock { state in
      let stream = state.rare?.streams.first { $0.number == number }
      let time = clock - (stream?.until ?? attempt.action.until)
      guard time > ServiceLimits.overrunTolerance else { return false }
      state.more.overran = state.more.overran + time
      guard let listener = view.interpreter.listener else { return true }
      var decision = Decision(.outcome, .attemptOverran, at: clock)
      decision.request = self.number
      decision.route = route
      decision.attempt = number
      decision.endpoint = attempt.action.endpoint
      decision.value = time.ns
      listener(decision)
      return true
    }
    guard isLate else { return }
    let pair = Counts.Pair(first: route.index, second: attempt.action.endpoint.index)
    lane.count(view) { $0.overran[pair, default: 0] += 1 }
  }

  /// How long closures took beyond the times of their attempts, in all.
  var overran: Tick { state.withLock { $0.rare?.overran ?? .zero } }
}
