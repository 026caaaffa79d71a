internal import PolicyRuntime

/// What keeps an endpoint from taking requests, if anything does.
public enum EndpointState: Hashable, Sendable {
  /// Nothing does.
  case ready
  /// Its breaker lets single probes through.
  case halfOpen
  /// It cools, or all its credentials do: for how much longer.
  case cooling(Duration)
  /// Its breaker is open: for how much longer.
  case open(Duration)
  /// Its probes say that it is down.
  case down
  /// The operator took it out.
  case isolated
  /// None of its credentials is there.
  case excluded

  /// The word in JSON: `ready`, `half-open`, `cooling`, `open`, `down`, `isolated`, `excluded`.
  public var word: String {
    switch self {
    case .ready: "ready"
    case .halfOpen: "half-open"
    case .cooling: "cooling"
    case .open: "open"
    case .down: "down"
    case .isolated: "isolated"
    case .excluded: "excluded"
    }
  }

  /// How much longer it lasts; nil if nobody knows.
  public var wait: Duration? {
    switch self {
    case .cooling(let time), .open(let time): time
    case .ready, .halfOpen, .down, .isolated, .excluded: nil
    }
  }

  /// Whether some request may be sent there now.
  public var isServing: Bool { self == .ready || self == .halfOpen }
}

extension EngineSnapshot.Endpoint {
  /// What keeps it from taking requests, in the order in which the engine looks.
  ///
  /// Under several breakers it counts as its best one; limits and the request itself (its size, its
  /// tags) are not looked at.
  public var state: EndpointState {
    if isExcluded { return .excluded }
    if isIsolated { return .isolated }
    if isDown { return .down }
    let open = breakers.map { $0.phase == .open ? $0.openFor ?? .zero : .zero }
    if let wait = open.min(), wait > .zero { return .open(wait) }
    if let coolingFor { return .cooling(coolingFor) }
    let cooling = coolingCredentials.map(\.time)
    if let wait = cooling.min(), cooling.count == credentials { return .cooling(wait) }
    let isHalfOpen = !breakers.isEmpty && breakers.allSatisfy { $0.phase != .closed }
    return isHalfOpen ? .halfOpen : .ready
  }
}
