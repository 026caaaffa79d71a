import PolicyGraph
import PolicyRuntime

/// What is counted while a run goes on; its memory depends on the scenario's length, never on the
/// number of requests.
struct Tally {
  /// How much a route had to do with a fault.
  enum Mark: UInt8 {
    /// It met the fault: slower answers, fewer servers, more load.
    case felt = 1
    /// Attempts failed by it.
    case hurt = 2
  }

  /// The figures of one route.
  struct RouteTally {
    var counts = RequestCounts()
    var latencies = LatencyHistogram<UInt64>()
    var latencySum = 0.0
    var latencyMax: Int64 = 0
    /// The most attempts of one request, ladder included.
    var attemptsMost = 0
    var duplicates = 0
    /// Attempts after whose failure the request may have been carried out.
    var risks = 0
    /// For each second of arrival: requests, full answers, attempts.
    var arrived: [UInt32]
    var full: [UInt32]
    var attempts: [UInt32]
    /// All requests, those of the warm-up included.
    var seen = 0
  }

  let seconds: Int
  private let warmUp: Int64
  private let countsDuplicates: [Bool]
  var routes: [RouteTally]
  var endpoints: [EndpointCounts]
  var steps: [Int]
  /// For each second, the attempts at each endpoint whose rate is asked for.
  private(set) var watched: [[UInt32]]
  /// For each fault and route, its marks.
  private(set) var marks: [UInt8]
  /// An active-passive group as the routes with one breaker see it.
  struct Holding: Hashable {
    var group: ID<Group>
    var breaker: ID<Breaker>?
  }

  /// For each route, the groups of its main path.
  private let held: [[Holding]]
  /// Those of all routes, and who held each at the beginning of each second.
  private let holdings: [Holding]
  private var holders: [UInt16] = []
  private(set) var samples = 0
  /// When the next sample is due.
  private(set) var sampleAt: Int64 = 0
  var bins: TimelineTally?

  init(_ world: World, keepsTimeline: Bool) {
    let seconds = Int(world.endsAt / 1_000_000_000) + 1
    self.seconds = seconds
    warmUp = world.warmUp
    countsDuplicates = world.routes.map { world.graph.routes[$0].effect != .read }
    let none = [UInt32](repeating: 0, count: seconds)
    routes = world.routes.map { _ in RouteTally(arrived: none, full: none, attempts: none) }
    endpoints = Array(repeating: EndpointCounts(), count: world.endpoints.count)
    steps = Array(repeating: 0, count: world.steps.count)
    watched = world.watched.map { $0 ? none : [] }
    marks = Array(repeating: 0, count: world.faults.count * world.routes.count)
    held = world.reaches.enumerated().map { route, reach in
      reach.passive.map {
        Holding(group: $0, breaker: world.graph.holderBreaker(of: $0, on: ID(route)))
      }
    }
    var holdings: [Holding] = []
    for holding in held.joined() where !holdings.contains(holding) { holdings.append(holding) }
    self.holdings = holdings
    if keepsTimeline { bins = TimelineTally(world) }
  }

  // MARK: requests

  @inline(__always)
  mutating func arrive(_ route: Int, _ now: Int64) {
    routes[route].seen += 1
    if now < warmUp { return }
    routes[route].counts.requests += 1
    let second = Int(now / 1_000_000_000)
    if second < seconds { routes[route].arrived[second] &+= 1 }
    bins?.arrive(now)
  }

  /// A caller gave a request up that arrived at `arrivedAt`.
  mutating func abandon(_ route: Int, _ arrivedAt: Int64) {
    if arrivedAt >= warmUp { routes[route].counts.abandoned += 1 }
  }

  @inline(__always)
  mutating func attempt(_ endpoint: Int, _ route: Int, _ arrivedAt: Int64, _ now: Int64) {
    bins?.attempt(endpoint, now)
    if arrivedAt < warmUp { return }
    endpoints[endpoint].attempts += 1
    routes[route].counts.attempts += 1
    let second = Int(arrivedAt / 1_000_000_000)
    if second < seconds { routes[route].attempts[second] &+= 1 }
    if !watched[endpoint].isEmpty {
      let second = Int(now / 1_000_000_000)
      if second < seconds { watched[endpoint][second] &+= 1 }
    }
  }

