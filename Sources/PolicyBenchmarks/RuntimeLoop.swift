import Glibc
import PolicyGraph
import PolicyLanguage
import PolicyRuntime

/// Requests of one policy, one after the other on one thread, in virtual time.
struct RuntimeLoop {
  /// The policies and paths that are measured, by the names that the command line takes.
  enum Name: String, CaseIterable {
    case happy, generated, open, busy, failing, waiting
    case chatHappy = "chat-happy"
    case chatFailing = "chat-failing"
    case least2 = "least-2"
    case least100 = "least-100"
    case least1000 = "least-1000"
    case fastest2 = "fastest-2"
    case fastest100 = "fastest-100"
    case fastest1000 = "fastest-1000"
  }

  let interpreter: Interpreter
  /// Whether some requests fail at first.
  var fails: Bool
  let streams: Bool
  var facts: RequestFacts
  var random = Random(seed: 1)
  var now: Int64 = 1_000_000_000
  /// What was sent to each endpoint, and what of it failed.
  private var sent = [Int](repeating: 0, count: 8)
  private var failed = [Int](repeating: 0, count: 8)
  private let unavailable = Evidence(status: 503)
  private let table: ID<ErrorTable>

  init(_ name: Name, lane: UInt8 = 0) {
    switch name {
    case .happy: self.init(RuntimePolicies.plain(), fails: false)
    case .open:
      self.init(RuntimePolicies.plain(), fails: false)
      openFirst()
    case .generated: self.init(RuntimePolicies.generated(), fails: false, size: 1000)
    case .busy:
      self.init(RuntimePolicies.plain(response: "failover"), fails: true)
      _ = run(100)
      self.fails = false
    case .least2, .least100, .least1000, .fastest2, .fastest100, .fastest1000:
      let parts = name.rawValue.split(separator: "-")
      let balance = parts[0] == "least" ? "least-loaded" : "fastest"
      self.init(RuntimePolicies.balanced(balance, Int(parts[1]) ?? 2), fails: false)
    case .failing: self.init(RuntimePolicies.plain(response: "failover"), fails: true)
    case .waiting:
      self.init(RuntimePolicies.plain(response: "same-endpoint backoff: gentle"), fails: true)
    case .chatHappy: self.init(RuntimePolicies.chat(), fails: false, size: 1000)
    case .chatFailing: self.init(RuntimePolicies.chat(), fails: true, size: 1000)
    }
    facts.lane = lane
  }

  /// The same requests of another thread.
  func beside(lane: UInt8) -> RuntimeLoop {
    var other = self
    other.facts.lane = lane
    other.random = Random(seed: UInt64(lane) + 1)
    return other
  }

  private init(_ text: String, fails: Bool, size: Int64 = 0) {
    let compilation = compile("examples/benchmark.policy") { path in
      if path == "examples/benchmark.policy" { return .success(Array(text.utf8)) }
      return .success(File.read(path))
    }
    guard let graph = compilation.graph else {
      print(String(decoding: Render.compact(compilation.report), as: UTF8.self))
      fflush(nil)
      preconditionFailure("the policy that is measured has errors")
    }
    let plan = Plan(graph)
    interpreter = Interpreter(plan, SharedState(for: plan))
    self.fails = fails
    facts = RequestFacts(size: size)
    let route = graph.routes[ID(0)]
    streams = route.commit.mayBeEarly
    table = route.errors
  }

  /// Lets the first endpoint fail until its breaker is open.
  private mutating func openFirst() {
    for _ in 0..<20 {
      var (request, action) = interpreter.start(
        facts, on: ID(0), at: Tick(ns: now), choosing: &random)
      while !action.isEnd {
        let outcome =
          action.endpoint.raw == 0
          ? interpreter.plan.classifier.classify(unavailable, by: table) : .success
        action = interpreter.step(
          &request, .finished(action.attempt, outcome), at: Tick(ns: now), choosing: &random)
      }
      now += 1000
    }
    let (_, action) = interpreter.start(facts, on: ID(0), at: Tick(ns: now), choosing: &random)
    precondition(action.endpoint.raw == 1, "the breaker of the first endpoint is not open")
  }

  /// Runs `count` requests; how many of them failed at first.
  ///
  /// A request fails only where that leaves two of three attempts at an endpoint good: the breaker
  /// stays closed, its windows stay active.
  @inline(never)
  mutating func run(_ count: Int) -> Int {
    var failures = 0
    let facts = facts
    for _ in 0..<count {
      now += 1000
      var ticket = interpreter.enter(facts, on: ID(0), at: Tick(ns: now), choosing: &random)
      if ticket.isCalm && !fails {
        if streams { _ = interpreter.firstByte(of: &ticket, facts, at: Tick(ns: now)) }
        interpreter.leave(ticket, of: facts, at: Tick(ns: now), choosing: &random)
      } else if runClosely(ticket) {
        failures += 1
      }
    }
    return failures
  }

  /// One request that may fail at first; whether it did.
  private mutating func runClosely(_ ticket: Ticket) -> Bool {
    var request: RequestState
    var action: Action
    if ticket.isCalm {
      action = interpreter.action(of: ticket)
      guard mayFail(action.endpoint.index) else {
        var ticket = ticket
        if streams { _ = interpreter.firstByte(of: &ticket, facts, at: Tick(ns: now)) }
        interpreter.leave(ticket, of: facts, at: Tick(ns: now), choosing: &random)
        return false
      }
      request = interpreter.request(of: ticket, facts)
    } else {
      request = interpreter.request(facts, on: ID(0), at: Tick(ns: now))
      action = interpreter.begin(&request, choosing: &random)
    }
    let isFailed = ticket.isCalm || fails && mayFail(action.endpoint.index)
    if isFailed {
      let outcome = interpreter.plan.classify(unavailable, by: table, epochNs: 0)
      action = interpreter.step(
        &request, .finished(action.attempt, outcome), at: Tick(ns: now), choosing: &random)
      if action.kind == .wait {
        now = action.wakeAt.ns
        action = interpreter.step(&request, .timer, at: Tick(ns: now), choosing: &random)
      }
      sent[action.endpoint.index & 7] += 1
    }
    if streams {
      _ = interpreter.step(
        &request, .firstByte(action.attempt), at: Tick(ns: now), choosing: &random)
    }
    action = interpreter.step(
      &request, .finished(action.attempt, .success), at: Tick(ns: now), choosing: &random)
    precondition(action.kind == .answer, "a request that was to be answered was not")
    return isFailed
  }

  private mutating func mayFail(_ endpoint: Int) -> Bool {
    sent[endpoint & 7] += 1
    guard 3 * failed[endpoint & 7] < sent[endpoint & 7] else { return false }
    failed[endpoint & 7] += 1
    return true
  }
}
