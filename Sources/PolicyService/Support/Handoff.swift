/// What a task hands to the one who waits for it, unless nobody does any more.
final class Handoff<Content: Sendable>: Sendable {
  private enum State {
    case awaited
    case delivered(Content)
    /// Nobody waits; the task is counted until it is over.
    case abandoned(Gauge)
    case over
  }

  private let state = Lock(State.awaited)

  /// Hands over the content; called once, when the task is over.
  func deliver(_ content: Content) {
    let gauge = state.withLock { state -> Gauge? in
      switch state {
      case .awaited, .delivered:
        state = .delivered(content)
        return nil
      case .abandoned(let gauge):
        state = .over
        return gauge
      case .over: return nil
      }
    }
    gauge?.leave()
  }

  /// The content, if it is there; given once.
  func take() -> Content? {
    state.withLock { state in
      switch state {
      case .delivered(let content):
        state = .over
        return content
      case .awaited, .abandoned, .over: return nil
      }
    }
  }

  /// Says that nobody waits any more; a task that is not over yet is counted by `gauge`.
  func abandon(_ gauge: Gauge) {
    state.withLock { state in
      switch state {
      case .awaited:
        gauge.enter()
        state = .abandoned(gauge)
      case .delivered: state = .over
      case .abandoned, .over: break
      }
    }
  }
}
