import PolicyGraph
import PolicyRuntime

/// A scenario laid out for running: models fitted, faults in order, outcomes classified.
struct World: Sendable {
  /// A round trip to an endpoint that answers at once: to be refused, turned away or not let in.
  static let roundTrip = Tick.ms(1).ns
  /// A client of a closed loop takes at least this long from one request to the next.
  static let thinkLeast = Tick.ms(1).ns

  /// An endpoint as it behaves.
  struct EndpointModel: Sendable {
    /// What draws about it go by.
    var salt: UInt64 = 0
    /// How long it takes; of no account where no route with traffic can reach it.
    var latency = LatencyModel.fixed(0)
    var capacity: Capacity?
    /// The faults that affect it, by their place in `faults`; 64 at most.
    var faults: [Int] = []
    /// The client's patience for the first byte.
    var firstByte = Int64.max
    /// Requests sent again to endpoints of one number are recognised there; negative: they are not.
    var keySpace = -1
  }

  /// A fault in numbers.
  struct FaultModel: Sendable {
    var kind: FaultKind
    var from: Int64
    /// `Int64.max` if it lasts to the end.
    var to: Int64
    var share: Int64
    var factor: Double
    var add: Double
    /// The rate let through.
    var rate: Rate?
    var up: Int64
    var down: Int64
    /// The status answered, of `errors`.
    var status: UInt32?
    /// How long an error takes; nil: as long as a good answer.
    var after: Double?
    /// For `load`: the places of its routes among those with traffic.
    var routes: [Int] = []
    /// Whether it lies in each credential's way.
    var revokes: [Bool] = []

    /// Whether it makes a route's requests more or fewer.
    func changesLoad(of route: Int) -> Bool { kind == .load && routes.contains(route) }
  }

  /// One stream of requests.
  struct Source: Sendable {
    var route: ID<Route>
    /// The route's place among those with traffic.
    var place: Int
    var kind: Kind
    var duration: Int64
    var patience: Int64
    var sizes: ClosedRange<Int64>
    var facts: RequestFacts

    /// Where its requests come from.
    enum Kind: Sendable {
      /// Arrivals in a nanosecond, spread as the policy says.
      case rate(Double, Arrivals)
      case clients(Int, think: Int64)
      /// A file, by its place among the scenario's.
      case file(Int)
    }
  }

  /// What an attempt asks of its route.
  struct RouteModel: Sendable {
    /// The table of its failures.
    var errors: Int
    /// Whether answers are streams, the caller's from their first byte on.
    var streams: Bool
  }

  /// How a handler answers.
  struct Handler: Sendable {
    var share: Int64
    var takes: Int64
    /// What draws about it go by.
    var salt: UInt64 = 1
  }

  let graph: FailoverGraph
  /// The routes that have traffic, in the policy's order.
  var routes: [ID<Route>] = []
  var routeModels: [RouteModel] = []
  var reaches: [Reach] = []
  var endpoints: [EndpointModel]
  var faults: [FaultModel] = []
  var sources: [Source] = []
  /// Each ladder step's handler; nil where it has none, or none is described.
  var steps: [Handler?]
  var reconcile: Handler?
  /// Whether what failed as `maybe` had been carried out: the share of `given reconcile`, else
  /// half.
  var landed: Int64 = 500_000_000
  var outcomes: Outcomes
  /// When traffic ends.
  var endsAt: Int64 = 0
  var warmUp: Int64 = 0
  var processes = 1
  /// Whether some fault withdraws a credential.
  var hasRevokes = false
  /// Whether some fault changes the load.
  var hasLoads = false
  /// The endpoints whose rate of attempts is asked for.
  var watched: [Bool]

  /// Whether an endpoint can be met by some request.
  func isReached(_ endpoint: Int) -> Bool { reaches.contains { $0.endpoints[endpoint] } }
}
