import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension TraceStory {
  /// The story for a program: `grammar/schemas/trace.schema.json`.
  func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in write(&json) }
    return writer.finish()
  }

  /// The fields of the story, into an object that is open.
  func write(_ json: inout JSONWriter) {
    json.field("formatVersion", 1)
    json.field("route", graph.text(graph.routes[route].name))
    if case .given(let given, let seed) = world {
      json.key("seed")
      json.number("\(seed)")
      json.array("given") { json in for text in given.texts { json.value(text) } }
    }
    json.array("steps") { json in for step in steps { write(step, &json) } }
    json.object("result") { json in result(&json) }
  }

  private func write(_ step: TraceStep, _ json: inout JSONWriter) {
    let words = TraceWords(graph: graph, route: route)
    let action = step.action
    json.object { json in
      json.key("t")
      json.number(step.at.seconds)
      json.field("event", step.event.word)
      json.optional("endpoint", step.event.endpoint.map { words.name($0) })
      json.optional("attempt", step.event.attempt.map { Int($0) })
      json.optional("outcome", outcome(step.event))
      json.optional("class", errorClass(step).map { words.name($0) })
      json.field("text", words.event(step))
      json.array("opened") { json in for id in step.opened { json.value(words.name(id)) } }
      json.optional("refusals", step.refusals > 0 ? step.refusals : nil)
      json.array("notes") { json in
        for decision in step.decisions { write(decision, step, words, &json) }
      }
      json.field("command", "\(action.kind.word)")
      json.optional("target", hasTarget(action) ? words.name(action.endpoint) : nil)
      json.optional("step", action.step.map { words.name($0) })
      json.key("until")
      let until = action.kind == .wait ? action.wakeAt : action.until
      if until == .never { json.null() } else { json.number(until.seconds) }
      json.optional("reason", action.reason == .none ? nil : action.reason.code)
    }
  }

  private func hasTarget(_ action: Action) -> Bool {
    switch action.kind {
    case .attempt, .resume, .reconcile: true
    case .answer: source != nil
    case .wait, .degrade, .notify, .fail: false
    }
  }

  private func outcome(_ event: TraceEvent) -> String? {
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
  private func errorClass(_ step: TraceStep) -> ID<ErrorClass>? {
    switch step.event {
    case .failed(_, _, let found, _): found
    case .timer: step.decisions.first { $0.kind == .outcome }?.errorClass
    case .start, .firstByte, .answered, .reconciled, .stepFinished, .told, .cancelled: nil
    }
  }

  private func write(
    _ decision: Decision, _ step: TraceStep, _ words: TraceWords, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.field("kind", "\(decision.kind.word)")
      json.field("reason", decision.reason.code)
      json.optional("endpoint", decision.endpoint.map { words.name($0) })
      json.optional("attempt", decision.attempt == 0 ? nil : Int(decision.attempt))
      json.optional("class", decision.errorClass.map { words.name($0) })
      json.optional("group", decision.group.map { graph.text(graph.groups[$0].name) })
      json.optional("step", decision.step.map { words.name($0) })
      json.optional("response", decision.response.map { "\($0.word)" })
      json.optional("scope", decision.scope.map { "\($0.word)" })
      json.optional(
        "credential", decision.credential.map { graph.text(graph.credentials[$0].reference) })
      json.key("seconds")
      if decision.isTimed { json.number(Tick(ns: decision.value).seconds) } else { json.null() }
      json.optional("member", words.member(decision))
      json.field("text", "\(decision.reason.sentence)")
    }
  }

  private func result(_ json: inout JSONWriter) {
    guard let end else { return }
    let words = TraceWords(graph: graph, route: route)
    json.field("level", level.rawValue)
    json.optional("source", source.map { words.name($0) })
    json.optional("step", end.action.step.map { words.name($0) })
    json.field("attempts", attempts)
    json.key("elapsed")
    json.number(end.at.seconds)
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

extension JSONWriter {
  fileprivate mutating func optional(_ name: String, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  fileprivate mutating func optional(_ name: String, _ number: Int?) {
    key(name)
    if let number { value(number) } else { null() }
  }
}
