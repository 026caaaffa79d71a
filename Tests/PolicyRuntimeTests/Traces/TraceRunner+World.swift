import PolicyGraph
import PolicyRuntime

extension TraceRunner {
  /// `answers usage 900`, `fails rate-limited hint 2s`, `fails overloaded never`,
  /// `fails unavailable executed no scope provider answered no`.
  func outcome(_ event: ScriptEvent) throws -> Outcome {
    var words = event.words.dropFirst(2)
    var usage: Int64 = -1
    if event.words[1] == "answers" {
      if words.first == "usage", let last = words.last { usage = Int64(last) ?? -1 }
      return usage < 0 ? .success : .success(usage: usage)
    }
    guard let name = words.popFirst(),
      let found = graph.classes.ids.first(where: { named(graph.classes[$0].name, name) })
    else { throw ScriptError("no class of errors in `\(event.text)`") }
    let declared = graph.classes[found]
    var executed = declared.executed
    var scope = declared.scope
    var hint = Hint.none
    var answered = !["connection", "timeout", "interrupted", "cancelled"].contains(name)
    while let word = words.popFirst() {
      switch (word, words.first) {
      case ("never", _): hint.never = true
      case ("hint", let value?):
        guard let wait = Script.time(value) else { throw unknown(event) }
        hint.wait = wait.ns
        words.removeFirst()
      case ("answered", let value?):
        answered = value == "yes"
        words.removeFirst()
      case ("usage", let value?):
        usage = Int64(value) ?? -1
        words.removeFirst()
      case ("executed", let value?):
        executed = value == "no" ? .no : .maybe
        words.removeFirst()
      case ("scope", let value?):
        guard let given = Scope.allCases.first(where: { "\($0.word)" == value }) else {
          throw unknown(event)
        }
        scope = given
        words.removeFirst()
      case _: throw unknown(event)
      }
    }
    return Outcome(
      found, executed: executed, scope: scope, hint: hint, usage: usage,
      answered: answered)
  }

  /// What operators, probes and reloads do.
  mutating func operate(_ event: ScriptEvent, at now: Tick) throws {
    guard event.words.count > 1 else { throw unknown(event) }
    let name = event.words[1]
    switch event.words[0] {
    case "fail-back":
      guard let group = graph.groups.ids.first(where: { named(graph.groups[$0].name, name) })
      else { throw ScriptError("no group `\(name)`") }
      transcript.operate(3, group.raw, at: now)
      interpreter.failBack(group, at: now)
    case "reload":
      let old = interpreter
      let compilation = try TraceRunner.compiled(name, of: corpus)
      graph = compilation.graph
      transcript.engine(name, compilation.artifact, at: now)
      let plan = Plan(graph)
      let recorder = recorder
      interpreter = Interpreter(
        plan, SharedState(for: plan, carrying: old.state, of: old.plan, at: now),
        listener: { recorder.add($0) })
    case _:
      guard
        let endpoint = graph.endpoints.ids.first(where: { named(graph.endpoints[$0].name, name) })
      else { throw ScriptError("no endpoint `\(name)`") }
      switch event.words[0] {
      case "isolate":
        transcript.operate(0, endpoint.raw, at: now)
        interpreter.isolate(endpoint, at: now)
      case "restore":
        transcript.operate(1, endpoint.raw, at: now)
        interpreter.restore(endpoint, at: now)
      case "clear":
        transcript.operate(2, endpoint.raw, at: now)
        interpreter.clear(endpoint, at: now)
      case _:
        guard event.words.count > 2, ["up", "down"].contains(event.words[2]) else {
          throw unknown(event)
        }
        transcript.operate(event.words[2] == "up" ? 4 : 5, endpoint.raw, at: now)
        interpreter.probed(endpoint, up: event.words[2] == "up", at: now)
      }
    }
    add("", event.text, "", at: now)
  }

  /// Starts so many requests, for `spread 100`, whose first draws are 0, 1, 2 and so on.
  ///
  /// Each is answered at once unless `held` stands behind. With `tag user`, each has a value of its
  /// own.
  mutating func spread(_ event: ScriptEvent, at now: Tick) throws {
    guard event.words.count > 1, let count = Int(event.words[1]) else { throw unknown(event) }
    let isHeld = event.words.contains("held")
    let tag = event.words.firstIndex(of: "tag").map { event.words[$0 + 1] }
    var counts = [Int](repeating: 0, count: graph.endpoints.count)
    var others = 0
    for i in 0..<count {
      var facts = RequestFacts()
      if let tag, let known = interpreter.plan.tag(tag.utf8, is: "\(i)".utf8) { facts.add(known) }
      chooser.planned = [Int64(i)]
      started += 1
      let place = transcript.begin(
        facts, tags: tag.map { ["\($0)=\(i)"] } ?? [], on: ID(0), number: started,
        drawing: chooser.planned, at: now)
      var (state, action) = interpreter.start(
        facts, on: ID(0), number: started, at: now, choosing: &chooser)
      noteSpread(action)
      if action.kind == .attempt {
        counts[action.endpoint.index] += 1
        if !isHeld {
          transcript.step(
            place, .finished(action.attempt, .success), drawing: chooser.planned, at: now)
          action = interpreter.step(
            &state, .finished(action.attempt, .success), at: now, choosing: &chooser)
          noteSpread(action)
        }
      } else {
        others += 1
      }
    }
    chooser.planned = []
    _ = chooser.takeDrawn()
    var words = graph.endpoints.ids.filter { counts[$0.index] > 0 }.map {
      "\(graph.text(graph.endpoints[$0].name)) \(counts[$0.index])"
    }
    if others > 0 { words.append("none \(others)") }
    add("", event.text, words.joined(separator: ", "), at: now)
  }

  private mutating func noteSpread(_ action: Action) {
    let notes = recorder.take()
    for note in notes { reasons.insert(note.reason) }
    transcript.notes(notes)
    transcript.action(action, graph)
  }
}
