import Testing

@testable import PolicyService

/// `examples/order-entry`: cancellations and reads.
@Suite(.inTurn) struct OrderReadTests {
  private func world(dead: Set<String> = []) async throws -> World {
    try await World.made("order-entry", OrderTests.slack, dead: dead)
  }

  @Test func `an order is cancelled where it lies`() async throws {
    let world = try await world()
    let tag = Request.Tag("venue", "venue-b")
    #expect(try await world.run("cancel-order", tags: [tag]).endpoint == "venue-b-line-1")
    #expect(try await world.run("cancel-order").endpoint == "venue-a-line-1")
    world["venue-b-line-1"].always(.reset)
    #expect(try await world.run("cancel-order", tags: [tag]).endpoint == "venue-b-line-2")
    #expect(world.asked(for: .lookup) == [])
  }

  @Test func `what cannot be cancelled pages the desk, and what is gone does not`() async throws {
    let world = try await world(dead: ["venue-b-line-1", "venue-b-line-2"])
    let ending = try await world.run("cancel-order", tags: [Request.Tag("venue", "venue-b")])
    #expect(ending.step == "page", "\(ending)")
    await until { !world.told.all.isEmpty }
    #expect(world.told.all == ["page-the-desk"])
    // At the other venue nothing lies.
    #expect(world.asked == [])
    world["venue-a-line-1"].always(.error(400, code: "-2011"))
    #expect(try await world.run("cancel-order").kind == .failed("fail"))
    #expect(world.told.all == ["page-the-desk"])
  }

  @Test(arguments: [Behaviour.hang, .reset, .answer(500), .answer(418), .ok("{\"half")])
  func `risk control outlives a venue, and then lives on what it knew`(behaviour: Behaviour)
    async throws
  {
    let world = try await world()
    for line in OrderTests.lines { world[line].always(behaviour) }
    let ending = try await world.run("risk-read")
    #expect(ending.endpoint == "clearing", "\(ending)")
    world["clearing"].always(behaviour)
    world.cache.value = "positions of a moment ago"
    #expect(try await world.run("risk-read").step == "cached")
    world.cache.value = nil
    #expect(try await world.run("risk-read").step == "unknown")
  }
}
