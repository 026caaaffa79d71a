import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/rpc-nodes`: a limit is a fact about one key or one address, never a reason to wait,
/// and never the end of a request.
@Suite(.inTurn) struct NodeTests {
  private func world(
    only nodes: Set<String> = [], dead: Set<String> = [], deaf: Set<String> = []
  ) async throws -> World {
    let world = try await World.made(
      "rpc-nodes",
      [
        "connect: 100ms": "connect: 1s", "connect: 200ms": "connect: 1s",
        "connect: 300ms": "connect: 1s", "deadline 6s": "deadline 20s",
        "within: 20ms": "within: 1s",
        // A cooldown outlasts a slow machine's test.
        "cooldown 5s": "cooldown 20s",
      ], dead: dead, deaf: deaf)
    if !nodes.isEmpty {
      for name in world.ends.keys.sorted() where !nodes.contains(name) {
        try world.engine.isolate(name)
      }
    }
    return world
  }

  /// What a limited key looks like.
  static let limits: [Behaviour] = [
    .answer(429), .answer(429, headers: ["retry-after: 30"]),
    .answer(429, headers: ["retry-after-ms: 10"]),
    .answer(429, headers: ["x-ratelimit-reset: 30"]),
    .answer(200, body: "{\"jsonrpc\": \"2.0\", \"id\": 1, \"error\": {\"code\": -32005}}"),
    .answer(402), .answer(401),
  ]

  @Test(arguments: limits)
  func `the other key is used at once, and then the other node`(limit: Behaviour) async throws {
    let world = try await world(only: ["provider-a", "public-node"])
    world["provider-a"].always(.byKey(["NODES_A_KEY_1": limit], otherwise: .ok()))
    #expect(try await world.run("read-call").endpoint == "provider-a")
    #expect(world.keys == ["NODES_A_KEY_1", "NODES_A_KEY_2"])
    world.clock.leap(.seconds(3600))
    world["provider-a"].always(limit)
    let ending = try await world.run("read-call")
    #expect(ending.endpoint == "public-node", "\(ending)")
    #expect(world.asked == Array(repeating: "provider-a", count: 4) + ["public-node"])
  }

  @Test(arguments: [
    Behaviour.answer(200, body: "{\"error\": {\"code\": -32001, \"message\": \"behind\"}}"),
    .answer(200, body: "{\"error\": {\"code\": -32000, \"message\": \"header not found\"}}"),
    .answer(200, body: "{\"error\": {\"code\": -32603}}"), .answer(529), .hang, .reset, .close,
    .cut(["{"]), .ok("{\"result\": "), .answer(404), .raw("\n\n"),
  ])
  func `a node that is behind or broken is left for another`(behaviour: Behaviour) async throws {
    let world = try await world()
    for name in ["own-node", "provider-a"] { world[name].always(behaviour) }
    for _ in 0..<2 {
      let ending = try await world.run("read-call")
      #expect(ending.endpoint == "provider-b", "\(ending)")
      #expect(ending.attempts <= 3)
    }
    #expect(!world.asked.contains("public-node"))
  }

  @Test func `the public node is asked when the pool has nothing left, and not leant on`()
    async throws
  {
    let world = try await world(dead: ["own-node", "provider-a"], deaf: ["provider-b"])
    #expect(try await world.run("read-call").endpoint == "public-node")
    // It counts the address: while that is limited nobody at this address asks it.
    world["public-node"].always(.answer(429, headers: ["retry-after: 60"]))
    #expect(try await world.run("read-call").step == "none")
    let asked = world.asked.count
    world.cache.value = "a block ago"
    #expect(try await world.run("read-call").step == "cached")
    #expect(world.asked.count == asked)
  }

  @Test(arguments: [
    "{\"error\": {\"code\": 3, \"message\": \"execution reverted\"}}",
    "{\"error\": {\"code\": -32602, \"message\": \"invalid params\"}}",
    "{\"error\": {\"code\": -32000, \"message\": \"already known\"}}",
  ])
  func `what the contract or the chain says is an answer, the same from every node`(body: String)
    async throws
  {
    let world = try await world()
    world.everywhere(.answer(200, body: body))
    let ending = try await world.run("send-transaction")
    #expect(ending.errorClass == "rejected")
    #expect(ending.kind == .failed("fail"))
    #expect(world.asked.count == 1)
  }

  @Test func `history is asked for where there is an archive`() async throws {
    let world = try await world()
    for _ in 0..<12 { #expect(try await world.run("history").isFull) }
    #expect(Set(world.asked).isSubset(of: ["provider-a", "provider-b"]))
    for name in ["provider-a", "provider-b"] { world[name].always(.answer(500)) }
    #expect(try await world.run("history").step == "none")
    #expect(!world.asked.contains("own-node") && !world.asked.contains("public-node"))
  }

  @Test func `a transaction may be sent again wherever a node is left`() async throws {
    let world = try await world()
    for name in ["own-node", "provider-a", "provider-b"] { world[name].always(.executing(.close)) }
    let ending = try await world.run("send-transaction")
    #expect(ending.endpoint == "public-node", "\(ending)")
    #expect(Set(world.asked).count == 4)
  }
}
