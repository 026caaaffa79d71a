/// A simulated run, and what is expected of it.
public struct Scenario: Row {
  public static var table: TableKind { .scenarios }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// The requests.
  public var traffic = Rows<Traffic>()
  /// Endpoints that behave otherwise than declared.
  public var models = Rows<Model>()
  /// How handlers behave.
  public var givens = Rows<Given>()
  /// What goes wrong.
  public var faults = Rows<Fault>()
  /// What must hold.
  public var expects = Rows<Expect>()
  /// How often it is run, with derived seeds.
  public var runs: UInt32 = 1
  /// The seed.
  public var seed: Int64?
  /// What is left out of the measures at the start.
  public var warmUp: Tick?

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.rows("traffic", &traffic)
    visitor.rows("models", &models)
    visitor.rows("givens", &givens)
    visitor.rows("faults", &faults)
    visitor.rows("expects", &expects)
    visitor.scalar("runs", &runs, 1...1_000_000)
    visitor.scalar("seed", &seed, 0...Int64.max)
    visitor.time("warmUp", &warmUp)
  }
}

/// Requests of one kind.
public struct Traffic: Row {
  public static var table: TableKind { .traffic }

  /// The route they take.
  public var route = ID<Route>(0)
  /// How many arrive.
  public var rate: Rate?
  /// How arrivals are spread.
  public var arrivals: Arrivals = .poisson
  /// For how long.
  public var duration: Tick?
  /// Clients in a closed loop.
  public var clients: UInt32?
  /// How long a client waits between requests.
  public var think: Tick?
  /// A CSV file of requests.
  public var trace: Name?
  /// After how long the caller gives up.
  public var patience: Tick?
  /// The smallest size.
  public var sizeMin: Int64?
  /// The largest size.
  public var sizeMax: Int64?
  /// A tag they carry.
  public var tag: Name?
  /// The tag's value.
  public var tagValue: Name?
  /// Their priority, 9 the highest.
  public var priority: UInt32?
  /// How their callers take the answers.
  public var delivery: Delivery = .shown
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("route", &route)
    visitor.rate("rate", &rate)
    visitor.choice("arrivals", &arrivals)
    visitor.time("duration", &duration)
    visitor.scalar("clients", &clients, 1...Int64(UInt32.max) - 1)
    visitor.time("think", &think)
    visitor.ref("trace", &trace)
    visitor.time("patience", &patience)
    visitor.scalar("sizeMin", &sizeMin, 0...Int64.max)
    visitor.scalar("sizeMax", &sizeMax, 0...Int64.max)
    visitor.ref("tag", &tag)
    visitor.ref("tagValue", &tagValue)
    visitor.scalar("priority", &priority, 0...9)
    visitor.choice("delivery", &delivery)
    origin.visit(&visitor)
  }
}

/// An endpoint that behaves otherwise than declared.
public struct Model: Row {
  public static var table: TableKind { .models }

  /// The endpoint.
  public var endpoint = ID<Endpoint>(0)
  /// How long it takes.
  public var latency: ID<Latency>?
  /// How much it serves at once.
  public var capacity: ID<Capacity>?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("endpoint", &endpoint)
    visitor.ref("latency", &latency)
    visitor.ref("capacity", &capacity)
    origin.visit(&visitor)
  }
}

/// How a handler of the service behaves.
public struct Given: Row {
  public static var table: TableKind { .givens }

  /// Which kind of handler.
  public var kind: GivenKind = .handler
  /// Its name.
  public var handler: Name?
  /// How often it serves, or a reconcile finds that the request landed.
  public var share = Share.zero
  /// How long it takes.
  public var takes = Tick.zero
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("kind", &kind)
    visitor.ref("handler", &handler)
    visitor.share("share", &share)
    visitor.time("takes", &takes)
    origin.visit(&visitor)
  }
}

/// Something that goes wrong at a time.
public struct Fault: Row {
  public static var table: TableKind { .faults }

  /// What goes wrong.
  public var kind: FaultKind = .outage
  /// When.
  public var at = Tick.zero
  /// For how long; without it, to the end.
  public var duration: Tick?
  /// At which endpoint.
  public var endpoint: ID<Endpoint>?
  /// At every endpoint of which domain.
  public var domain: ID<FaultDomain>?
  /// For the traffic of which route.
  public var route: ID<Route>?
  /// Where the credential withdrawn is read from.
  public var credential: CredentialSource = .environment
  /// The credential withdrawn.
  public var reference: Name?
  /// The share of requests, or of the answer.
  public var share: Share?
  /// The status answered.
  public var status: UInt32?
  /// The code answered, in a body made for it.
  public var code: Name?
  /// The whole body answered.
  public var body: Name?
  /// How long an error takes to be answered; nil: as long as a good answer.
  public var after: Tick?
  /// The hint given.
  public var retryAfter: Tick?
  /// How many times.
  public var factor: Factor?
  /// How much longer.
  public var add: Tick?
  /// The rate let through.
  public var rate: Rate?
  /// How long up.
  public var up: Tick?
  /// How long down.
  public var down: Tick?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("kind", &kind)
    visitor.time("at", &at)
    visitor.time("duration", &duration)
    visitor.ref("endpoint", &endpoint)
    visitor.ref("domain", &domain)
    visitor.ref("route", &route)
    visitor.choice("credential", &credential)
    visitor.ref("reference", &reference)
    visitor.share("share", &share)
    visitor.scalar("status", &status, 100...999)
    visitor.ref("code", &code)
    visitor.ref("body", &body)
    visitor.time("after", &after)
    visitor.time("retryAfter", &retryAfter)
    visitor.scalar("factor", &factor, 0...Int64.max)
    visitor.time("add", &add)
    visitor.rate("rate", &rate)
    visitor.time("up", &up)
    visitor.time("down", &down)
    origin.visit(&visitor)
  }
}

/// What must hold in a scenario.
public struct Expect: Row {
  public static var table: TableKind { .expects }

  /// What is measured.
  public var measure: Measure = .availability
  /// Of which route.
  public var route: ID<Route>?
  /// Of which endpoint.
  public var endpoint: ID<Endpoint>?
  /// Which percentile.
  public var percentile: Percentile?
  /// The smallest share.
  public var atLeast: Share?
  /// The largest share.
  public var atMostShare: Share?
  /// The longest time.
  public var atMostTime: Tick?
  /// The largest multiple.
  public var atMostFactor: Factor?
  /// The highest rate.
  public var atMostRate: Rate?
  /// The largest count.
  public var atMostCount: UInt32?
  /// In what share of the runs.
  public var inRuns: Share = .whole
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("measure", &measure)
    visitor.ref("route", &route)
    visitor.ref("endpoint", &endpoint)
    visitor.scalar("percentile", &percentile, 1...999_999)
    visitor.share("atLeast", &atLeast)
    visitor.share("atMostShare", &atMostShare)
    visitor.time("atMostTime", &atMostTime)
    visitor.scalar("atMostFactor", &atMostFactor, 0...Int64.max)
    visitor.rate("atMostRate", &atMostRate)
    visitor.scalar("atMostCount", &atMostCount, 0...Int64(UInt32.max) - 1)
    visitor.share("inRuns", &inRuns)
    origin.visit(&visitor)
  }
}
