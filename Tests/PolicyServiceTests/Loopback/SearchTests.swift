import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/search-regions`: what is left of the home region keeps what it can carry, and the rest
/// goes to the other one.
@Suite(.inTurn) struct SearchTests {
  static let east = ["east-a", "east-b", "east-c"]
  static let west = ["west-a", "west-b", "west-c"]

  private func world(
    hedge: String = "", dead: Set<String> = [], deaf: Set<String> = []
  ) async throws -> World {
    try await World.made(
      "search-regions",
      [
        "connect: 50ms, attempt: 400ms": "connect: 500ms, attempt: 1500ms",
        "hedge    after: p95, at-least: 120ms, max: 1": hedge, "deadline 2500ms": "deadline 20s",
        "every: 2s, timeout: 300ms": "every: 3s, timeout: 3s", "within: 20ms": "within: 1s",
      ], dead: dead, deaf: deaf)
  }

  @Test(arguments: [(lost: 0, home: 100...100), (1, 84...99), (2, 30...62), (3, 0...0)])
  func `home keeps as much as its cells can carry`(lost: Int, home: ClosedRange<Int>)
    async throws
  {
    let world = try await world()
    for name in SearchTests.east.prefix(lost) { world[name].always(.answer(503), for: .probe) }
    let probing = Task { await world.probe() }
    // Every cell was asked, and those that are lost often enough to be believed.
    await until {
      world.down.count == lost && Set(world.asked(for: .probe)).count == 6
    }
    #expect(world.down == Array(SearchTests.east.prefix(lost)))
    let count = 200
    for _ in 0..<count { #expect(try await world.run("search").isFull) }
    probing.cancel()
    await probing.value
    let atHome = world.asked.count { $0.hasPrefix("east") }
    #expect(world.asked.count == count)
    // 1.4 × 2/3 = 93%, 1.4 × 1/3 = 46%: five standard deviations wide.
    #expect(home.contains(atHome * 100 / count), "\(atHome) of \(count) at home")
    #expect(!world.asked.contains { SearchTests.east.prefix(lost).contains($0) })
  }

  @Test(arguments: [
    Behaviour.hang, .reset, .close, .answer(500), .answer(503), .cut(["{\"hits\": ["]),
    .stall(["{"]), .ok("{\"hits\": ["), .raw("\0\0\0\0"), .answer(429),
  ])
  func `a query leaves a region that is lost`(behaviour: Behaviour) async throws {
    let world = try await world()
    for name in SearchTests.east { world[name].always(behaviour) }
    let ending = try await world.run("search")
    #expect(ending.endpoint?.hasPrefix("west") == true, "\(ending)")
    #expect(ending.attempts == world.asked.count)
    #expect(ending.attempts <= 4)
    #expect(Set(world.asked).count == world.asked.count, "no cell is asked twice")
  }

  @Test func `a region whose ports are closed or silent is left`() async throws {
    let world = try await world(dead: ["east-a", "east-b"], deaf: ["east-c"])
    let ending = try await world.run("search")
    #expect(ending.endpoint?.hasPrefix("west") == true, "\(ending)")
    #expect(world.asked.count == 1)
  }

  @Test func `a slow cell gets a rival, whose answer is taken`() async throws {
    let world = try await world(hedge: "hedge after: p95, at-least: 120ms, max: 1")
    for name in SearchTests.east.prefix(2) { world[name].always(.hang) }
    var ending = try await world.run("search")
    for _ in 0..<5 where ending.isFull { ending = try await world.run("search") }
    #expect(ending.isFull, "\(ending)")
    #expect(world.events.all.contains { $0.reason == .hedged })
    // Nobody is asked twice for one query, hedges included.
    let ids = Set(world.events.all.compactMap(\.request))
    for id in ids {
      let sent = world.events.all.filter { $0.request == id && $0.kind == .attempt }
      #expect(Set(sent.compactMap(\.endpoint)).count == sent.count)
    }
  }

  @Test func `a wrong query is wrong everywhere, and old results are results`() async throws {
    let world = try await world()
    world.everywhere(.answer(400))
    #expect(try await world.run("search").kind == .failed("fail"))
    #expect(world.asked.count == 1)
    world.everywhere(.answer(500))
    let sorry = try await world.run("search")
    #expect(sorry.step == "sorry", "\(sorry)")
    #expect(sorry.attempts == 5)
    world.cache.value = "old"
    #expect(try await world.run("search").step == "cached")
  }
}
