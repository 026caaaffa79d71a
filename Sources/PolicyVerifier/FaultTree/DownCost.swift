public import PolicyGraph

/// What one endpoint costs a request at most while it is down: until the request has left it.
public struct DownCost: Equatable, Sendable {
  /// Attempts that are spent on it, retries at the same endpoint included.
  public var attempts: Int
  /// From the start of the first of them until the next endpoint may start: timeouts and waits.
  public var time: Tick

  /// A cost of `attempts` attempts and `time`.
  public init(attempts: Int, time: Tick) {
    self.attempts = attempts
    self.time = time
  }
}