  /// An attempt failed, of a request that arrived at `arrivedAt`.
  mutating func fail(_ endpoint: Int, _ arrivedAt: Int64, _ now: Int64) {
    if arrivedAt >= warmUp { endpoints[endpoint].failures += 1 }
    bins?.fail(endpoint, now)
  }

  mutating func reject(_ endpoint: Int, _ arrivedAt: Int64) {
    if arrivedAt >= warmUp { endpoints[endpoint].rejected += 1 }
  }

  mutating func risk(_ route: Int, _ arrivedAt: Int64) {
    if arrivedAt >= warmUp { routes[route].risks += 1 }
  }

  /// A request ended, `took` nanoseconds after its arrival or at its commit.
  @inline(__always)
  mutating func end(
    _ route: Int, _ action: Action, attempts: Int, executions: Int, arrivedAt: Int64, took: Int64
  ) {
    if arrivedAt < warmUp { return }
    routes[route].latencies.add(took)
    routes[route].latencySum += Double(took)
    routes[route].latencyMax = max(routes[route].latencyMax, took)
    routes[route].attemptsMost = max(routes[route].attemptsMost, attempts)
    if executions > 1, countsDuplicates[route] { routes[route].duplicates += 1 }
    bins?.end(action, arrivedAt: arrivedAt, took: took)
    guard action.kind == .answer else {
      routes[route].counts.failed += 1
      return
    }
    if let step = action.step {
      routes[route].counts.degraded += 1
      steps[step.index] += 1
    } else {
      routes[route].counts.full += 1
      let second = Int(arrivedAt / 1_000_000_000)
      if second < seconds { routes[route].full[second] &+= 1 }
    }
    if action.attempt != .none || action.reason == .landed {
      endpoints[action.endpoint.index].answers += 1
    }
  }

  // MARK: faults

  @inline(__always)
  mutating func mark(_ fault: Int, _ route: Int, _ mark: Mark) {
    if fault >= 0 { marks[fault * routes.count + route] |= mark.rawValue }
  }

  /// Whether a route met a fault at least so closely.
  func isMarked(_ fault: Int, _ route: Int, _ mark: Mark) -> Bool {
    marks[fault * routes.count + route] >= mark.rawValue
  }

  // MARK: samples

  /// Who holds at the beginning of every second up to `now`, and how the breakers stand.
  mutating func sample(_ interpreters: [Interpreter], until now: Int64) {
    guard samples < seconds, now >= sampleAt else { return }
    let snapshot = interpreters[0].snapshot(at: Tick(ns: now))
    let others = interpreters.dropFirst().map { $0.snapshot(at: Tick(ns: now)) }
    let row = holdings.map { holding -> UInt16 in
      let holder = Tally.holder(of: holding, snapshot)
      let isShared = others.allSatisfy { Tally.holder(of: holding, $0) == holder }
      return isShared ? holder : .max
    }
    while sampleAt <= now, samples < seconds {
      holders.append(contentsOf: row)
      bins?.sample(snapshot, at: sampleAt)
      samples += 1
      sampleAt += 1_000_000_000
    }
    if samples >= seconds { sampleAt = .max }
  }

  private static func holder(of holding: Holding, _ snapshot: Snapshot) -> UInt16 {
    snapshot.holder(of: holding.group, under: holding.breaker)
      .map { UInt16(truncatingIfNeeded: $0.member) } ?? 0
  }

  /// Whether the main path of a route leads through a group that somebody holds.
  func isHeld(_ route: Int) -> Bool { !held[route].isEmpty }

  /// Whether the groups of a route were held alike, for its requests, at the beginnings of two
  /// seconds.
  func heldAlike(_ route: Int, _ a: Int, _ b: Int) -> Bool {
    for (i, holding) in holdings.enumerated() where held[route].contains(holding) {
      if holders[a * holdings.count + i] != holders[b * holdings.count + i] { return false }
    }
    return true
  }
}
