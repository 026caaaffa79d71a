import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// What the closure of `run` is given, and what comes of what it gives back.
@Suite(.inTurn) struct RunTests {
  @Test func `the first endpoint that answers is the answer`() async throws {
    let engine = try engine(Policy.route())
    let answer = try await engine.route("main").run { attempt in "from \(attempt.endpoint)" }
    #expect(answer.value == "from a")
    #expect(answer.level == .full)
    #expect(!answer.isDegraded)
    #expect(answer.endpoint == "a")
    #expect(answer.attempts == 1)
    #expect(answer.executed == .yes)
    #expect(answer.reason == .answered)
  }

  @Test func `an attempt knows where to go, with what, and for how long`() async throws {
    let engine = try engine(Policy.route())
    _ = try await engine.route("main").run(Request(key: "order-7")) { attempt in
      #expect(attempt.number == 1)
      #expect(!attempt.isResume)
      #expect(attempt.url == "http://a.example.com")
      #expect(attempt.attributes == ["model": "large", "tier": "gold"])
      #expect(attempt.destination.domains == ["provider": "one", "region": "east"])
      #expect(attempt.credential?.secret == "canary-secret-a")
      #expect(attempt.credential?.reference == #"env("KEY_A")"#)
      #expect(attempt.credential?.withSecret { $0.count } == 15)
      #expect(attempt.timeouts.connect == .milliseconds(100))
      #expect(attempt.timeouts.firstByte == .seconds(2))
      #expect(attempt.timeouts.idle == .seconds(3))
      #expect(attempt.timeouts.attempt == .seconds(5))
      #expect(attempt.timeouts.stream == nil)
      #expect(attempt.idempotencyKey == nil)
    }
  }

  @Test func `an attempt knows what its endpoint calls the model`() async throws {
    let text = Policy.route().replacing(
      "attribute  model",
      with: "serves model: [small, big]; serves model: best, as: \"best-2026\"; attribute model")
    let engine = try engine(text)
    let names = Recorder<String?>()
    for model in ["best", "big", "huge"] {
      let request = Request(tags: [Request.Tag("model", model)])
      _ = try await engine.route("main").run(request) { attempt in names.add(attempt.model) }
    }
    // Without another name the endpoint's attribute is its name; `b` serves whatever comes.
    #expect(names.all == ["best-2026", "large", "huge"])
  }

