import PolicyGraph
import PolicyRuntime
import PolicyVerifier

extension StoryEvent {
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

extension StoryStep {
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
  private(set) var steps: [StoryStep] = []
  /// How many attempts were sent, those of the ladder included.
  private(set) var attempts = 0
  /// How often each endpoint was asked, by its index.
  private(set) var asked: [Int]

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

  /// Tells one more step.
  mutating func append(_ step: StoryStep) {
    steps.append(step)
    guard step.action.kind == .attempt || step.action.kind == .resume else { return }
    attempts += 1
    asked[step.action.endpoint.index] += 1
  }

  /// The last step; a story has one before it is told.
  var end: StoryStep? { steps.last }
}
