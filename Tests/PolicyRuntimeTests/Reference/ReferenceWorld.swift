import PolicyGraph
import PolicyRuntime

/// What all requests share, in dictionaries: the naive counterpart of `SharedState`.
struct ReferenceWorld {
  var endpoints: [ID<Endpoint>: EndpointFigures] = [:]
  var breakers: [BreakerKey: BreakerFigures] = [:]
  var coolings: [ScopeValue: CoolingFigures] = [:]
  /// Which endpoint, with which credential, was itself answered by what cooled a wider scope.
  var marks: [MarkKey: Tick] = [:]
  var limits: [LimitKey: LimitFigures] = [:]
  var routes: [ID<Route>: RouteFigures] = [:]
  var holders: [HolderKey: HolderFigures] = [:]
  /// The next ticket of each round robin.
  var turns: [ID<Group>: UInt64] = [:]
  /// The priorities of the requests that wait for a candidate.
  var waiting: [ID<Route>: [UInt8]] = [:]
  /// When each handler was told.
  var told: [ID<Notify>: [Tick]] = [:]
  /// Numbers for permits and charges, never given twice.
  var tickets = 0

  mutating func nextTicket() -> Int {
    tickets += 1
    return tickets
  }
}

/// A provider, or the endpoint itself where it has none.
enum Owner: Hashable {
  case provider(String)
  case endpoint(ID<Endpoint>)
}

/// A value of a scope: whatever shares a cooling or a limit.
enum ScopeValue: Hashable {
  case endpoint(ID<Endpoint>)
  case credential(String, Owner)
  case account(String, Owner)
  case address(Owner)
  case provider(Owner)
  /// A limit of a route, by its position.
  case route(ID<Route>, Int)
}

/// What counts for a limit: it is shared by those who declare one `per:` the same scope.
struct LimitKey: Hashable {
  var per: Scope
  var value: ScopeValue
}

struct MarkKey: Hashable {
  var endpoint: ID<Endpoint>
  /// The credential or the account; none for wider scopes.
  var value: ScopeValue?
}

/// A credential that a request has used at an endpoint.
struct Tried: Hashable {
  var endpoint: ID<Endpoint>
  var credential: String?
}

struct BreakerKey: Hashable {
  var endpoint: ID<Endpoint>
  var breaker: ID<Breaker>
}

/// Who holds depends on what is down, and that on the breaker that routes look at.
struct HolderKey: Hashable {
  var group: ID<Group>
  /// Nil where no breaker of a route is looked at.
  var breaker: ID<Breaker>?
}

struct EndpointFigures {
  var inFlight: Int64 = 0
  var isolated = false
  var restoredAt: Tick?
  var probeDown = false
  var probeUpAt: Tick?
  var probeFailures = 0
  var probeSuccesses = 0
  /// The average latency; nil before the first answer.
  var average: (value: Int64, at: Tick)?
  /// When it answered anybody last.
  var answeredAt: Tick?
}

struct BreakerFigures {
  enum Phase: Equatable {
    case closed
    case open(until: Tick)
    case halfOpen
  }

  struct Call {
    var at: Tick
    var bad: Bool
  }

  struct Window {
    var calls: [Call] = []
    var lastBad: Tick?
    /// Failures in a row.
    var run = 0
  }

  struct Lease {
    var ticket: Int
    var until: Tick
  }

  var phase = Phase.closed
  /// How many transitions there were.
  var generation = 0
  /// When it was closed last; nil if it never was open.
  var closedAt: Tick?
  var openedAt = Tick.zero
  /// How often the present cooldown has grown; nil before the first.
  var exponent: Int?
  var lastCooldown = Tick.zero
  var leases: [Lease] = []
  /// Places beside those of `at-once`, for probes that ended without a result.
  var extraPlaces = 0
  var successes = 0
  /// One for each trip of the declaration.
  var windows: [Window]
}

struct CoolingFigures {
  var softUntil: Tick?
  var strictUntil: Tick?
  var streak = 0
}

struct LimitFigures {
  struct Charge {
    var at: Tick
    var tokens: Int64
    var ticket: Int
  }

  var charges: [Charge] = []
  var inFlight: Int64 = 0
}

struct RouteFigures {
  /// When first attempts were made.
  var firsts: [Tick] = []
  /// When tokens were reserved, with the ticket of each.
  var tokens: [(at: Tick, ticket: Int)] = []
  /// How main paths ended.
  var ends: [(at: Tick, exhausted: Bool)] = []
  var lastExhausted: Tick?
  /// Since when the brownout is, or since its last bad probe.
  var brownoutSince: Tick?
  var lastProbeAt = Tick.zero
  var goodProbes = 0
  /// How many brownouts there have been.
  var brownouts = 0
  /// Latencies to the first byte, for the percentile of a hedge.
  var samples: [(at: Tick, latency: Int64)] = []
  /// The percentile as of the first call of a second.
  var percentile: Tick?
  var percentileSecond: Int64 = -1
}

struct HolderFigures {
  var holder = 0
  /// Since when; nil: ever.
  var heldSince: Tick?
  /// The holder before, while load moves back.
  var rampFrom: Int?
}
