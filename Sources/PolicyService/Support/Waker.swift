internal import PolicyGraph
internal import PolicyRuntime

/// Wakes the one task that drives a request: a timer, a finished attempt or a cancellation rings.
final class Waker: Sendable {
  /// Why it rang; several may come together.
  struct Reasons: OptionSet, Sendable {
    let rawValue: UInt8
    /// The time asked for has come.
    static let timer = Reasons(rawValue: 1)
    /// There is something to look at.
    static let work = Reasons(rawValue: 2)
    /// The caller gave up; it stays so.
    static let cancelled = Reasons(rawValue: 4)
  }

  private struct State {
    var woken: Reasons = []
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Lock(State())

  /// Rings: whoever waits goes on, and whoever waits next does not.
  func wake(_ reason: Reasons) {
    let waiter = state.withLock { state in
      state.woken.insert(reason)
      return state.waiter.take()
    }
    waiter?.resume()
  }

  /// Waits until it rings, by itself at `until`, or because the task is cancelled.
  ///
  /// - Returns: why it rang since it was last looked at; never nothing.
  nonisolated(nonsending) func wait(until: Tick, _ timers: Timers) async -> Reasons {
    let early = take()
    if !early.isEmpty { return early }
    // Set only now: most attempts that are hedged are over before it comes to this.
    let timer = until == .never ? nil : timers.set(until, for: self)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if !state.woken.isEmpty { return true }
          state.waiter = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      wake(.cancelled)
    }
    if let timer { timers.clear(timer) }
    return take()
  }

  /// Why it rang; cancelled is for good, the rest is forgotten.
  private func take() -> Reasons {
    state.withLock { state in
      let woken = state.woken
      state.woken.formIntersection(.cancelled)
      return woken
    }
  }
}
