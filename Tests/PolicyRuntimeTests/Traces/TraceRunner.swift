import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import Synchronization

/// Keeps the notes of an interpreter until they are asked for.
final class NoteRecorder: Sendable {
  private let decisions = Mutex<[Decision]>([])

  func add(_ decision: Decision) { decisions.withLock { $0.append(decision) } }

  /// The notes since this was last asked.
  func take() -> [Decision] {
    decisions.withLock { decisions in
      defer { decisions = [] }
      return decisions
    }
  }
}

/// One row of a trace: what happened, what was decided, and what was noted on the way.
struct TraceRow: Equatable {
  var at: Tick
  var request = ""
  var event: String
  var action = ""
  var decisions: [String] = []

  /// The row without what was noted on the way.
  var decision: [String] {
    [at.spelling, request, event, String(action.prefix { $0 != "(" })]
  }
}

/// A request of a script.
final class TracedRequest {
  let name: String
  let interpreter: Interpreter
  let graph: FailoverGraph
  var state: RequestState
  var attempts: [(id: AttemptID, endpoint: ID<Endpoint>)] = []
  var wakeAt = Tick.never
  var hasEnded = false
  /// Its number in the transcript.
  var place = 0

  init(_ name: String, _ interpreter: Interpreter, _ state: RequestState) {
    self.name = name
    self.interpreter = interpreter
    graph = interpreter.plan.graph
    self.state = state
  }
}

/// Runs a script against the interpreter in virtual time: results come when the script says so,
/// timers when the interpreter asked for them.
struct TraceRunner {
  let corpus: TraceCase
  let recorder: NoteRecorder
  var graph: FailoverGraph
  var interpreter: Interpreter
  var chooser = TraceChooser()
  var requests: [TracedRequest] = []
  var rows: [TraceRow] = []
  /// The request that an event is about which names none.
  var subject = "r1"
  var started: UInt64 = 0
  /// Every reason that was seen, for the coverage of the corpus.
  var reasons: Set<Reason> = []
  var transcript = TraceTranscript()

  init(_ corpus: TraceCase) throws {
    self.corpus = corpus
    let compilation = try TraceRunner.compiled("case.policy", of: corpus)
    graph = compilation.graph
    transcript.engine("case.policy", compilation.artifact, at: .zero)
    let plan = Plan(graph)
    let recorder = NoteRecorder()
    self.recorder = recorder
    interpreter = Interpreter(plan, SharedState(for: plan), listener: { recorder.add($0) })
  }

  /// The graph of one of the case's policies, and its artifact.
  static func compiled(
    _ name: String, of corpus: TraceCase
  ) throws -> (graph: FailoverGraph, artifact: [UInt8]) {
    let compilation = compile(name) { path in
      corpus.policy(path).map { .success(Array($0.utf8)) } ?? .failure(.missing)
    }
    if let graph = compilation.graph, let artifact = compilation.artifact() {
      return (graph, artifact)
    }
    let found = compilation.report.diagnostics.map { "\($0.code.id) \($0.message)" }
    throw ScriptError("the policy does not compile: " + found.joined(separator: "; "))
  }

  /// Runs the whole script.
  mutating func run() throws {
    var last = Tick.zero
    for line in try Script.lines(of: corpus.script) {
      if line.at < last { throw ScriptError("time runs backwards at \(line.at.spelling)") }
      last = line.at
      try letTimersRunOut(before: line.at)
      if line.times == 1 {
        subject = "r1"
        for event in line.events { try happen(event, at: line.at) }
      } else {
        try happen(line)
      }
    }
  }

  /// A line that happens several times, each time with a request of its own; what is alike is shown
  /// once.
  private mutating func happen(_ line: ScriptLine) throws {
    subject = "r*"
    var groups: [(count: Int, rows: [TraceRow])] = []
    let before = rows
    for _ in 0..<line.times {
      rows = []
      for event in line.events { try happen(event, at: line.at) }
      // What is noted on the way may differ (the last failure opens the breaker): it is the last's.
      if let last = groups.last, last.rows.map(\.decision) == rows.map(\.decision) {
        groups[groups.count - 1] = (last.count + 1, rows)
      } else {
        groups.append((1, rows))
      }
    }
    rows = before
    for group in groups {
      if group.count > 1 {
        rows.append(TraceRow(at: line.at, event: "\(group.count) times, the last:"))
      }
      rows += group.rows
    }
  }

  /// Sends `.timer` to every request that asked for it before `time`.
  private mutating func letTimersRunOut(before time: Tick, andAt: Bool = false) throws {
    var steps = 0
    while let next = requests.filter({ !$0.hasEnded }).min(by: { $0.wakeAt < $1.wakeAt }),
      next.wakeAt < time || andAt && next.wakeAt == time, next.wakeAt != .never
    {
      steps += 1
      if steps > 1000 { throw ScriptError("the timers of \(next.name) never end") }
      step(next, .timer, "timer", at: next.wakeAt)
    }
  }

  // MARK: what happens

