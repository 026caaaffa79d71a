import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// Drives one request through the interpreter in virtual time, in the world that was given.
struct TraceRun {
  /// Something that will happen.
  private struct Pending {
    var at: Tick
    var event: Event
    var told: StoryEvent
    /// The attempt that it belongs to; `none` for what a handler does.
    var attempt: AttemptID
  }

  /// A request makes 64 attempts at most, and no step of it lasts for ever.
  private static let stepsMax = 10_000

  private(set) var story: TraceStory
  private let given: TraceGiven
  private let interpreter: Interpreter
  private let decisions: DecisionLog
  private var random: Random
  private var pending: [Pending] = []

  init(_ plan: Plan, _ route: ID<Route>, _ given: TraceGiven, seed: UInt64) {
    let decisions = DecisionLog()
    self.decisions = decisions
    interpreter = Interpreter(plan, SharedState(for: plan), listener: { decisions.add($0) })
    random = Random(seed: seed)
    self.given = given
    story = TraceStory(graph: plan.graph, route: route, world: .given(given, seed: seed))
  }

  /// Runs the request to its end; false if it did not come to one, which would be a defect.
  mutating func run() -> Bool {
    for endpoint in given.isolated { interpreter.isolate(endpoint, at: .zero) }
    var (state, action) = interpreter.start(
      given.facts, on: story.route, number: 1, at: .zero, choosing: &random)
    record(.zero, .start, action)
    var now = Tick.zero
    for _ in 0..<TraceRun.stepsMax {
      if action.isEnd { return true }
      follow(action, now)
      let next = pending.indices.min { isSooner(pending[$0], pending[$1]) }
      // A result that comes together with the timer is brought first.
      if let next, pending[next].at <= action.wakeAt {
        let happens = pending.remove(at: next)
        now = happens.at
        action = interpreter.step(&state, happens.event, at: now, choosing: &random)
        record(now, happens.told, action)
      } else {
        guard action.wakeAt != .never else { return false }
        now = max(now, action.wakeAt)
        action = interpreter.step(&state, .timer, at: now, choosing: &random)
        record(now, .timer, action)
      }
    }
    return false
  }

  /// Whether something is brought before something else: the sooner of the two; of attempts that
  /// end together the one sent first, and a handler after them.
  private func isSooner(_ one: Pending, _ other: Pending) -> Bool {
    if one.at != other.at { return one.at < other.at }
    if one.attempt == .none || other.attempt == .none { return one.attempt != .none }
    return Tie.comesFirst(one.attempt.number, before: other.attempt.number)
  }

  private mutating func record(_ now: Tick, _ event: StoryEvent, _ action: Action) {
    story.append(
      StoryStep(at: now, event: event, decisions: decisions.take(), action: action))
  }

  /// Lets happen what an action leads to.
  private mutating func follow(_ action: Action, _ now: Tick) {
    pending.removeAll { $0.attempt != .none && action.cancels.contains($0.attempt.leg) }
    // Whatever a handler was doing, something else is being done now.
    if action.kind != .wait { pending.removeAll { $0.attempt == .none } }
    switch action.kind {
    case .attempt, .resume: send(action, now)
    case .reconcile:
      guard let found = given.reconcile else { return }
      let takes = given.reconcileTakes ?? TraceGiven.handlerTakes
      happens(now + takes, .reconciled(found), .reconciled(found))
    case .degrade: if let step = action.step { serve(step, now) }
    case .notify: if let notify = action.notify { happens(now, .proceed, .told(notify)) }
    case .wait, .answer, .fail: break
    }
  }

  private mutating func happens(
    _ at: Tick, _ event: Event, _ told: StoryEvent, _ attempt: AttemptID = .none
  ) {
    pending.append(Pending(at: at, event: event, told: told, attempt: attempt))
  }

  // MARK: attempts

  private mutating func send(_ action: Action, _ now: Tick) {
    let endpoint = action.endpoint
    let id = action.attempt
    let outcome = given.outcome(of: endpoint, attempt: story.asked[endpoint.index] - 1)
    let graph = story.graph
    let usual = graph.usualTime(of: endpoint)
    // A client gives up at the first-byte timeout, if that is sooner than the attempt's.
    let patience = interpreter.timeouts(for: action, at: now).firstByte ?? .never
    switch outcome.kind {
    case .answers, .slow:
      var takes = outcome.takes ?? usual
      if case .slow = outcome.kind { takes = outcome.takes ?? graph.slowTime(of: endpoint) }
      guard Tie.isHeard(after: takes, within: patience) else {
        return giveUp(action, now, patience)
      }
      if graph.routes[story.route].commit.mayBeEarly, given.facts.delivery == .shown {
        happens(now + takes, .firstByte(id), .firstByte(endpoint, attempt: id.number), id)
      }
      happens(now + takes, .finished(id, .success), .answered(endpoint, attempt: id.number), id)
    case .silent: giveUp(action, now, patience)
    case .fails(let found):
      let takes = outcome.takes ?? usual
      guard Tie.isHeard(after: takes, within: patience) else {
        return giveUp(action, now, patience)
      }
      fail(action, found, at: now + takes, outcome.hint)
    case .cut:
      let takes = outcome.takes ?? usual
      guard Tie.isHeard(after: takes, within: patience) else {
        return giveUp(action, now, patience)
      }
      happens(now + takes, .firstByte(id), .firstByte(endpoint, attempt: id.number), id)
      if let found = graph.builtinClass("interrupted") {
        fail(action, found, at: now + takes * 2, outcome.hint)
      }
    }
  }

  /// Nothing is heard: the client gives up, or the attempt's own time runs out.
  private mutating func giveUp(_ action: Action, _ now: Tick, _ patience: Tick) {
    guard now + patience < action.until, let found = story.graph.builtinClass("timeout") else {
      return
    }
    fail(action, found, at: now + patience, .none)
  }

  private mutating func fail(
    _ action: Action, _ found: ID<ErrorClass>, at time: Tick, _ hint: Hint
  ) {
    let row = story.graph.classes[found]
    let isSilent = ["connection", "timeout", "interrupted"].contains(
      story.graph.text(row.name))
    let outcome = PolicyRuntime.Outcome(
      found, executed: row.executed, scope: row.scope, hint: hint, answered: !isSilent)
    let id = action.attempt
    happens(
      time, .finished(id, outcome), .failed(action.endpoint, attempt: id.number, found, hint), id)
  }

  // MARK: handlers

  private mutating func serve(_ step: ID<Step>, _ now: Tick) {
    let row = story.graph.steps[step]
    let handler =
      row.answer == .call
      ? given.handler(row.text.map { story.graph.text($0) } ?? "") : given.cache
    let at = now + (handler.takes ?? TraceGiven.handlerTakes)
    switch handler.kind {
    case .served: happens(at, .stepFinished(served: true), .stepFinished(step, served: true))
    case .unavailable:
      happens(at, .stepFinished(served: false), .stepFinished(step, served: false))
    case .silent: break
    }
  }
}
