import PolicyGraph
import PolicyRuntime
import PolicySimulator
import PolicyVerifier

/// Which request of a simulation a story is about.
struct SimulatedRequest {
  /// The scenario, and the variant of the policy if several are compared.
  let scenario: String
  /// Which request of the run, from 1.
  let number: Int
  /// When it arrived, from the start of the run.
  let arrivedAt: Tick

  /// What stands above its story.
  var heading: String {
    "\(scenario): request \(number), arrives at \(arrivedAt.seconds)s"
  }
}

extension TraceStory {
  /// The story of a simulated request, in times from its arrival.
  init(_ told: RequestStory, graph: FailoverGraph, scenario: String) {
    self.init(
      graph: graph, route: told.route,
      world: .simulated(
        SimulatedRequest(scenario: scenario, number: told.number, arrivedAt: told.arrivedAt)))
    var asked = RequestsSent()
    for step in told.steps {
      var action = step.action
      action.until = action.until.since(told.arrivedAt)
      action.hedgeAt = action.hedgeAt.since(told.arrivedAt)
      action.wakeAt = action.wakeAt.since(told.arrivedAt)
      append(
        StoryStep(
          at: step.at.since(told.arrivedAt), event: asked.event(step.event),
          decisions: step.decisions, action: action))
      asked.send(action)
    }
  }
}

/// What a request has under way: an event names the attempt only, and a story who was asked.
private struct RequestsSent {
  private var endpoints: [UInt16: ID<Endpoint>] = [:]
  private var step: ID<Step>?
  private var notify: ID<Notify>?

  mutating func send(_ action: Action) {
    switch action.kind {
    case .attempt, .resume: endpoints[action.attempt.number] = action.endpoint
    case .degrade: step = action.step
    case .notify: notify = action.notify
    case .wait, .reconcile, .answer, .fail: break
    }
  }

  /// An event as a story tells it; nil is the request's start.
  func event(_ event: Event?) -> StoryEvent {
    switch event {
    case nil: .start
    case .firstByte(let id): .firstByte(endpoint(id), attempt: id.number)
    case .finished(let id, let outcome):
      if let found = outcome.errorClass {
        .failed(endpoint(id), attempt: id.number, found, outcome.hint)
      } else {
        .answered(endpoint(id), attempt: id.number)
      }
    case .timer: .timer
    case .reconciled(let found): .reconciled(found)
    case .stepFinished(let served): .stepFinished(step ?? ID(0), served: served)
    case .proceed: notify.map { .told($0) } ?? .timer
    case .cancel: .cancelled
    }
  }

  private func endpoint(_ id: AttemptID) -> ID<Endpoint> { endpoints[id.number] ?? ID(0) }
}

extension Tick {
  /// The time since `start`; what never comes still never comes.
  fileprivate func since(_ start: Tick) -> Tick { self == .never ? self : self - start }
}
