import PolicyGraph

/// A queueing station: so many are served at once, so many wait, first come first served.
struct Station {
  /// Whether the endpoint is one at all; others have room for all.
  let isOpen: Bool
  /// The servers declared.
  let declared: Int
  let queue: Int
  let dropsAbandoned: Bool
  /// The servers that a fault left.
  var servers: Int
  var busy = 0
  /// How many wait that somebody still waits for, or that are served regardless.
  var waiting = 0
  /// The jobs that wait, as a list; those that were dropped are still in it.
  var first: Int32 = -1
  var last: Int32 = -1

  init(_ capacity: Capacity?) {
    isOpen = capacity != nil
    declared = Int(capacity?.servers ?? 0)
    queue = capacity?.queue.map { Int($0) } ?? .max
    dropsAbandoned = capacity?.dropAbandoned ?? false
    servers = declared
  }
}

/// One piece of work at a station.
struct Job: BitwiseCopyable {
  enum State: UInt8 {
    case unused, waiting, served
    /// In the queue, and nobody wants it.
    case dropped
  }

  var state = State.unused
  /// The request and its leg; the request may be gone.
  var request: Int32 = -1
  var generation: UInt32 = 0
  var leg: UInt8 = 0
  var number: UInt16 = 0
  var endpoint: Int32 = 0
  var next: Int32 = -1
  /// The entry of the queue that ends it.
  var entry: UInt64 = 0
  /// How long it takes, in nanoseconds.
  var work = 0.0
  /// What comes of it, by its place; negative: a success.
  var outcome = LiveLeg.success
}
