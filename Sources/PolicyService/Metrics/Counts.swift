internal import PolicyGraph
internal import PolicyRuntime

/// Counters by the indices of one policy; those of a lane add up without any name.
struct Counts: Sendable {
  /// Requests begun, by route.
  var requests: [UInt64]
  /// Full answers, by route.
  var full: [UInt64]
  /// Hedges sent, by route.
  var hedges: [UInt64]
  /// Attempts that answered, by endpoint.
  var succeeded: [UInt64]
  /// Attempts that were given up before they were over, by endpoint.
  var givenUp: [UInt64]
  /// Ladder answers, by route and step.
  var degraded: [Pair: UInt64] = [:]
  /// Requests that failed, by route and cause.
  var failed: [Pair: UInt64] = [:]
  /// Attempts that failed, by endpoint and class.
  var failures: [Pair: UInt64] = [:]
  /// Attempts whose closures took longer than they had, by route and endpoint.
  var overran: [Pair: UInt64] = [:]

  /// Two indices.
  struct Pair: Hashable, Sendable {
    var first: Int
    var second: Int
  }

  init(_ names: PlanNames) {
    requests = Array(repeating: 0, count: names.routes.count)
    full = requests
    hedges = requests
    succeeded = Array(repeating: 0, count: names.endpoints.count)
    givenUp = succeeded
  }
}

extension RequestFailed.Cause {
  /// A number for counters: the reason's own, or one above all reasons.
  var index: Int {
    switch self {
    case .policy(let reason): Int(reason.rawValue)
    case .cancelled: Int(Reason.cancelled.rawValue)
    case .routeRemoved: 256
    case .tooManyAbandoned: 257
    }
  }

  /// The code that belongs to the number.
  static func code(_ index: Int) -> String {
    if index == 256 { return "route-removed" }
    if index == 257 { return "too-many-abandoned" }
    return Reason(rawValue: UInt8(truncatingIfNeeded: index)).map { "\($0.word)" } ?? "none"
  }
}
