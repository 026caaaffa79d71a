import PolicyGraph
import PolicyRuntime

/// One request, as the reference interpreter holds it.
final class ReferenceRequest {
  let route: ID<Route>
  let facts: PlainFacts
  let startedAt: Tick
  var endsAt: Tick
  var mainEndsAt: Tick
  /// How long the main path is.
  let mainLength: Tick

  /// What is in flight, by place.
  var legs: [Leg?] = Array(repeating: nil, count: RuntimeLimits.legsMax)
  /// Attempts of all kinds so far: the last number given.
  var numbers = 0
  /// Attempts of the main path.
  var attempts = 0
  var failedOver: [ID<Endpoint>] = []
  var tried: Set<Tried> = []
  /// The largest context that was too small.
  var contextTooSmall: Int64?
  /// Where a reroute has led.
  var detour: Target?
  /// The responses that found no eligible endpoint, in their order.
  var wanting: [ID<Response>] = []
  /// How long it has waited for a candidate.
  var waited = Tick.zero
  /// Whether it is one of those that wait.
  var isWaiting = false
  /// How often a statement was carried out at an endpoint.
  var uses: [UseKey: Int] = [:]
  var previousDelays: [UseKey: Int64] = [:]
  var executed = Execution.no
  var committed = false
  var hedgeAt = Tick.never
  /// The delay of the hedge that waits, and that of the last one sent.
  var hedgeDelay = (waiting: Tick.zero, sent: Tick.zero)
  var hedges = 0
  /// Failures whose responses wait for the last leg.
  var held: [Failure] = []
  var phase = Phase.running
  /// Places taken in the limits of the route.
  var routeCharges: [Taken] = []
  /// The number of the brownout that it is a probe of.
  var brownoutProbed: Int?
  var mainPathEnded = false
  /// Legs to be given up with the next action.
  var cancels = LegSet()

  init(route: ID<Route>, facts: PlainFacts, at now: Tick, deadline: Tick, reserve: Tick) {
    self.route = route
    self.facts = facts
    startedAt = now
    endsAt = now + deadline
    mainEndsAt = endsAt - reserve
    mainLength = mainEndsAt - now
  }

  struct UseKey: Hashable {
    var endpoint: ID<Endpoint>
    var response: ID<Response>
  }

  /// One attempt in flight.
  struct Leg {
    var id: AttemptID
    var endpoint: ID<Endpoint>
    var credential: ID<Credential>?
    var startedAt: Tick
    var until: Tick
    var clipped: Bool
    /// The step of the ladder that it belongs to.
    var step: ID<Step>?
    /// Whether the result is for nobody's breaker: found in panic, or above the cap of ejection.
    var uncounted: Bool
    var breaker: BreakerKey?
    var generation = 0
    var lease: Int?
    var taken: [Taken] = []
    var firstByteAt: Tick?
    var committed = false
  }

  /// A place in a limit.
  struct Taken {
    var limit: LimitKey
    var ticket: Int
  }

  /// A failure whose responses are being taken.
  struct Failure {
    var endpoint: ID<Endpoint>
    var credential: ID<Credential>?
    var id: AttemptID
    var errorClass: ID<ErrorClass>
    var outcome: Outcome
    /// Until when its own cooling lasts.
    var cooledUntil: Tick?
    /// What the outcome says; what was committed may always be executed.
    var mayBeExecuted: Bool
    var executedBefore: Execution
    /// Whether the attempt was sent whatever the endpoint's health.
    var ignoredHealth = false
  }

  /// Where the responses to a failure stand.
  struct Position {
    var failure: Failure
    var rule: ID<Rule>
    /// The next response of the rule, counted from its first.
    var next: Int
  }

  enum Phase {
    /// Attempts are in flight.
    case running
    /// For a candidate, after a failure or for the first; `yielded`: what was seen at the last look
    /// was left to others.
    case waiting(at: Tick, since: Tick, yielded: Bool, Position?)
    case backoff(until: Tick, Position, token: Int?)
    case settling(until: Tick, Position)
    case reconciling(until: Tick, Position)
    case step(until: Tick, Int, cause: ID<ErrorClass>)
    case notifying(step: Int, notify: Int, cause: ID<ErrorClass>)
    /// An attempt of a `use` is in flight.
    case using(step: Int, cause: ID<ErrorClass>)
    case ended
  }
}
