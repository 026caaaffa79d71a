import Synchronization

@testable import PolicyService

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
  private struct Sleeper {
    var id: Int
    var until: Duration
    var continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now = Duration.seconds(1000)
    var next = 0
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
  }

  private let state = Lock(State())

  var now: Duration { state.withLock { $0.now } }

  /// The engine's view of it.
  var engineClock: EngineClock {
    EngineClock(now: { self.now }, sleep: { await self.sleep(for: $0) })
  }

  /// Returns when the clock has been moved so far, or soon after the task is cancelled.
  func sleep(for time: Duration) async {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.cancelled.remove(id) != nil || time <= .zero { return true }
          state.sleepers.append(
            Sleeper(id: id, until: state.now + time, continuation: continuation))
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let continuation = state.withLock { state in
        if let i = state.sleepers.firstIndex(where: { $0.id == id }) {
          return state.sleepers.remove(at: i).continuation
            as CheckedContinuation<Void, Never>?
        }
        state.cancelled.insert(id)
        return nil
      }
      continuation?.resume()
    }
  }

  /// Sleeps as an HTTP client waits: a cancellation is an error.
  func wait(_ time: Duration) async throws {
    await sleep(for: time)
    try Task.checkCancellation()
  }

  /// Moves the clock and wakes everybody whose time has come.
  func advance(by time: Duration) {
    let due = state.withLock { state in
      state.now += time
      let due = state.sleepers.filter { $0.until <= state.now }
      state.sleepers.removeAll { $0.until <= state.now }
      return due
    }
    for sleeper in due.sorted(by: { $0.until < $1.until }) { sleeper.continuation.resume() }
  }

  /// Sets the clock without waking anybody.
  func set(_ time: Duration) { state.withLock { $0.now = time } }

  /// Waits until at least as many sleep.
  func sleepers(_ count: Int) async {
    await until { self.state.withLock { $0.sleepers.count } >= count }
  }
}

/// Waits until something holds that other tasks bring about.
///
/// It gives up after a long time, so that a mistake fails a test instead of hanging it: whoever
/// calls it expects something of the state that it waited for.
func until(_ holds: @Sendable () -> Bool) async {
  for round in 0..<20_000 {
    if holds() { return }
    if round < 100 { await Task.yield() } else { try? await Task.sleep(for: .milliseconds(1)) }
  }
}
