import Synchronization
import Testing

/// Runs the tests of its suites a few at a time.
///
/// All of them compile policies before they send requests. If hundreds did so at once, a request
/// that waits for a timer would find the threads of the cooperative pool taken for seconds.
struct InTurn: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Turns.shared.enter()
    defer { Turns.shared.leave() }
    try await function()
  }
}

extension Trait where Self == InTurn {
  /// For a suite whose tests depend on real time, or share the pool with such tests.
  static var inTurn: Self { Self() }
}

/// How many tests may run, and those that wait.
private final class Turns: Sendable {
  static let shared = Turns()

  private struct State {
    var free = 12
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func enter() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.free == 0 {
          state.waiting.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  func leave() {
    let next = state.withLock { state in
      if state.waiting.isEmpty {
        state.free += 1
        return nil as CheckedContinuation<Void, Never>?
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
