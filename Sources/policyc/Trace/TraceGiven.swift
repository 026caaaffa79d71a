import PolicyGraph
import PolicyRuntime

/// What one attempt at an endpoint comes to, as `--given` says.
struct TraceOutcome {
  enum Kind {
    /// It answers, in its declared p50.
    case answers
    /// It answers, in its declared p99.
    case slow
    /// It fails with a class.
    case fails(ID<ErrorClass>)
    /// Nothing is heard of it.
    case silent
    /// It begins to answer, and is cut.
    case cut
  }

  var kind = Kind.answers
  /// What the far end says about coming back.
  var hint = Hint.none
  /// How long it takes, if that is stated.
  var takes: Tick?
  /// For how many attempts it holds; nil for one, and for all that follow if it is the last.
  var times: Int?
}

/// How a handler of the service answers.
struct TraceHandler {
  enum Kind {
    case served, unavailable, silent
  }

  var kind: Kind
  var takes: Tick?
}

/// The world of one traced request: what `--given` says, and what it leaves open.
struct TraceGiven {
  /// The texts as they were typed, for the header.
  var texts: [String] = []
  /// What successive attempts at an endpoint come to, by its index; none: it answers.
  var endpoints: [[TraceOutcome]]
  /// Endpoints that an operator has taken out.
  var isolated: [ID<Endpoint>] = []
  /// The cache, unless something else is given: it has nothing.
  var cache = TraceHandler(kind: .unavailable)
  /// What is called by a step, unless its name says otherwise.
  var call = TraceHandler(kind: .unavailable)
  /// Handlers by name.
  var handlers: [(name: String, answer: TraceHandler)] = []
  /// What is found out about a request that may have been executed; nobody knows unless told.
  var reconcile: Reconciliation? = .unknown
  var reconcileTakes: Tick?
  var facts = RequestFacts()

  /// How long a handler takes if nothing is said.
  static let handlerTakes = Tick.ms(10)

  /// A world in which everybody answers.
  init(_ graph: FailoverGraph) {
    endpoints = Array(repeating: [], count: graph.endpoints.count)
  }

  /// What attempt `n` (from 0) at an endpoint comes to.
  func outcome(of endpoint: ID<Endpoint>, attempt n: Int) -> TraceOutcome {
    var left = n
    let list = endpoints[endpoint.index]
    for (i, outcome) in list.enumerated() {
      if outcome.times == nil, i == list.count - 1 { return outcome }
      let times = outcome.times ?? 1
      if left < times { return outcome }
      left -= times
    }
    return TraceOutcome()
  }

  /// How the handler called `name` answers.
  func handler(_ name: String) -> TraceHandler {
    handlers.last { $0.name == name }?.answer ?? call
  }
}