  private mutating func happen(_ event: ScriptEvent, at now: Tick) throws {
    let words = event.words
    let name = event.request ?? subject
    switch words[0] {
    case "start": try start(event, name, at: now)
    case "timer": step(try request(name), .timer, "timer", at: now)
    case "cancel": step(try request(name), .cancel, "cancel", at: now)
    case "reconciled":
      let found: [String: Reconciliation] = [
        "landed": .landed, "cannot-land": .cannotLand, "unknown": .unknown,
      ]
      guard let result = found[words.last ?? ""] else { throw unknown(event) }
      step(try request(name), .reconciled(result), event.text, at: now)
    case "step":
      guard ["served", "unavailable"].contains(words.last) else { throw unknown(event) }
      step(
        try request(name), .stepFinished(served: words.last == "served"), event.text, at: now)
    // Its driver is gone without a word: no result, and no timer.
    case "vanishes":
      try request(name).hasEnded = true
      add(name, event.text, "", at: now)
    case "advance": try letTimersRunOut(before: now, andAt: true)
    case "draw":
      for word in words.dropFirst() {
        guard let value = Script.time(word)?.ns ?? Int64(word) else { throw unknown(event) }
        chooser.planned.append(value)
      }
    case "spread": try spread(event, at: now)
    case "probe", "isolate", "restore", "clear", "fail-back", "reload": try operate(event, at: now)
    case _: try attempt(event, name, at: now)
    }
  }

  private mutating func start(_ event: ScriptEvent, _ name: String, at now: Tick) throws {
    let (facts, route, tags) = try facts(event)
    started += 1
    let place = transcript.begin(
      facts, tags: tags, on: route, number: started, drawing: chooser.planned, at: now)
    let (state, action) = interpreter.start(
      facts, on: route, number: started, at: now, choosing: &chooser)
    let request = TracedRequest(name, interpreter, state)
    request.place = place
    requests.removeAll { $0.name == name }
    requests.append(request)
    follow(action, of: request, event.text, at: now)
  }

  /// Facts and route of `start size 5000 priority 3 tag plan=paid route other`.
  func facts(_ event: ScriptEvent) throws -> (RequestFacts, ID<Route>, tags: [String]) {
    var facts = RequestFacts()
    var tags: [String] = []
    var route = ID<Route>(0)
    var words = event.words.dropFirst()
    while let word = words.popFirst() {
      guard let value = words.popFirst() else { throw unknown(event) }
      switch word {
      case "size": facts.size = Int64(value) ?? 0
      case "delivery": facts.delivery = Delivery.allCases.first { "\($0.word)" == value } ?? .shown
      case "priority": facts.priority = UInt8(value) ?? 5
      case "route":
        guard let found = graph.routes.ids.first(where: { named(graph.routes[$0].name, value) })
        else { throw ScriptError("no route `\(value)`") }
        route = found
      case "tag":
        tags.append(value)
        let parts = value.split(separator: "=").map { Array($0.utf8) }
        if parts.count == 2, let tag = interpreter.plan.tag(parts[0], is: parts[1]) {
          facts.add(tag)
        }
      case _: throw unknown(event)
      }
    }
    return (facts, route, tags)
  }

  /// What an attempt does: `a answers`, `a fails overloaded hint 2s`, `#1 first-byte`.
  private mutating func attempt(_ event: ScriptEvent, _ name: String, at now: Tick) throws {
    let request = try request(name)
    guard event.words.count > 1 else { throw unknown(event) }
    let found = request.attempts.last { attempt in
      event.words[0] == "#\(attempt.id.number)"
        || request.graph.text(request.graph.endpoints[attempt.endpoint].name) == event.words[0]
    }
    guard let id = found?.id else {
      throw ScriptError("\(name) has no attempt at `\(event.words[0])`")
    }
    switch event.words[1] {
    case "first-byte": step(request, .firstByte(id), event.text, at: now)
    case "answers", "fails":
      step(request, .finished(id, try outcome(event)), event.text, at: now)
    case _: throw unknown(event)
    }
  }

  /// Tells the interpreter of an event, and does what it asks for.
  mutating func step(_ request: TracedRequest, _ event: Event, _ text: String, at now: Tick) {
    transcript.step(request.place, event, drawing: chooser.planned, at: now)
    let action = request.interpreter.step(
      &request.state, event, at: now, choosing: &chooser)
    follow(action, of: request, text, at: now)
  }

  private mutating func follow(
    _ action: Action, of request: TracedRequest, _ text: String, at now: Tick
  ) {
    if action.kind == .attempt || action.kind == .resume {
      request.attempts.append((action.attempt, action.endpoint))
    }
    request.wakeAt = action.wakeAt
    if action.isEnd { request.hasEnded = true }
    reasons.insert(action.reason)
    let words = TraceText(graph: request.graph)
    add(request.name, text, words.spelled(action), at: now, words)
    transcript.action(action, request.graph)
    if action.kind == .notify { step(request, .proceed, "told", at: now) }
  }

  /// Adds a row, with the notes that were taken since the last.
  mutating func add(
    _ request: String, _ event: String, _ action: String, at now: Tick, _ words: TraceText? = nil
  ) {
    let words = words ?? TraceText(graph: graph)
    let decisions = recorder.take()
    transcript.notes(decisions)
    for decision in decisions { reasons.insert(decision.reason) }
    let shown = request == "r*" ? "" : request
    rows.append(
      TraceRow(
        at: now, request: shown, event: event, action: action,
        decisions: chooser.takeDrawn() + decisions.compactMap { words.spelled($0, after: event) }))
  }

  func request(_ name: String) throws -> TracedRequest {
    guard let found = requests.last(where: { $0.name == name }) else {
      throw ScriptError("\(name) has not been started")
    }
    return found
  }

  func named(_ name: Name, _ text: String) -> Bool { graph.text(name) == text }

  func unknown(_ event: ScriptEvent) -> ScriptError {
    ScriptError("nobody knows what `\(event.text)` means")
  }
}
