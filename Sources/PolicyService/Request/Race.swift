internal import PolicyGraph
internal import PolicyRuntime

/// Drives a request whose attempts run in tasks of their own, beside the engine's timers: because
/// another may have to run beside them (a hedge), or because they are cut when their time is over.
final class Race<Value: Sendable>: Sendable {
  /// How an attempt ended.
  enum Result: Sendable {
    case made(Value)
    case failed(Outcome, status: UInt32?)
  }

  /// One attempt whose task may still run.
  struct Runner: Sendable {
    var attempt: Attempt
    var handoff: Handoff<Result>
    var task: Task<Void, Never>
    /// The machine does not wait for it any more.
    var isCut = false
  }

  let core: RequestCore
  /// Whether an attempt that does not heed its cancellation is left behind.
  let enforces: Bool

  init(_ core: RequestCore, enforces: Bool) {
    self.core = core
    self.enforces = enforces
  }

  /// Carries out what the machine wants, until the request ends.
  func drive(
    _ first: Action, _ body: @escaping @Sendable (Attempt) async throws -> Value
  ) async throws(RequestFailed) -> Answer<Value> {
    let waker = core.waker()
    var runners: [Runner] = []
    // What is trusted is waited for: the closure may be used only as long as `run` lasts.
    var tasks: [Task<Void, Never>] = []
    var action = first
    var value: Value?
    while true {
      cut(action.cancels, &runners)
      switch action.kind {
      case .attempt, .resume:
        if enforces, !core.parts.abandoned.hasRoom {
          throw refuse(&runners)
        }
        if action.reason == .hedged { core.countHedge() }
        let runner = launch(action, waker, body)
        runners.append(runner)
        if !enforces { tasks.append(runner.task) }
        action = await next(&runners, waker, &value)
      case .wait: action = await next(&runners, waker, &value)
      case .reconcile, .degrade, .notify: action = await core.work(action)
      case .answer:
        close(&runners)
        for task in tasks { await task.value }
        return try core.answer(action, value)
      case .fail:
        close(&runners)
        for task in tasks { await task.value }
        throw core.failure(action)
      }
    }
  }

  /// Begins an attempt; it runs at once up to where it first waits.
  private func launch(
    _ action: Action, _ waker: Waker, _ body: @escaping @Sendable (Attempt) async throws -> Value
  ) -> Runner {
    let attempt = Attempt(core: core, action: action, startedAt: core.lastStep)
    let handoff = Handoff<Result>()
    let (core, enforces) = (core, enforces)
    let task = Task.immediate {
      do {
        let made = try await body(attempt)
        // What is trusted is waited for, even after it was cut; what is not is left behind.
        if !enforces { core.returned(attempt) }
        handoff.deliver(.made(made))
      } catch {
        if !enforces { core.returned(attempt) }
        let (outcome, status) = core.outcome(of: error, attempt)
        handoff.deliver(.failed(outcome, status: status))
      }
      waker.wake(.work)
    }
    return Runner(attempt: attempt, handoff: handoff, task: task)
  }

  /// Waits until something happened, tells the machine, and gives what it wants next.
  private func next(
    _ runners: inout [Runner], _ waker: Waker, _ value: inout Value?
  ) async -> Action {
    while true {
      if let action = core.unheeded() { return action }
      if let action = heed(&runners, &value) { return action }
      let woken = await waker.wait(until: core.wakeAt, core.parts.timers)
      // An attempt that is over is told before the time that is over, as it came before.
      if let action = core.unheeded() { return action }
      if let action = heed(&runners, &value) { return action }
      if woken.contains(.cancelled) { return core.step(.cancel) }
      if woken.contains(.timer) { return core.step(.timer) }
    }
  }

  /// Tells the machine of one attempt that is over.
  private func heed(_ runners: inout [Runner], _ value: inout Value?) -> Action? {
    for i in runners.indices where !runners[i].isCut {
      guard let result = runners[i].handoff.take() else { continue }
      let attempt = runners.remove(at: i).attempt
      switch result {
      case .made(let made):
        value = made
        return core.succeeded(attempt.action.attempt)
      case .failed(let outcome, let status):
        return Task.isCancelled
          ? core.step(.cancel) : core.failed(attempt, outcome, status)
      }
    }
    return nil
  }

  /// Cancels the attempts that the machine gave up.
  private func cut(_ legs: LegSet, _ runners: inout [Runner]) {
    guard !legs.isEmpty else { return }
    for i in runners.indices
    where !runners[i].isCut && legs.contains(runners[i].attempt.action.attempt.leg) {
      runners[i].isCut = true
      if enforces { runners[i].handoff.abandon(core.parts.abandoned) }
      runners[i].task.cancel()
    }
  }

  /// Cancels what is still in flight; what is not trusted is left behind, and counted.
  private func close(_ runners: inout [Runner]) {
    for runner in runners where !runner.isCut {
      if enforces { runner.handoff.abandon(core.parts.abandoned) }
      runner.task.cancel()
    }
    runners = []
  }

  /// Ends a request that may not begin another attempt because too many are left behind.
  private func refuse(_ runners: inout [Runner]) -> RequestFailed {
    let action = core.step(.cancel)
    close(&runners)
    return core.failure(.tooManyAbandoned, executed: action.executed)
  }
}
