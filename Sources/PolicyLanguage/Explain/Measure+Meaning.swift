import PolicyGraph

extension Measure {
  /// What it measures, for `explain` and the reference.
  var meaning: String {
    switch self {
    case .availability: "The share of requests that got a full answer."
    case .degraded: "The share of requests that a step of the ladder answered."
    case .latency:
      "From a request's arrival to its commit or its end, whatever came of it; a percentile of all."
    case .failover:
      "How long a route was unwell under the worst fault: from the fault's beginning to the end of an episode that began under it, at most to the fault's end. 0 s if attempts failed and no requests suffered."
    case .failback:
      "From the end of faults to the first second from which on the active-passive groups are held as most of the ten seconds before, in eight of ten seconds. Never, if that does not come before the end."
    case .recovery:
      "From the end of the last fault that ended to the end of the last episode. Never, if that was not over at the end of the run, or when a further fault began."
    case .amplification:
      "Attempts for each request, of those that arrived within ten seconds; the worst such window that has twenty requests."
    case .attempts:
      "Attempts at an endpoint a second, over ten seconds by their start; the highest."
    case .duplicates: "Requests that were carried out twice."
    }
  }

  /// When a route is unwell, and what becomes of an expectation with nothing to look at.
  static let episodes =
    "A route is unwell in episodes. A score goes through the requests: one without a full answer adds 1, a full answer takes 1/19 off, more where answers were bad before the first fault already, and it stays between 0 and 4. An episode begins when the score comes to 4, so that three stray answers decide nothing, and is over when it comes down to 3. Requests that arrive in the `warm-up` count nowhere. What comes to no end is never, and an expectation of it is missed. An expectation that is met or has nothing to look at, though nothing put it to the test, is vacuous: no request, no fault that the route met, nothing to measure."
}
