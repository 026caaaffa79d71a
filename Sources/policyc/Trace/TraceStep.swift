import PolicyGraph
import PolicyRuntime

/// What happened to a traced request.
enum TraceEvent {
  case start
  case firstByte(ID<Endpoint>, attempt: UInt16)
  case answered(ID<Endpoint>, attempt: UInt16)
  case failed(ID<Endpoint>, attempt: UInt16, ID<ErrorClass>, Hint)
  /// A time ran out: of an attempt, of a wait, of a handler, or until a hedge.
  case timer
  case reconciled(Reconciliation)
  case stepFinished(ID<Step>, served: Bool)
  case told(ID<Notify>)
  case cancelled

  /// The word in JSON.
  var word: String {
    switch self {
    case .start: "start"
    case .firstByte: "first-byte"
    case .answered: "answered"
    case .failed: "failed"
    case .timer: "timer"
    case .reconciled: "reconciled"
    case .stepFinished: "step-finished"
    case .told: "told"
    case .cancelled: "cancelled"
    }
  }

  /// The endpoint that it is about.
  var endpoint: ID<Endpoint>? {
    switch self {
    case .firstByte(let endpoint, _), .answered(let endpoint, _), .failed(let endpoint, _, _, _):
      endpoint
    case .start, .timer, .reconciled, .stepFinished, .told, .cancelled: nil
    }
  }

  /// The attempt that it is about, by its number.
  var attempt: UInt16? {
    switch self {
    case .firstByte(_, let number), .answered(_, let number), .failed(_, let number, _, _): number
    case .start, .timer, .reconciled, .stepFinished, .told, .cancelled: nil
    }
  }
}

/// One step of a traced request: what happened, what was considered, what is done.
struct TraceStep {
  var at: Tick
  var event: TraceEvent
  var decisions: [Decision]
  var action: Action
  /// Endpoints whose breakers other requests had opened by then.
  var opened: [ID<Endpoint>] = []
  /// How often others had been refused, without a word of how long to wait, by the endpoint that
  /// fails now.
  var refusals = 0
}

extension TraceStep {
  /// What the step waits for while nothing is in flight: a backoff, things to settle, a candidate.
  var pause: Decision? {
    guard action.kind == .wait else { return nil }
    return decisions.last { decision in
      (decision.kind == .response || decision.kind == .reconcile || decision.kind == .wait)
        && decision.value > 0
    }
  }

  /// Whether the line of the action says what a note says.
  func says(_ decision: Decision) -> Bool {
    if decision == pause { return true }
    switch decision.kind {
    case .reconcile: return action.kind == .reconcile && decision.reason == .reconcile
    case .degraded: return decision.step != nil && decision.reason == action.reason
    // That a token is taken goes without saying; that there is none does not.
    case .budget: return decision.reason == .budgetReserved
    case .candidate, .attempt, .outcome, .response, .breaker, .cooling, .failover, .failback,
      .hedge, .brownout, .health, .ended, .reload, .wait:
      return false
    }
  }
}

/// One request from its start to its end.
struct TraceStory {
  let graph: FailoverGraph
  let route: ID<Route>
  let world: World
  var steps: [TraceStep] = []
  /// How many attempts were sent, those of the ladder included.
  var attempts = 0
  /// How often each endpoint was asked, by its index.
  var asked: [Int]

  /// Where a request lived.
  enum World {
    /// Alone, with what `--given` says.
    case given(TraceGiven, seed: UInt64)
    /// In a simulation, among others.
    case simulated(SimulatedRequest)
    /// In a proof, at the hands of an adversary.
    case explored(ExploredRequest)
  }

  /// A story of which nothing is told yet.
  init(graph: FailoverGraph, route: ID<Route>, world: World) {
    self.graph = graph
    self.route = route
    self.world = world
    asked = Array(repeating: 0, count: graph.endpoints.count)
  }

  /// The last step; a story has one before it is told.
  var end: TraceStep? { steps.last }
}
