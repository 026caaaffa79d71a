import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/market-data`: a vendor that turns slow loses the traffic within seconds.
@Suite(.inTurn) struct MarketTests {
  /// No hedge where it would hide who was asked first, and times that a busy machine keeps.
  private func world(
    hedge: String = "", dead: Set<String> = [], deaf: Set<String> = []
  ) async throws -> World {
    try await World.made(
      "market-data",
      [
        "connect: 50ms, attempt: 150ms": "connect: 1s, attempt: 1500ms",
        "hedge    after: p95, at-least: 20ms, max: 1": hedge, "deadline 500ms": "deadline 20s",
        "within: 5ms": "within: 1s", "within: 50ms": "within: 1s", "deadline 3s": "deadline 20s",
        "every: 2s, timeout: 150ms": "every: 500ms, timeout: 500ms",
      ], dead: dead, deaf: deaf)
  }

  @Test func `a slow vendor is asked hardly any more, without a single error`() async throws {
    let world = try await world()
    world["feed-a"].always(.slow(.milliseconds(500), .ok()))
    for _ in 0..<60 { #expect(try await world.run("quote").isFull) }
    // A third each at random; now only while its rivals look no better.
    #expect(world.asked.count { $0 == "feed-a" } <= 8)
    #expect(world.classes == [])
  }

  @Test(arguments: [
    Behaviour.hang, .reset, .resetAtOnce, .close, .cut(["{\"bid\": "]),
    .cutPieces(["{\"bid\": "]), .stall(["{\"bid\": "]), .answer(500), .answer(503),
    .answer(429, headers: ["retry-after: 5"]), .answer(401), .ok("{\"bid\": 1"), .raw("HTTP\r\n"),
    .answer(529),
  ])
  func `two vendors may fail as they like`(behaviour: Behaviour) async throws {
    let world = try await world()
    world["feed-a"].always(behaviour)
    world["feed-b"].always(behaviour)
    for _ in 0..<3 {
      let ending = try await world.run("quote")
      #expect(ending.endpoint == "feed-c", "\(ending)")
      #expect(ending.attempts <= 3)
    }
  }

  @Test func `a closed port and a silent one are no loss either`() async throws {
    let world = try await world(dead: ["feed-a"], deaf: ["feed-b"])
    let ending = try await world.run("quote")
    #expect(ending.endpoint == "feed-c", "\(ending)")
    #expect(world.asked == ["feed-c"])
  }

  @Test func `an unknown symbol is unknown everywhere`() async throws {
    let world = try await world()
    world.everywhere(.answer(404))
    let ending = try await world.run("quote")
    #expect(ending.errorClass == "not-found")
    #expect(world.asked.count == 1)
  }

  @Test func `a quote that was just seen will do, and a wrong one will not`() async throws {
    let world = try await world()
    world.everywhere(.answer(500))
    world.cache.value = "a second old"
    #expect(try await world.run("quote").kind == .degraded(step: "last-seen", "a second old"))
    world.cache.value = nil
    let none = try await world.run("quote")
    #expect(none.kind == .failed("ladder-fail"), "\(none)")
    #expect(none.attempts == 3)
  }

  @Test func `a quote that is late gets a rival, and the quicker answer is taken`() async throws {
    let world = try await world(hedge: "hedge after: p95, at-least: 20ms, max: 1")
    for name in ["feed-a", "feed-b"] { world[name].always(.slow(.milliseconds(1200), .ok("1"))) }
    world["feed-c"].always(.ok("2"))
    var hedged = 0
    for _ in 0..<12 {
      let ending = try await world.run("quote")
      #expect(ending.isFull, "\(ending)")
      if world.events.all.contains(where: { $0.reason == .hedgeWon }) { hedged += 1 }
    }
    #expect(hedged > 0)
    #expect(world.engine.abandoned == 0)
  }

  @Test func `a site that is down is known before a quote is asked there`() async throws {
    let world = try await world()
    world["feed-a"].always(.answer(503), for: .probe)
    world["feed-b"].always(.cut([]), for: .probe)
    let probing = Task { await world.probe() }
    await until { world.down == ["feed-a", "feed-b"] }
    #expect(world.down == ["feed-a", "feed-b"])
    for _ in 0..<10 { #expect(try await world.run("quote").endpoint == "feed-c") }
    #expect(Set(world.asked) == ["feed-c"])
    world["feed-a"].always(.ok(), for: .probe)
    await until { world.down == ["feed-b"] }
    #expect(world.down == ["feed-b"])
    probing.cancel()
    await probing.value
  }

  @Test func `candles come from the archive, then from the feeds, and batch jobs give way`()
    async throws
  {
    let world = try await world()
    #expect(try await world.run("candles").endpoint == "archive")
    world["archive"].always(.answer(503))
    let ending = try await world.run("candles")
    #expect(ending.endpoint?.hasPrefix("feed") == true, "\(ending)")
    world.everywhere(.answer(503))
    #expect(try await world.run("candles", priority: 2).kind == .failed("shed"))
    world.cache.value = "yesterday's"
    #expect(try await world.run("candles", priority: 6).step == "cached")
    world.cache.value = nil
    #expect(try await world.run("candles", priority: 6).step == "none")
  }
}

extension World {
  /// Endpoints that are down by their probes.
  var down: [String] { engine.snapshot().endpoints.filter(\.isDown).map(\.name) }
}
