import Synchronization

@testable import PolicyService

/// The machine's clock, which a test can make leap forwards: a minute of cooling need not be waited
/// for, and whatever waits does so in real time.
final class LeapClock: Sendable {
  private let leapt = Atomic<Int64>(0)
  private let start = ContinuousClock.now

  /// Moves the clock while nobody sleeps on it.
  func leap(_ time: Duration) {
    leapt.wrappingAdd(Int64(time / .nanoseconds(1)), ordering: .sequentiallyConsistent)
  }

  /// Moves the clock to a time that it has not come to yet, while nobody sleeps on it.
  func leap(to time: Duration) {
    let now = now
    if now < time { leap(time - now) }
  }

  /// What it shows.
  var now: Duration {
    start.duration(to: .now) + .nanoseconds(leapt.load(ordering: .relaxed))
  }

  /// The engine's view of it.
  var engineClock: EngineClock {
    EngineClock(
      now: { self.now }, sleep: { time in try? await Task.sleep(for: time) })
  }
}
