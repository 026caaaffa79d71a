public import PolicyGraph

/// How long the parts of an attempt may take, each within what is left of the attempt; nil where
/// the policy sets no bound.
public struct Timeouts: Hashable, Sendable {
  /// Until the connection stands.
  public var connect: Tick?
  /// Until the first byte of the answer.
  public var firstByte: Tick?
  /// Between two pieces of the answer.
  public var idle: Tick?
  /// For the whole attempt; under `commit first-byte`, until the first byte.
  public var attempt: Tick
  /// For the rest of a committed answer.
  public var stream: Tick?
}

/// How a world of virtual time decides what falls on one instant: traces, simulations and proofs
/// alike.
package enum Tie {
  /// Whether a client that waits so long hears what comes so long after it asked: what comes with
  /// the end of a time is in time.
  @inline(__always)
  package static func isHeard(after time: Tick, within patience: Tick) -> Bool {
    time <= patience
  }

  /// Whether the result of one attempt is brought before that of another that comes with it.
  ///
  /// It is if it was sent first. Then comes what a handler says, then the caller's giving up, last
  /// the timer.
  @inline(__always)
  package static func comesFirst(_ attempt: UInt16, before other: UInt16) -> Bool {
    attempt < other
  }
}

extension Interpreter {
  /// The timeouts of an attempt that is sent now.
  public func timeouts(for action: Action, at now: Tick) -> Timeouts {
    let row = plan.graph.endpoints[action.endpoint]
    let left = Swift.max(.zero, action.until - now)
    return Timeouts(
      connect: row.connectTimeout.map { Swift.min($0, left) },
      firstByte: row.firstByteTimeout.map { Swift.min($0, left) },
      idle: row.idleTimeout, attempt: left, stream: row.streamTimeout)
  }
}
