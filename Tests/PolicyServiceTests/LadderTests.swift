import PolicyRuntime
import Testing

@testable import PolicyService

/// What stands in for an answer, and the handlers that give it.
@Suite(.inTurn) struct LadderTests {
  private func failing(_ route: PolicyRoute, _ request: Request = Request()) async throws
    -> Answer<Int>
  {
    try await route.run(request) { _ in throw AttemptFailure(status: 503) }
  }

  @Test func `a text is served with its status`() async throws {
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: Policy.ladder(#"serve text: "come back later", status: 503"#)))
    let answer = try await failing(engine.route("main"))
    #expect(answer.value == nil)
    #expect(answer.level == .degraded(step: "lower"))
    #expect(answer.isDegraded)
    #expect(answer.endpoint == nil)
    #expect(answer.attempts == 2)
    #expect(answer.executed == .maybe)
    guard case .substitute(.text("come back later", status: 503)) = answer.result else {
      Issue.record("served \(answer.result)")
      return
    }
    #expect(answer.value { $0.text?.count ?? 0 } == 15)
  }

  @Test func `the cache is asked with the request's key, the age and the time`() async throws {
    var handlers = Handlers()
    handlers.cache { lookup in
      #expect(lookup.request.key == "k1")
      #expect(lookup.route == "main")
      #expect(lookup.maxAge == .seconds(3600))
      #expect(lookup.within == .milliseconds(500))
      return Served([1, 2, 3])
    }
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: Policy.ladder("serve cache, max-age: 1h, within: 500ms")), handlers: handlers,
      clock: TestClock())
    let answer = try await failing(engine.route("main"), Request(key: "k1"))
    guard case .substitute(.cached(let served)) = answer.result else {
      Issue.record("served \(answer.result)")
      return
    }
    #expect(served.as([Int].self) == [1, 2, 3])
    #expect(served.as(String.self) == nil)
    #expect(answer.value { $0.served?.as([Int].self)?.count ?? 0 } == 3)
  }

  struct Broken: Error {}

  static let empty: [@Sendable () async throws -> Served?] = [
    { nil }, { throw Broken() }, { throw CancellationError() },
  ]

  @Test(arguments: 0..<3)
  func `a handler that has nothing, or throws, leaves it to the next step`(which: Int) async throws
  {
    var handlers = Handlers()
    handlers.cache { _ in try await LadderTests.empty[which]() }
    handlers.call("fallback") { _ in Served("mine") }
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: """
          degrade below {
            step cached   { serve cache }
            step fallback { call "fallback" }
          }
          """), handlers: handlers)
    let answer = try await failing(engine.route("main"))
    guard case .substitute(.called("fallback", let served)) = answer.result else {
      Issue.record("served \(answer.result)")
      return
    }
    #expect(served.as(String.self) == "mine")
    #expect(answer.level == .degraded(step: "fallback"))
  }

  @Test func `a handler that never returns is cut when its time is over, and counted`() async throws
  {
    let clock = TestClock()
    let gate = Gate()
    var handlers = Handlers()
    handlers.call("fallback") { _ in
      await gate.wait()
      return nil
    }
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: """
          degrade below {
            step fallback { call "fallback", within: 2s }
            step text     { serve text: "sorry" }
          }
          """), handlers: handlers, clock: clock)
    let route = try engine.route("main")
    let running = Task { try await failing(route) }
    await clock.sleepers(1)
    #expect(engine.abandoned == 0)
    clock.advance(by: .seconds(2))
    let answer = try await running.value
    #expect(answer.level == .degraded(step: "text"))
    #expect(engine.abandoned == 1)
    gate.open()
    await until { engine.abandoned == 0 }
    #expect(engine.abandoned == 0)
    #expect(engine.counters().abandonedTotal == 1)
  }

  @Test func `a step may use another endpoint, which makes the answer degraded`() async throws {
    let engine = try engine(
      Policy.route(degrade: "degrade below", before: Policy.ladder("use small"))
        .replacing(
          "active-passive",
          with:
            #"endpoint small { url "http://s.example.com"; timeout attempt: 1s };active-passive"#
        ))
    let answer = try await engine.route("main").run { attempt in
      if attempt.endpoint != "small" { throw AttemptFailure(status: 503) }
      return "small answer"
    }
    #expect(answer.value == "small answer")
    #expect(answer.level == .degraded(step: "lower"))
    #expect(answer.endpoint == "small")
    #expect(answer.attempts == 3)
  }

  @Test func `a handler is told, and not waited for`() async throws {
    let gate = Gate()
    let told = Recorder<String>()
    var handlers = Handlers()
    handlers.notify("page") { notice in
      told.add("\(notice.route) \(notice.step) \(notice.request.key)")
      await gate.wait()
      told.add("over")
    }
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: Policy.ladder(#"notify "page"; serve text: "sorry""#)), handlers: handlers)
    let answer = try await failing(engine.route("main"), Request(key: "k2"))
    #expect(answer.level == .degraded(step: "lower"))
    await until { told.all.count == 1 }
    #expect(told.all == ["main lower k2"])
    gate.open()
    await until { told.all.count == 2 }
    #expect(told.all.last == "over")
  }

  @Test func `what is shed fails, and says so`() async throws {
    let engine = try engine(
      Policy.route(
        degrade: "degrade below",
        before: """
          degrade below {
            step shed { shed below: 5 }
            step text { serve text: "sorry" }
          }
          """))
    let route = try engine.route("main")
    let failed = await #expect(throws: RequestFailed.self) {
      try await failing(route, Request(priority: 4))
    }
    #expect(failed?.cause == .policy(.shed))
    #expect(failed?.code == "shed")
    #expect(try await failing(route, Request(priority: 5)).level == .degraded(step: "text"))
  }
}
