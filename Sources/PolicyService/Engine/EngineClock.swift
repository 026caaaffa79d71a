internal import PolicyGraph

/// Where an engine takes the time from: the machine's monotonic clock, or one that a test moves.
///
/// A clock that is set back does no harm: the engine goes on from the time it had reached.
public struct EngineClock: Sendable {
  private enum Source: Sendable {
    case monotonic
    case other(SteadyClock)
  }

  private let source: Source

  /// The machine's monotonic clock.
  public static let monotonic = EngineClock(source: .monotonic)

  private init(source: Source) { self.source = source }

  /// A clock of one's own.
  ///
  /// - Parameters:
  ///   - now: the time since any fixed moment; called from any thread.
  ///   - sleep: returns after that time on this clock, or soon after its task is cancelled.
  public init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (_ time: Duration) async -> Void
  ) {
    source = .other(SteadyClock(now: now, sleep: sleep))
  }

  /// Any clock of the standard library's kind, such as a test clock.
  public init<C: Clock>(_ clock: C) where C.Duration == Duration {
    let start = clock.now
    self.init(now: { start.duration(to: clock.now) }) { time in
      // It throws only when the task is cancelled, which is what wakes it early.
      try? await clock.sleep(until: clock.now.advanced(by: time), tolerance: nil)
    }
  }

  /// The time now; never less than what it gave before.
  @inline(__always)
  func now() -> Tick {
    switch source {
    case .monotonic: Tick(ns: System.monotonic())
    case .other(let clock): clock.now()
    }
  }

  /// Returns at `until`, or somewhat earlier.
  nonisolated(nonsending) func sleep(until: Tick) async {
    let time = until - now()
    guard time > .zero else { return await Task.yield() }
    switch source {
    case .monotonic: try? await Task.sleep(nanoseconds: UInt64(time.ns))
    case .other(let clock): await clock.sleep(for: time)
    }
  }
}

/// A clock that somebody else wrote, made to run forwards only.
private final class SteadyClock: Sendable {
  private struct State {
    /// What the clock showed last, and what stands between it and the time that was given out.
    var last = Int64.min
    var offset: Int64 = 0
  }

  /// Readings of two threads may overtake one another by as much; more is a clock set back.
  private static let overtaking: Int64 = 1_000_000

  private let read: @Sendable () -> Duration
  private let wait: @Sendable (Duration) async -> Void
  private let state = Lock(State())

  init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async -> Void
  ) {
    read = now
    wait = sleep
  }

  func now() -> Tick {
    let shown = Tick(read()).ns
    return state.withLock { state in
      if shown < state.last {
        let back = state.last &- shown
        if back < SteadyClock.overtaking { return Tick(ns: state.last) + Tick(ns: state.offset) }
        state.offset += back
      }
      state.last = shown
      return Tick(ns: shown) + Tick(ns: state.offset)
    }
  }

  nonisolated(nonsending) func sleep(for time: Tick) async {
    await wait(Duration(time))
    // A clock that does not sleep at all must not keep a thread to itself.
    await Task.yield()
  }
}

extension Tick {
  /// As many nanoseconds as `duration` has; held at 292 years, which is more than anything lasts.
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let limit = Int64.max / 2
    guard !overflow, whole.magnitude < limit.magnitude else {
      self.init(ns: seconds < 0 ? -limit : limit)
      return
    }
    self.init(ns: whole + attoseconds / 1_000_000_000)
  }
}

extension Duration {
  /// The same time.
  init(_ tick: Tick) { self = .nanoseconds(tick.ns) }
}
