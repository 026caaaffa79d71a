import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Credentials that change, that are missing, and what an operator ends by hand.
@Suite(.inTurn) struct CredentialTests {
  private let clock = TestClock()
  private let variables = Recorder<[String: String]>()

  /// An engine that reads its credentials from the latest of `variables`.
  private func engine(
    _ text: String, _ values: [String: String], _ missing: MissingCredentials = .fail
  ) throws -> PolicyEngine {
    variables.add(values)
    let environment = Environment(
      variable: { [variables] in variables.all.last?[$0] },
      file: { (_) throws(Environment.Unreadable) in throw .init(reason: "there is no such file") })
    return try PolicyEngine(
      artifact: artifact(text), clock: clock.engineClock, environment: environment,
      missingCredentials: missing)
  }

  private func refusal(_ make: () throws -> Void) -> String {
    do {
      try make()
      return "none"
    } catch { return "\(error)" }
  }

  // MARK: Reload

  @Test func `a credential of another value starts without coolings, others keep theirs`()
    async throws
  {
    let engine = try engine(Policy.route(), ["KEY_A": "old", "KEY_B": "same"])
    let route = try engine.route("main")
    _ = try? await route.run { _ -> Int in throw AttemptFailure(status: 401) }
    #expect(engine.snapshot().endpoints.map(\.coolingCredentials.count) == [1, 1])
    clock.advance(by: .seconds(1))
    variables.add(["KEY_A": "canary-new", "KEY_B": "same"])
    let reload = try engine.replace(with: artifact(Policy.route()))
    #expect(
      reload.notCarried == [#"coolings of credential env("KEY_A"): its value changed"#])
    #expect(engine.snapshot().endpoints.map(\.coolingCredentials.count) == [0, 1])
    let answer = try await route.run { "\($0.endpoint) \($0.credential?.secret ?? "")" }
    #expect(answer.value == "a canary-new")
    // Nothing changed since: nothing is forgotten.
    _ = try? await route.run { _ -> Int in throw AttemptFailure(status: 401) }
    #expect(try engine.replace(with: artifact(Policy.route())).notCarried.isEmpty)
    #expect(engine.snapshot().endpoints.map(\.coolingCredentials.count) == [1, 1])
  }

  @Test func `what still uses the old value does not cool the new one`() async throws {
    let engine = try engine(Policy.route(), ["KEY_A": "old", "KEY_B": "b"])
    let route = try engine.route("main")
    let gate = Gate()
    let running = Task {
      try await route.run { attempt in
        if attempt.endpoint == "a" {
          await gate.wait()
          throw AttemptFailure(status: 401)
        }
        return attempt.endpoint
      }
    }
    await until { gate.waiting == 1 }
    variables.add(["KEY_A": "new", "KEY_B": "b"])
    try engine.replace(with: artifact(Policy.route()))
    gate.open()
    #expect(try await running.value.value == "b")
    #expect(engine.snapshot().endpoints.map(\.coolingCredentials.count) == [0, 0])
    #expect(try await route.run { $0.endpoint }.value == "a")
  }

  @Test func `an endpoint that was refused is up since its credential changed`() async throws {
    let text = Policy.route().replacing("failback at-once", with: "failback after: 10s")
    let engine = try engine(text, ["KEY_A": "old", "KEY_B": "b"])
    let route = try engine.route("main")
    _ = try await route.run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 401) }
    }
    #expect(try await route.run { $0.endpoint }.value == "b")
    clock.advance(by: .seconds(5))
    variables.add(["KEY_A": "new", "KEY_B": "b"])
    try engine.replace(with: artifact(text))
    clock.advance(by: .seconds(9))
    #expect(try await route.run { $0.endpoint }.value == "b")
    clock.advance(by: .seconds(1))
    #expect(try await route.run { $0.endpoint }.value == "a")
  }

  // MARK: The operator

  @Test func `clearing an endpoint ends its coolings and closes its breaker`() async throws {
    let engine = try engine(
      Policy.route(
        more: "breaker quick",
        before:
          "breaker quick { trip consecutive: 1; cooldown 30s, growth: 2x, max: 10m, jitter: 0% }"),
      ["KEY_A": "a", "KEY_B": "b"])
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    let route = try engine.route("main")
    for failure in [AttemptFailure(status: 401), AttemptFailure(status: 503)] {
      try engine.clear("a")
      _ = try await route.run { attempt in
        if attempt.endpoint == "a" { throw failure }
      }
    }
    _ = try await route.run { attempt in
      #expect(attempt.endpoint == "b")
    }
    #expect(engine.snapshot().endpoints.first?.breakers.map(\.openFor) == [.seconds(30)])
    try engine.clear("a")
    #expect(told.all.last?.reason == .cleared)
    #expect(told.all.last?.endpoint == "a")
    let a = try #require(engine.snapshot().endpoints.first)
    #expect(a.breakers.map(\.phase) == [.closed])
    #expect(a.coolingFor == nil && a.coolingCredentials.isEmpty)
    #expect(try await route.run { $0.endpoint }.value == "a")
    // It opens as if for the first time.
    _ = try await route.run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
    }
    #expect(engine.snapshot().endpoints.first?.breakers.map(\.openFor) == [.seconds(30)])
    let wrong = #expect(throws: EngineError.self) { try engine.clear("aa") }
    #expect("\(wrong.map { "\($0)" } ?? "")".contains("did you mean `a`"))
  }

  @Test func `clearing ends neither the operator's isolation nor what probes found`() async throws {
    let engine = try engine(Policy.route(), ["KEY_A": "a", "KEY_B": "b"])
    try engine.isolate("a")
    try engine.clear("a")
    #expect(engine.snapshot().endpoints.map(\.isIsolated) == [true, false])
  }

  // MARK: Missing credentials

  @Test func `an endpoint without its credential is excluded on request`() async throws {
    let engine = try engine(Policy.route(), ["KEY_B": "b"], .exclude)
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    #expect(told.all.map(\.reason) == [.excluded])
    #expect(told.all.map(\.endpoint) == ["a"])
    #expect(engine.missingCredentials.map(\.reference) == [#"env("KEY_A")"#])
    #expect(engine.missingCredentials.map(\.reason) == ["is not set in the environment"])
    #expect(engine.snapshot().missingCredentials == engine.missingCredentials)
    #expect(engine.snapshot().endpoints.map(\.isExcluded) == [true, false])
    #expect(engine.prometheusText().contains(#"policy_endpoint_excluded{endpoint="a"} 1"#))
    let answer = try await engine.route("main").run { $0.endpoint }
    #expect(answer.value == "b")
    let passedOver = told.all.filter { $0.kind == .candidate && $0.endpoint == "a" }
    #expect(passedOver.map(\.reason) == [.excluded])
    // Nor is it the last resort.
    let failed = await #expect(throws: RequestFailed.self) {
      try await engine.route("main").run { _ -> Int in throw AttemptFailure(status: 503) }
    }
    #expect(failed?.attempts == 1)
  }

  @Test func `a reload that finds the credential takes the endpoint in, and the other way round`()
    async throws
  {
    let engine = try engine(Policy.route(), ["KEY_B": "b"], .exclude)
    let route = try engine.route("main")
    variables.add(["KEY_A": "a"])
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    try engine.replace(with: artifact(Policy.route()))
    #expect(told.all.filter { $0.reason == .excluded }.map(\.endpoint) == ["a", "b"])
    #expect(try await route.run { $0.endpoint }.value == "a")
    #expect(engine.missingCredentials.map(\.reference) == [#"env("KEY_B")"#])
    variables.add([:])
    #expect(throws: EngineError.self) { try engine.replace(with: artifact(Policy.route())) }
    #expect(try await route.run { $0.endpoint }.value == "a")
  }

  @Test func `an endpoint that has another credential uses that`() async throws {
    let text = Policy.route().replacing(
      #"credential env("KEY_A")"#, with: #"credential env("KEY_C"), env("KEY_A")"#)
    let engine = try engine(text, ["KEY_A": "a", "KEY_B": "b"], .exclude)
    let answer = try await engine.route("main").run {
      "\($0.endpoint) \($0.credential?.secret ?? "")"
    }
    #expect(answer.value == "a a")
    #expect(engine.snapshot().endpoints.map(\.isExcluded) == [false, false])
    #expect(engine.missingCredentials.map(\.reference) == [#"env("KEY_C")"#])
  }

  @Test func `a route that would have no endpoint left refuses the policy`() throws {
    let alone = Policy.route().replacing("to       both", with: "to       a")
    #expect(
      refusal { _ = try engine(alone, ["KEY_B": "b"], .exclude) }
        == #"the policy's credentials are not all there: env("KEY_A") of endpoint `a` is not set in "#
        + "the environment, and without it route `main` has no endpoint left")
    // What is missing elsewhere keeps nobody from starting.
    _ = try engine(alone, ["KEY_A": "a"], .exclude)
    let none = refusal { _ = try engine(Policy.route(), [:], .exclude) }
    #expect(none.contains("KEY_A") && none.contains("KEY_B"))
    #expect(refusal { _ = try engine(Policy.route(), ["KEY_B": "b"]) }.contains("KEY_A"))
  }

  @Test func `requests of one arm of a select have no other`() throws {
    let select = "select which { when tag: plan, is: \"paid\" { to a }; otherwise { to b } }"
    let text = Policy.route(before: select).replacing("to       both", with: "to       which")
    for (values, missing) in [(["KEY_B": "b"], "KEY_A"), (["KEY_A": "a"], "KEY_B")] {
      #expect(refusal { _ = try engine(text, values, .exclude) }.contains(missing))
    }
  }

  @Test func `an endpoint that could not serve the route keeps nobody from leaving`() throws {
    let text = Policy.route(more: "require [tools]").replacing(
      "endpoint a {", with: "endpoint a { supports [tools]")
    // Only `a` has what the route asks for.
    #expect(refusal { _ = try engine(text, ["KEY_B": "b"], .exclude) }.contains("KEY_A"))
    _ = try engine(text, ["KEY_A": "a"], .exclude)
  }

  @Test func `an excluded endpoint is not probed`() async throws {
    let text = Policy.route().replacing(
      "endpoint a {", with: "endpoint a { probe every: 10s; "
    )
    .replacing("endpoint b {", with: "endpoint b { probe every: 10s; ")
    let engine = try engine(text, ["KEY_B": "b"], .exclude)
    let asked = Recorder<String>()
    let running = Task {
      await engine.runProbes { probe in
        asked.add(probe.destination.endpoint)
        return nil
      }
    }
    for _ in 0..<3 {
      await clock.sleepers(1)
      clock.advance(by: .seconds(10))
    }
    await until { asked.all.count >= 3 }
    running.cancel()
    await running.value
    #expect(Set(asked.all) == ["b"])
  }

  @Test(arguments: ["a\n", "a\r\n", "a\n\n"])
  func `a variable is trimmed of the line end behind it, as a file is`(value: String) async throws {
    let engine = try engine(Policy.route(), ["KEY_A": value, "KEY_B": "b"])
    #expect(try await engine.route("main").run { $0.credential?.secret ?? "" }.value == "a")
  }

  @Test func `a variable of a line end alone is empty`() {
    #expect(
      refusal { _ = try engine(Policy.route(), ["KEY_A": "\n", "KEY_B": "b"]) }.contains(
        "is set, but empty"))
  }
}
