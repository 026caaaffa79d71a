internal import PolicyGraph

/// Where an engine takes the time from: the machine's monotonic clock, or one that a test moves.
///
/// A clock that is set back does no harm: the engine goes on from the time it had reached. One that
/// starts below zero is counted from zero.
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
    /// What the clock showed last.
    var last = Tick.zero
    /// The time that was given out then.
    var now = Tick.zero
    /// How many readings have moved `last`.
    var readings: UInt64 = 0
  }

  /// What the processors' own clocks may differ by; more is a clock set back.
  private static let jitter = Tick.ms(1)

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
    let before = state.withLock { $0.readings }
    let shown = Tick(read())
    return state.withLock { state in
      if state.readings == 0 {
        // The machine's time is never below zero: it starts there.
        state.now = max(.zero, shown)
      } else if shown >= state.last {
        state.now = state.now + (shown - state.last)
      } else if state.readings != before || state.last - shown < SteadyClock.jitter {
        // A reading that others have overtaken, however long its thread slept, is an old one. Only
        // one that began after the last was in and still shows less is of a clock set back.
        return state.now
      }
      state.last = shown
      state.readings &+= 1
      return state.now
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
