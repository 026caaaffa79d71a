/// Why something was decided: one code in events, traces, the simulator and the documentation.
public enum Reason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case none
  // Why an endpoint was passed over as a candidate.
  case failedOver, inFlight, notServed, notSupported, tooLarge, notLarger, excluded, isolated,
    probeDown
  case breakerOpen, halfOpenFull, onceNoProbe, cooling, limitFull, otherDomain, drained
  // Why an endpoint was chosen.
  case direct, holder, nextTier, failbackPending, failbackRamp, spillover, balanced, halfOpenProbe
  case ejectionCapped, panic, coolingShared, selected
  // Why a response was taken or passed over.
  case sameEndpoint, failover, rotateCredential, reroute, resume, reconcile, degrade, fail
  case timesUsed, attemptsUsed, budgetSpent, noTimeLeft, hintTooLong, farEndRefuses, noCandidate
  case noOtherCredential, notCommitted, committed, notEligible, outOfResponses, noRule
  // A wait for a candidate.
  case waiting, waitsOn, waitFull, waitOver
  // What a result did.
  case succeeded, failed, clipped, lateResult, cancelled, leaseExpired, hedgeLost, attemptOverran
  // State that changed.
  case breakerOpened, breakerHalfOpen, breakerClosed, cooled, holderMoved, failedBack
  case failbackForced
  case budgetReserved, budgetReturned, brownoutEntered, brownoutLeft, wentDown, cameUp
  case restored, cleared, reloaded, carried, notCarried
  // The ladder.
  case brownout, brownoutProbe, routeLimit, notThisCause, stepUnavailable, maybeExecuted, told
  case toldTooOften, shed, ladderFail, served
  // How a request ended.
  case answered, hedged, hedgeWon, landed, stillUnknown, notAsked, exhausted, truncated

  /// The code as it is printed everywhere.
  public var word: StaticString {
    switch self {
    case .none: "none"
    case .failedOver: "failed-over"
    case .inFlight: "in-flight"
    case .notServed: "not-served"
    case .notSupported: "not-supported"
    case .tooLarge: "too-large"
    case .notLarger: "not-larger"
    case .excluded: "excluded"
    case .isolated: "isolated"
    case .probeDown: "probe-down"
    case .breakerOpen: "breaker-open"
    case .halfOpenFull: "half-open-full"
    case .onceNoProbe: "once-no-probe"
    case .cooling: "cooling"
    case .limitFull: "limit-full"
    case .otherDomain: "other-domain"
    case .drained: "drained"
    case .direct: "direct"
    case .holder: "holder"
    case .nextTier: "next-tier"
    case .failbackPending: "failback-pending"
    case .failbackForced: "failback-forced"
    case .failbackRamp: "failback-ramp"
    case .spillover: "spillover"
    case .balanced: "balanced"
    case .halfOpenProbe: "half-open-probe"
    case .ejectionCapped: "ejection-capped"
    case .panic: "panic"
    case .coolingShared: "cooling-shared"
    case .selected: "selected"
    case .sameEndpoint: "same-endpoint"
    case .failover: "failover"
    case .rotateCredential: "rotate-credential"
    case .reroute: "reroute"
    case .resume: "resume"
    case .reconcile: "reconcile"
    case .degrade: "degrade"
    case .fail: "fail"
    case .timesUsed: "times-used"
    case .attemptsUsed: "attempts-used"
    case .budgetSpent: "budget-spent"
    case .noTimeLeft: "no-time-left"
    case .hintTooLong: "hint-too-long"
    case .farEndRefuses: "far-end-refuses"
    case .noCandidate: "no-candidate"
    case .noOtherCredential: "no-other-credential"
    case .notCommitted: "not-committed"
    case .committed: "committed"
    case .notEligible: "not-eligible"
    case .outOfResponses: "out-of-responses"
    case .noRule: "no-rule"
    case .waiting: "waiting"
    case .waitsOn: "waits-on"
    case .waitFull: "wait-full"
    case .waitOver: "wait-over"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .clipped: "clipped"
    case .lateResult: "late-result"
    case .cancelled: "cancelled"
    case .leaseExpired: "lease-expired"
    case .hedgeLost: "hedge-lost"
    case .attemptOverran: "attempt-overran"
    case .breakerOpened: "breaker-opened"
    case .breakerHalfOpen: "breaker-half-open"
    case .breakerClosed: "breaker-closed"
    case .cooled: "cooled"
    case .holderMoved: "holder-moved"
    case .failedBack: "failed-back"
    case .budgetReserved: "budget-reserved"
    case .budgetReturned: "budget-returned"
    case .brownoutEntered: "brownout-entered"
    case .brownoutLeft: "brownout-left"
    case .wentDown: "went-down"
    case .cameUp: "came-up"
    case .restored: "restored"
    case .cleared: "cleared"
    case .reloaded: "reloaded"
    case .carried: "carried"
    case .notCarried: "not-carried"
    case .brownout: "brownout"
    case .brownoutProbe: "brownout-probe"
    case .routeLimit: "route-limit"
    case .notThisCause: "not-this-cause"
    case .stepUnavailable: "step-unavailable"
    case .maybeExecuted: "maybe-executed"
    case .told: "told"
    case .toldTooOften: "told-too-often"
    case .shed: "shed"
    case .ladderFail: "ladder-fail"
    case .served: "served"
    case .answered: "answered"
    case .hedged: "hedged"
    case .hedgeWon: "hedge-won"
    case .landed: "landed"
    case .stillUnknown: "still-unknown"
    case .notAsked: "not-asked"
    case .exhausted: "exhausted"
    case .truncated: "truncated"
    }
  }
}
