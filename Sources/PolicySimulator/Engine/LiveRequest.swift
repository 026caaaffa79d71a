import PolicyGraph
import PolicyRuntime

/// A request that is alive: where the interpreter stands, and what the world will do next.
struct LiveRequest {
  var state: RequestState
  var random = Random(seed: 0)
  /// What draws about it go by: the same under every policy.
  var key: UInt64 = 0
  /// Its number in the order of arrival, from 1.
  var number = 0
  /// Counts how often its place was used: events for earlier users are known by it.
  var generation: UInt32 = 0
  /// The source that it came from.
  var source: Int32 = 0
  /// The client that waits for it, in a closed loop; negative: none.
  var client: Int32 = -1
  /// Its route's place among those with traffic.
  var route: Int32 = 0
  /// Which of the processes serves it.
  var process: Int32 = 0
  var arrivedAt: Int64 = 0
  var committedAt = Int64.max
  var givesUpAt = Int64.max
  var wakeAt = Int64.max
  /// When a handler answers, and what.
  var handlerAt = Int64.max
  var handler = HandlerEvent.nothing
  /// The entry of the queue that is waited for; others are void.
  var entry: UInt64 = 0
  var entryAt = Int64.max
  var attempts: Int32 = 0
  /// How often it was carried out: repetitions that the far end recognises do not count.
  var executions: Int32 = 0
  /// The key spaces in which it was carried out.
  var spaces: UInt64 = 0
  /// Until when somebody still works on it whose work will count.
  var worksUntil = Int64.min
  /// Which legs are in flight.
  var legs: UInt8 = 0
  var first = LiveLeg()
  /// The other legs, once there was a hedge.
  var others: [LiveLeg] = []
  /// How often the first few endpoints were asked.
  var asked: [4 of AttemptCount] = .init(repeating: AttemptCount())

  init(_ state: RequestState) { self.state = state }

  /// A leg by its place.
  @inline(__always)
  subscript(leg: Int) -> LiveLeg {
    get { leg == 0 ? first : others[leg - 1] }
    set {
      if leg == 0 {
        first = newValue
      } else {
        while others.count < leg { others.append(LiveLeg()) }
        others[leg - 1] = newValue
      }
    }
  }

  /// How often `endpoint` was asked before by this request.
  mutating func ask(_ endpoint: Int) -> Int {
    for i in 0..<4 {
      if asked[i].count == 0 {
        asked[i] = AttemptCount(endpoint: UInt16(truncatingIfNeeded: endpoint), count: 1)
        return 0
      }
      if Int(asked[i].endpoint) == endpoint {
        asked[i].count &+= 1
        return Int(asked[i].count) - 1
      }
    }
    // Beyond the fourth endpoint attempts are told apart by their number.
    return Int(attempts)
  }

  /// When something happens next.
  var nextAt: Int64 {
    var at = min(wakeAt, handlerAt, givesUpAt)
    if legs & 1 != 0 {
      at = min(at, first.at)
      if legs == 1, first.servedAt <= at { return .max }
    }
    if legs > 1 {
      for i in 1..<8 where legs & (1 << UInt8(i)) != 0 { at = min(at, others[i - 1].at) }
    }
    return at
  }
}

/// How often an endpoint was asked.
struct AttemptCount: BitwiseCopyable {
  var endpoint: UInt16 = 0
  var count: UInt16 = 0
}

/// What a handler of the service will tell.
enum HandlerEvent {
  case nothing
  case told
  case served(Bool)
  case reconciled(Reconciliation)
}

/// An attempt in flight, as the world sees it.
struct LiveLeg: BitwiseCopyable {
  /// When it is heard of next; never, if its time must run out.
  var at = Int64.max
  /// When it is over, if its first byte comes before.
  var endsAt = Int64.max
  var until = Int64.max
  var sentAt: Int64 = 0
  /// When a station will be done with it: its end brings the answer, and nothing else need be
  /// waited for that comes later.
  var servedAt = Int64.max
  /// The outcome, by its place; negative: a success.
  var outcome: Int32 = LiveLeg.success
  /// Its job at a station; negative: none.
  var job: Int32 = -1
  /// The fault that decided its fate; negative: none.
  var fault: Int32 = -1
  var number: UInt16 = 0
  var endpoint: UInt16 = 0
  /// Whether its first byte comes at `at`.
  var isFirstByte = false
  /// Whether it never reaches an end of its own.
  var isLost = false

  static let success: Int32 = -1
}
