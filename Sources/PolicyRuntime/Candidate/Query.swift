/// What a candidate is looked for.
struct Query {
  /// When the path that the attempt belongs to ends.
  var pathEnd: Int64
  /// The breaker of endpoints that state none.
  var breaker: UInt32
  /// What an endpoint must support.
  var requires: Extent
  var isOnce: Bool
  /// The endpoint that is being left; −1 for none.
  var leaving = -1
  /// Only endpoints equal to the one being left in this label; `none` for all.
  var same = none
  /// Whether the attempt continues an answer that was cut.
  var resumes = false
  /// Whether the endpoint is only asked about the request: what the request did there, and what it
  /// needs of an endpoint, does not matter.
  var asks = false
  /// Whether coolings learnt from other endpoints are put up with.
  var allowShared = false
  /// Whether drained members are asked as well.
  var allowsDrained = false
  /// Whether a `once` request may be a probe.
  var allowOnceProbe = false
  /// Panic: breakers and probes are not looked at.
  var ignoresHealth = false

  /// Whether it is only told what is wrong: nothing may change by being listened to.
  var explains = false

  /// Whether this is the first pass over the topology.
  var isFirstPass: Bool { !allowShared }
  /// Whether half-open endpoints may be tried.
  var allowsProbes: Bool { !isOnce || allowOnceProbe }
}

/// An endpoint that an attempt may be sent to.
struct Candidate {
  var endpoint: Int
  var slot: UInt32
  var reason = Reason.none
  /// Whether its result does not count for the breaker.
  var isUncounted = false
}

/// What is wrong with an endpoint, or the credential that it would be used with.
struct Verdict {
  /// `none` if nothing is wrong.
  var reason: Reason
  var slot = Leg.noSlot
}
