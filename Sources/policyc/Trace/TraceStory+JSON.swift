import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicyVerifier

extension TraceStory {
  /// The story for a program: `grammar/schemas/trace.schema.json`.
  func json() -> [UInt8] {
    JSONWriter.document { write(&$0) }
  }

  /// The fields of the story, into an object that is open.
  func write(_ json: inout JSONWriter) {
    json.field("formatVersion", 1)
    json.field("route", graph.text(graph.routes[route].name))
    if case .given(let given, let seed) = world {
      json.field("seed", seed)
      json.field("given", given.texts)
    }
    json.objects("steps", steps) { write($0, &$1) }
    json.object("result") { json in result(&json) }
  }

  private func write(_ step: StoryStep, _ json: inout JSONWriter) {
    let words = TraceWords(graph: graph, route: route)
    let action = step.action
    json.field("t", step.at)
    json.field("event", step.event.word)
    json.field("endpoint", step.event.endpoint.map { words.name($0) })
    json.field("attempt", step.event.attempt.map { Int($0) })
    json.field("outcome", outcome(step.event))
    json.field("class", errorClass(step).map { words.name($0) })
    json.field("text", words.event(step))
    json.field("opened", step.opened.map { words.name($0) })
    json.field("refusals", step.refusals > 0 ? step.refusals : nil)
    json.objects("notes", step.decisions) { write($0, words, &$1) }
    json.field("command", "\(action.kind.word)")
    json.field("target", hasTarget(action) ? words.name(action.endpoint) : nil)
    json.field("step", action.step.map { words.name($0) })
    let until = action.kind == .wait ? action.wakeAt : action.until
    json.field("until", until == .never ? nil : until)
    json.field("reason", action.reason == .none ? nil : action.reason.code)
  }

  private func hasTarget(_ action: Action) -> Bool {
    switch action.kind {
    case .attempt, .resume, .reconcile: true
    case .answer: source != nil
    case .wait, .degrade, .notify, .fail: false
    }
  }

  private func outcome(_ event: StoryEvent) -> String? {
    switch event {
    case .answered: "ok"
    case .failed: "failed"
    case .reconciled(.landed): "landed"
    case .reconciled(.cannotLand): "cannot-land"
    case .reconciled(.unknown): "unknown"
    case .stepFinished(_, let served): served ? "served" : "unavailable"
    case .start, .firstByte, .timer, .told, .cancelled: nil
    }
  }

  /// The class of the failure that a step is about; of a timeout, the notes tell it.
  private func errorClass(_ step: StoryStep) -> ID<ErrorClass>? {
    switch step.event {
    case .failed(_, _, let found, _): found
    case .timer: step.decisions.first { $0.kind == .outcome }?.errorClass
    case .start, .firstByte, .answered, .reconciled, .stepFinished, .told, .cancelled: nil
    }
  }

  private func write(_ decision: Decision, _ words: TraceWords, _ json: inout JSONWriter) {
    json.field("kind", "\(decision.kind.word)")
    json.field("reason", decision.reason.code)
    json.field("endpoint", decision.endpoint.map { words.name($0) })
    json.field("attempt", decision.attempt == 0 ? nil : Int(decision.attempt))
    json.field("class", decision.errorClass.map { words.name($0) })
    json.field("group", decision.group.map { graph.text(graph.groups[$0].name) })
    json.field("step", decision.step.map { words.name($0) })
    json.field("response", decision.response.map { "\($0.word)" })
    json.field("scope", decision.scope.map { "\($0.word)" })
    json.field(
      "credential", decision.credential.map { graph.text(graph.credentials[$0].reference) })
    json.field("seconds", decision.isTimed ? Tick(ns: decision.value) : nil)
    json.field("member", words.member(decision))
    json.field("text", "\(decision.reason.sentence)")
  }

  private func result(_ json: inout JSONWriter) {
    guard let end else { return }
    let words = TraceWords(graph: graph, route: route)
    json.field("level", level.rawValue)
    json.field("source", source.map { words.name($0) })
    json.field("step", end.action.step.map { words.name($0) })
    json.field("attempts", attempts)
    json.field("elapsed", end.at)
    json.field("executed", "\(end.action.executed.word)")
    json.field("reason", end.action.reason.code)
  }
}

extension Decision {
  /// Whether its value is a length of time.
  fileprivate var isTimed: Bool {
    switch kind {
    case .response, .breaker, .cooling, .reconcile, .wait: value > 0
    case .attempt, .outcome, .ended: true
    case .candidate, .failover, .failback, .budget, .hedge, .degraded, .brownout, .health, .reload:
      false
    }
  }
}