  @Test func `a request that nobody serves is not sent`() async throws {
    let text = Policy.route().replacing("url        ", with: "serves model: small; url ")
    let engine = try engine(text)
    let failed = await #expect(throws: RequestFailed.self) {
      try await engine.route("main").run(Request(tags: [Request.Tag("model", "huge")])) { _ in }
    }
    #expect(failed?.cause == .policy(.notServed))
    #expect(failed?.attempts == 0)
  }

  @Test(arguments: [
    ("llm-http", "", true), ("http", "", false), ("own", "", true), ("far", "", true),
    ("plain", "", false), ("http", "llm-http", true), ("llm-http", "http", false),
  ])
  func `an attempt knows whether its endpoint answers like an LLM`(
    table: String, endpoint: String, expectsChat: Bool
  ) async throws {
    let tables = """
      errors own { extends llm-http; unavailable status: 418 }
      errors far { extends own; unavailable status: 419 }
      errors plain { extends http; unavailable status: 418 }
      """
    var text =
      tables + "\n"
      + Policy.route(retry: "retry again { attempts 1; otherwise { fail } }").replacing(
        "errors   http", with: "errors \(table)")
    if !endpoint.isEmpty {
      text = text.replacing("attribute  model", with: "errors \(endpoint)\nattribute  model")
    }
    let engine = try engine(text)
    let answer = try await engine.route("main").run { $0.expectsChat }
    #expect(answer.value == expectsChat)
  }

  @Test func `a failed attempt goes over to the next endpoint`() async throws {
    let engine = try engine(Policy.route())
    let answer = try await engine.route("main").run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
      return attempt.number
    }
    #expect(answer.value == 2)
    #expect(answer.endpoint == "b")
    #expect(answer.attempts == 2)
  }

  @Test func `a request that nobody answers says what failed last`() async throws {
    let engine = try engine(Policy.route())
    let route = try engine.route("main")
    let failed = await #expect(throws: RequestFailed.self) {
      try await route.run { attempt -> Int in throw AttemptFailure(status: 502) }
    }
    #expect(failed?.errorClass == "unavailable")
    #expect(failed?.status == 502)
    #expect(failed?.endpoint == "b")
    #expect(failed?.attempts == 2)
    #expect(failed?.executed == .maybe)
    #expect(failed?.route == "main")
    #expect(
      "\(failed.map { "\($0)" } ?? "")".contains("last failure: unavailable (status 502) at b"))
  }

  struct Failing: Sendable, CustomTestStringConvertible {
    var error: any Error
    var errorClass: String
    var executed: Execution

    var testDescription: String { "\(error) is \(errorClass)" }
  }

  struct Unknown: Error {}

  static let failures = [
    Failing(error: AttemptFailure(status: 429), errorClass: "rate-limited", executed: .no),
    Failing(error: AttemptFailure.transport(.refused), errorClass: "connection", executed: .no),
    Failing(error: AttemptFailure.transport(.timeout), errorClass: "timeout", executed: .maybe),
    Failing(
      error: AttemptFailure(status: 503, headers: [("Retry-After", "1")]),
      errorClass: "overloaded", executed: .no),
    Failing(error: CancellationError(), errorClass: "cancelled", executed: .maybe),
    // Nobody knows how far it came.
    Failing(error: Unknown(), errorClass: "interrupted", executed: .maybe),
    // Thrown, so it is none, whatever its status says.
    Failing(error: AttemptFailure(status: 200), errorClass: "malformed", executed: .maybe),
    Failing(error: AttemptFailure(status: 99_999), errorClass: "unclassified", executed: .maybe),
    Failing(error: AttemptFailure(status: -1), errorClass: "malformed", executed: .maybe),
  ]

  @Test(arguments: failures)
  func `what an attempt throws is classified by the policy's table`(failing: Failing) async throws {
    let engine = try engine(
      Policy.route(retry: "retry again { attempts 1; budget none; otherwise { fail } }"))
    let route = try engine.route("main")
    let failed = await #expect(throws: RequestFailed.self) {
      try await route.run { attempt -> Int in throw failing.error }
    }
    #expect(failed?.errorClass == failing.errorClass)
    #expect(failed?.executed == failing.executed)
    #expect(engine.counters().endpoints["a"]?.failed == [failing.errorClass: 1])
  }

  @Test func `an answer can be checked against the table before it is used`() async throws {
    let engine = try engine(
      Policy.route(before: #"errors strict { extends http; overloaded code: "busy" }"#)
        .replacing("errors   http", with: "errors strict"))
    let answer = try await engine.route("main").run { attempt in
      let body = attempt.endpoint == "a" ? #"{"error":{"code":"busy"}}"# : #"{"ok":true}"#
      try attempt.check(status: 200, body: body.utf8)
      return body
    }
    #expect(answer.value == #"{"ok":true}"#)
    #expect(engine.counters().endpoints["a"]?.failed == ["overloaded": 1])
  }

  @Test func `a wait between attempts is slept on the engine's clock`() async throws {
    let clock = TestClock()
    let engine = try engine(
      Policy.route(
        retry: """
          backoff even { constant base: 3s; jitter none }
          retry again {
            attempts 2
            budget none
            on overloaded { same-endpoint times: 1, backoff: even }
            otherwise { fail }
          }
          """), clock: clock)
    let route = try engine.route("main")
    let begun = clock.now
    let running = Task {
      try await route.run { attempt in
        if attempt.number == 1 { throw AttemptFailure(status: 529) }
        return clock.now
      }
    }
    await clock.sleepers(1)
    clock.advance(by: .seconds(2))
    await clock.sleepers(1)
    clock.advance(by: .seconds(1))
    let answer = try await running.value
    #expect(answer.value == begun + .seconds(3))
    #expect(answer.endpoint == "a")
  }

  @Test func `tags, size and priority reach the policy`() async throws {
    let engine = try engine(
      Policy.route(
        before: """
          select by-request {
            when tag: plan, is: paid { to b }
            when size, above: 100    { to b }
            when priority, below: 3  { to b }
            otherwise                { to a }
          }
          """
      ).replacing("to       both", with: "to by-request"))
    let route = try engine.route("main")
    func served(_ request: Request) async throws -> String? {
      try await route.run(request) { $0.endpoint }.value
    }
    #expect(try await served(Request()) == "a")
    #expect(try await served(Request(tags: [.init("plan", "paid")])) == "b")
    #expect(try await served(Request(tags: [.init("plan", "free"), .init("x", "y")])) == "a")
    #expect(try await served(Request(size: 101)) == "b")
    #expect(try await served(Request(size: -5)) == "a")
    #expect(try await served(Request(priority: 2)) == "b")
    #expect(try await served(Request(priority: -100)) == "b")
    #expect(try await served(Request(priority: 1_000_000)) == "a")
  }

  @Test func `the same happens in an enforcing run`() async throws {
    let engine = try engine(Policy.route())
    let answer = try await engine.route("main").run(enforcing: true) { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
      return attempt.number
    }
    #expect(answer.value == 2)
    #expect(answer.endpoint == "b")
    #expect(engine.abandoned == 0)
  }
}
