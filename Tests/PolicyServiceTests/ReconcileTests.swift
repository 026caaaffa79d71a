import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Requests that may be carried out once.
@Suite(.inTurn) struct ReconcileTests {
  private static let gate = """
    retry again {
      attempts 3
      budget   none
      on connection { failover }
      on timeout, interrupted, unavailable { reconcile within: 500ms; failover }
      otherwise { fail }
    }
    """

  struct Found: Sendable, CustomTestStringConvertible {
    var verdict: Verdict
    var ending: String

    var testDescription: String { ending }
  }

  private func placing(_ reconcile: @escaping Handlers.Reconcile, clock: TestClock? = nil) throws
    -> (PolicyEngine, PolicyRoute)
  {
    var handlers = Handlers()
    handlers.reconcile(reconcile)
    let text = Policy.route(effect: "once", retry: ReconcileTests.gate).replacing(
      "domain     provider: two", with: "domain provider: one")
    let engine = try engine(text, handlers: handlers, clock: clock)
    return (engine, try engine.route("main"))
  }

  @Test func `a request that landed is answered by what the handler brought`() async throws {
    let (_, route) = try placing { inquiry in
      #expect(inquiry.request.key == "order-7")
      #expect(inquiry.sentTo == "a")
      // Another endpoint of the same provider is asked.
      #expect(inquiry.destination.endpoint == "b")
      #expect(inquiry.credential?.secret == "canary-secret-b")
      return .landed(Served("filled"))
    }
    let sent = Recorder<String>()
    let answer = try await route.run(Request(key: "order-7")) { attempt -> String in
      sent.add(attempt.endpoint)
      throw AttemptFailure.transport(.cut)
    }
    guard case .substitute(.landed(let served)) = answer.result else {
      Issue.record("answered \(answer.result)")
      return
    }
    #expect(served?.as(String.self) == "filled")
    #expect(answer.executed == .yes)
    #expect(answer.level == .full)
    #expect(sent.all == ["a"])
  }

  @Test func `whoever the policy names is asked about it`() async throws {
    var handlers = Handlers()
    let asked = Recorder<String>()
    handlers.reconcile { inquiry in
      asked.add("\(inquiry.sentTo) at \(inquiry.destination.endpoint)")
      return .unknown
    }
    let text =
      Policy.route(
        effect: "once",
        retry: ReconcileTests.gate.replacing("reconcile within", with: "reconcile at: c, within"))
      + "\nendpoint c { url \"https://c.test\"; timeout attempt: 1s }\n"
    let engine = try engine(text, handlers: handlers)
    let route = try engine.route("main")
    func ending() async -> RequestFailed? {
      await #expect(throws: RequestFailed.self) {
        _ = try await route.run(Request(key: "order-8")) { _ -> String in
          throw AttemptFailure.transport(.cut)
        }
      }
    }
    var failed = try #require(await ending())
    #expect(failed.code == "still-unknown" && failed.executed == .maybe)
    #expect(asked.all == ["a at c"])
    try engine.isolate("c")
    failed = try #require(await ending())
    #expect(failed.code == "not-asked" && failed.executed == .maybe)
    #expect(asked.all == ["a at c"])
  }

  @Test func `one that cannot land any more is sent again`() async throws {
    let (_, route) = try placing { _ in .cannotLand }
    let answer = try await route.run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure.transport(.cut) }
      return attempt.endpoint
    }
    #expect(answer.value == "b")
  }

  struct Broken: Error {}

  @Test(arguments: [true, false])
  func `one of which nobody knows is not sent again`(throwing: Bool) async throws {
    let (_, route) = try placing { _ in
      if throwing { throw Broken() }
      return .unknown
    }
    let sent = Recorder<String>()
    let failed = await #expect(throws: RequestFailed.self) {
      try await route.run { attempt -> Int in
        sent.add(attempt.endpoint)
        throw AttemptFailure.transport(.cut)
      }
    }
    #expect(failed?.executed == .maybe)
    #expect(sent.all == ["a"])
  }

  @Test func `a handler that never returns is as good as none`() async throws {
    let clock = TestClock()
    let gate = Gate()
    let (engine, route) = try placing(
      { _ in
        await gate.wait()
        return .cannotLand
      }, clock: clock)
    let sent = Recorder<String>()
    let running = Task {
      try await route.run { attempt -> Int in
        sent.add(attempt.endpoint)
        throw AttemptFailure.transport(.cut)
      }
    }
    await clock.sleepers(1)
    clock.advance(by: .milliseconds(500))
    let failed = await #expect(throws: RequestFailed.self) { try await running.value }
    #expect(failed?.executed == .maybe)
    #expect(sent.all == ["a"])
    #expect(engine.abandoned == 1)
    gate.open()
    await until { engine.abandoned == 0 }
  }
}
