import PolicyGraph

/// Where the classes stand that the rules themselves speak of.
struct KnownClasses: BitwiseCopyable {
  var rateLimited = none
  var quotaExhausted = none
  var unauthorized = none
  var forbidden = none
  var banned = none
  var tooLarge = none
  var timeout = none
  var interrupted = none
  var cancelled = none
  var unclassified = none
  var noCandidate = none
  var notServed = none

  /// Whether a class cools everybody who shares its scope, not only the one that failed.
  @inline(__always)
  func isStrict(_ errorClass: UInt32) -> Bool {
    errorClass == banned || errorClass == quotaExhausted || errorClass == unauthorized
      || errorClass == forbidden
  }

  /// What a class cools for the first time when the far end says nothing; 0: it does not cool.
  func coolingStart(_ errorClass: UInt32) -> Int64 {
    if errorClass == rateLimited { return 1_000_000_000 }
    if errorClass == banned { return 120_000_000_000 }
    return isStrict(errorClass) ? 60_000_000_000 : 0
  }
}

extension PlanBuilder {
  /// Finds them by their names: an artifact may number its classes as it likes.
  mutating func findClasses() {
    known.rateLimited = find("rate-limited")
    known.quotaExhausted = find("quota-exhausted")
    known.unauthorized = find("unauthorized")
    known.forbidden = find("forbidden")
    known.banned = find("banned")
    known.tooLarge = find("too-large")
    known.timeout = find("timeout")
    known.interrupted = find("interrupted")
    known.cancelled = find("cancelled")
    known.unclassified = find("unclassified")
    known.noCandidate = find("no-candidate")
    known.notServed = find("not-served")
  }

  /// A graph that may be run has all of them.
  private func find(_ name: StaticString) -> UInt32 { graph.builtinClass(name)?.raw ?? none }
}
