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

  /// The engine's view of it.
  var engineClock: EngineClock {
    EngineClock(
      now: {
        self.start.duration(to: .now) + .nanoseconds(self.leapt.load(ordering: .relaxed))
      }, sleep: { time in try? await Task.sleep(for: time) })
  }
}
