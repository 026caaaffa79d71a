import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/agent-tools`: when a tool has become unreliable as a whole, the agent is told at once.
@Suite(.inTurn) struct ToolTests {
  private func world(dead: Set<String> = []) async throws -> World {
    // Times that a busy machine of CI keeps as well.
    try await World.made(
      "agent-tools",
      [
        "connect: 200ms, attempt: 900ms": "connect: 1s, attempt: 1s",
        "deadline 2200ms": "deadline 20s",
        "within: 20ms": "within: 1s", "within: 100ms": "within: 1s", "within: 200ms": "within: 1s",
        "deadline 4s": "deadline 20s", "deadline 8s": "deadline 20s",
      ], dead: dead)
  }

  @Test func `the other index answers, and if neither does, what is known`() async throws {
    let world = try await world()
    world["search-wide"].always(.hang)
    #expect(try await world.run("web-search").endpoint == "search-plain")
    world["search-plain"].always(.cut(["{\"results\": ["]))
    let unavailable = try await world.run("web-search")
    #expect(unavailable.step == "unavailable", "\(unavailable)")
    #expect(unavailable.status == 503)
    world.fallbacks.value = ["local-index": "what we know"]
    #expect(
      try await world.run("web-search").kind == .degraded(step: "local", "what we know"))
    world.cache.value = "what was found"
    #expect(try await world.run("web-search").kind == .degraded(step: "cached", "what was found"))
    // One try each, whatever happens.
    #expect(world.asked.count == 8)
  }

  @Test func `a brownout spares both providers and the agent, and ends by itself`() async throws {
    let world = try await world()
    // Every second search of each fails: a quarter of all requests, and no breaker's business.
    let halves = (0..<200).map { $0 % 2 == 0 ? Behaviour.answer(500) : .ok() }
    for name in ["search-wide", "search-plain"] { world[name].plays(halves) }
    var endings: [Ending] = []
    while endings.count < 200, !world.isBrownedOut("web-search") {
      endings.append(try await world.run("web-search"))
    }
    #expect(world.isBrownedOut("web-search"))
    // Not before as many calls as the policy wants to have seen.
    #expect(endings.count >= 50)
    #expect(endings.contains { $0.isFull })
    let before = world.asked.count
    for _ in 0..<10 {
      let ending = try await world.run("web-search")
      #expect(ending.step == "unavailable", "\(ending)")
      #expect(ending.attempts <= 2)
    }
    // One probe a second may have been among them.
    #expect(world.asked.count - before <= 4)
    for name in ["search-wide", "search-plain"] { world[name].always(.ok()) }
    for _ in 0..<40 where world.isBrownedOut("web-search") {
      world.clock.leap(.milliseconds(1001))
      _ = try await world.run("web-search")
    }
    #expect(!world.isBrownedOut("web-search"))
    #expect(try await world.run("web-search").isFull)
  }

  @Test func `a full sandbox gives way to the other one`() async throws {
    let world = try await world()
    world["sandbox-1"].always(.answer(503, headers: ["retry-after: 0.001"]))
    for _ in 0..<8 {
      let ending = try await world.run("run-code")
      #expect(ending.isFull, "\(ending)")
      #expect(ending.endpoint == "sandbox-2" || ending.attempts > 1)
    }
    world.everywhere(.answer(500))
    #expect(try await world.run("run-code").step == "unavailable")
  }

  @Test(arguments: [Behaviour.reset, .close, .answer(500), .raw("{}"), .cut(["{"])])
  func `a ticket that may have been filed is not filed again`(behaviour: Behaviour) async throws {
    let world = try await world()
    world["tracker"].always(.executing(behaviour))
    world.fallbacks.value = ["outbox": "kept for later"]
    let ending = try await world.run("file-ticket", key: "ticket-1")
    #expect(ending.kind == .degraded(step: "outbox", "kept for later"), "\(ending)")
    #expect(ending.executed == .maybe)
    #expect(world.asked == ["tracker"])
    #expect(world.executions("ticket-1") == 1)
  }

  @Test func `a ticket that certainly was not filed is tried once more`() async throws {
    let world = try await world()
    world["tracker"].plays(.answer(503, headers: ["retry-after: 0.02"]))
    let ending = try await world.run("file-ticket", key: "ticket-1")
    #expect(ending.isFull, "\(ending)")
    #expect(world.asked == ["tracker", "tracker"])
    #expect(world.executions("ticket-1") == 1)
    let gone = try await self.world(dead: ["tracker"])
    let lost = try await gone.run("file-ticket", key: "ticket-2")
    #expect(lost.step == "lost")
    #expect(lost.attempts == 2)
    #expect(lost.executed == .no)
  }
}

extension World {
  /// Whether a route is browned out.
  func isBrownedOut(_ route: String) -> Bool {
    engine.snapshot().routes.contains { $0.name == route && $0.brownout != nil }
  }
}
