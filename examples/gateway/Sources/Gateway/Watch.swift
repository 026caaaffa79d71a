import NIOConcurrencyHelpers
import PolicyService

/// When an attempt has to have come further.
final class Watch: Sendable {
  enum Phase { case firstByte, answer, ending }

  private struct State {
    var end: ContinuousClock.Instant
    var hasExpired = false
    /// Nobody waits for the provider at the moment.
    var isPaused = false
  }

  private let limits: Attempt.TimeLimits
  private let start = ContinuousClock.now
  private let state: NIOLockedValueBox<State>

  /// How long a stream that is over may keep its last words, the usage and `[DONE]`, to itself.
  static let endingMax = Duration.seconds(1)

  fileprivate init(_ limits: Attempt.TimeLimits, streams: Bool) {
    self.limits = limits
    // An answer in one piece has no first token: silence is all that is heard until it is whole.
    let first = streams ? min(limits.firstByte ?? limits.attempt, limits.attempt) : limits.attempt
    state = NIOLockedValueBox(State(end: ContinuousClock.now + first))
  }

  /// Something came; the next thing is due in time for its phase.
  ///
  /// - Parameter isCommitted: whether it is shown already, so that the attempt's own limit is over.
  func progress(_ phase: Phase, isCommitted: Bool) {
    let now = ContinuousClock.now
    var end: ContinuousClock.Instant
    switch phase {
    case .firstByte: return
    case .answer: end = limits.idle.map { now + $0 } ?? now + .seconds(3600)
    case .ending: end = now + Watch.endingMax
    }
    if isCommitted {
      if let stream = limits.stream { end = min(end, start + stream) }
    } else {
      end = min(end, start + limits.attempt)
    }
    state.withLockedValue {
      $0.end = end
      $0.isPaused = false
    }
  }

  /// What follows waits for the client, and says nothing about the provider.
  func pause() { state.withLockedValue { $0.isPaused = true } }

  fileprivate var hasExpired: Bool { state.withLockedValue { $0.hasExpired } }

  /// Returns when time is over.
  fileprivate func run() async {
    while !Task.isCancelled {
      let now = ContinuousClock.now
      let left = state.withLockedValue { state -> Duration? in
        if state.isPaused { return .milliseconds(100) }
        if state.end <= now {
          state.hasExpired = true
          return nil
        }
        return state.end - now
      }
      guard let left else { return }
      // In slices, since an end may come nearer while this sleeps.
      try? await Task.sleep(for: min(left, .milliseconds(250)))
    }
  }
}

/// Makes an attempt and cuts it when it has not come far enough in time.
func watched<Value: Sendable>(
  _ attempt: Attempt, streams: Bool, _ body: @escaping @Sendable (Watch) async throws -> Value
) async throws -> Value {
  let watch = Watch(attempt.timeouts, streams: streams)
  return try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body(watch) }
    group.addTask {
      await watch.run()
      return nil
    }
    defer { group.cancelAll() }
    do {
      if let value = try await group.next() ?? nil { return value }
    } catch {
      if watch.hasExpired { throw AttemptFailure.transport(.timeout) }
      throw error
    }
    // The watch came first: the attempt is over its time, or its caller gave it up.
    group.cancelAll()
    throw Task.isCancelled ? CancellationError() : AttemptFailure.transport(.timeout) as any Error
  }
}
