import PolicyGraph
import PolicyRuntime

/// One run of a scenario: the queue of what will happen, who is alive, and what was measured.
///
/// Everything is a function of the seed. The interpreter decides as it does in a service; here are
/// only time, chance, and what endpoints, clients and handlers do.
struct Run: ~Copyable {
  /// Requests alive at once, and as many pieces of work that nobody waits for; beyond it a run ends
  /// with `tooManyAlive`.
  static let aliveMax = 500_000

  let world: World
  let plan: Plan
  let streams: Streams
  /// One for each process; the first one is all there is in most policies.
  let interpreters: [Interpreter]
  let interpreter: Interpreter
  let options: RunOptions
  var queue = EventQueue()
  var order: UInt64 = 0
  /// How many entries the queue may have before those that were overtaken are taken out.
  var sweepAt = 100_000
  var now: Int64 = 0
  let requests: Pool<LiveRequest>
  var arrivals: [ArrivalStream] = []
  var numbered = 0
  var tally: Tally
  /// The faults in force at every endpoint.
  let faultState: Pool<FaultState>
  var admitted: [Int64]
  var stations: [Station]
  let jobs: Pool<Job>
  var others: [Other] = []
  var freeOthers: [Int] = []
  /// How many requests each client of each closed loop has sent.
  var clientCounts: [[Int]] = []
  var observer: Observer?
  var stopped: RunReport.Stop?
  var traceProblem: TraceProblem?

  init(_ plan: Plan, _ world: World, seed: UInt64, options: RunOptions) {
    self.world = world
    self.plan = plan
    self.options = options
    streams = Streams(seed: seed)
    let observer = Observer(options, plan.graph)
    self.observer = observer
    interpreters = (0..<world.processes).map { _ in
      Interpreter(plan, SharedState(for: plan), listener: observer?.listener)
    }
    interpreter = interpreters[0]
    let state = interpreters[0].request(RequestFacts(), on: world.routes[0], at: .zero)
    requests = Pool(LiveRequest(state))
    jobs = Pool(Job())
    tally = Tally(world, keepsTimeline: options.keepsTimeline)
    faultState = Pool(FaultState())
    for _ in world.endpoints { _ = faultState.take() }
    admitted = Array(repeating: .min, count: world.endpoints.count)
    stations = world.endpoints.map { Station($0.capacity) }
  }

  deinit {
    requests.free()
    jobs.free()
    faultState.free()
  }

  /// Runs to the end: traffic ends, and those alive run out.
  mutating func run() {
    prepare()
    var untilAsked = 4096
    while true {
      let next = soonestArrival
      let at = min(arrivals.isEmpty ? .max : arrivals[next].at, queue.soonest)
      if at == .max { break }
      untilAsked -= 1
      if untilAsked == 0 {
        untilAsked = 4096
        if !goesOn() { break }
      }
      if at >= tally.sampleAt { tally.sample(interpreters, until: at) }
      now = at
      if !arrivals.isEmpty, arrivals[next].at == at {
        arrive(next)
      } else {
        happen(queue.pop())
      }
      if stopped != nil { break }
    }
    if stopped == nil { tally.sample(interpreters, until: max(now, world.endsAt)) }
  }

  private mutating func goesOn() -> Bool {
    guard let goesOn = options.goesOn else { return true }
    let share = world.endsAt > 0 ? min(1, Double(now) / Double(world.endsAt)) : 0
    if goesOn(share) { return true }
    stopped = .interrupted
    return false
  }

  /// Which source has the next arrival.
  @inline(__always)
  private var soonestArrival: Int {
    var best = 0
    for i in arrivals.indices.dropFirst() where arrivals[i].at < arrivals[best].at { best = i }
    return best
  }

  @inline(__always)
  private mutating func happen(_ entry: Entry) {
    if entry.isRequest {
      guard requests[entry.place].entry == entry.order else { return }
      requests[entry.place].entryAt = .max
      advance(entry.place)
    } else if entry.isJob {
      guard jobs[entry.place].entry == entry.order else { return }
      finish(job: entry.place)
    } else {
      happen(other: entry.place)
    }
  }

  /// Enters something into the queue.
  @inline(__always)
  mutating func push(_ at: Int64, _ place: Int, _ waiting: Waiting) -> UInt64 {
    order += 1
    queue.push(Entry(at: at, order: order, place: place, waiting))
    if queue.count > sweepAt { sweep() }
    return order
  }

  /// Takes out of the queue what was overtaken: it grows with those alive, not with those that
  /// were.
  private mutating func sweep() {
    let newest = order
    let (requests, jobs) = (requests, jobs)
    queue.keep { entry in
      if entry.order == newest { return true }
      if entry.isRequest { return requests[entry.place].entry == entry.order }
      return !entry.isJob || jobs[entry.place].entry == entry.order
    }
    sweepAt = max(100_000, queue.count * 2)
  }

  // MARK: what is neither request nor job

  /// Something that comes up by itself.
  enum Other {
    case client(source: Int, client: Int, count: Int)
    case probe(Int, dueAt: Int64)
    case probed(Int, isUp: Bool, dueAt: Int64)
    /// The faults at an endpoint with a station change.
    case change(Int)
  }

  mutating func schedule(_ other: Other, at: Int64) {
    let place = freeOthers.popLast() ?? others.count
    if place == others.count { others.append(other) } else { others[place] = other }
    _ = push(at, place, .other)
  }

  private mutating func happen(other place: Int) {
    let other = others[place]
    freeOthers.append(place)
    switch other {
    case .client(let source, let client, let count): begin(client, count, of: source)
    case .probe(let endpoint, let dueAt): probe(endpoint, dueAt: dueAt)
    case .probed(let endpoint, let isUp, let dueAt): probed(endpoint, isUp: isUp, dueAt: dueAt)
    case .change(let endpoint): changeFaults(at: endpoint)
    }
  }

  private mutating func prepare() {
    for i in world.sources.indices { open(source: i) }
    for endpoint in world.endpoints.indices where world.isReached(endpoint) {
      if world.endpoints[endpoint].capacity != nil { changeFaults(at: endpoint) }
    }
    openProbes()
  }

  /// Updates the faults in force at an endpoint.
  @inline(__always)
  mutating func refresh(_ endpoint: Int) {
    if faultState[endpoint].until > now { return }
    faultState[endpoint] = FaultState(at: now, world.faults, world.endpoints[endpoint].faults)
  }
}
