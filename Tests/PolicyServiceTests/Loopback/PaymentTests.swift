import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/payments`: a charge that may have been carried out is asked for by its key before
/// anything is sent again; what nobody can tell is pending.
@Suite(.inTurn) struct PaymentTests {
  /// A silent acquirer is waited for a second instead of two and a half.
  static let slack: KeyValuePairs = [
    "connect: 500ms, attempt: 2500ms": "connect: 1s, attempt: 1s", "within: 800ms": "within: 2s",
  ]

  private func world(dead: Set<String> = []) async throws -> World {
    try await World.made("payments", PaymentTests.slack, dead: dead)
  }

  private static let uncertain: [OrderTests.Case] =
    OrderTests.uncertain + [
      OrderTests.Case(name: "half a document", behaviour: .raw("HTTP/1.1 200 OK\r\n\r\n{\"id\": ")),
      OrderTests.Case(name: "not HTTP", behaviour: .raw("\u{16}\u{3}\u{1}")),
    ]

  @Test(arguments: uncertain)
  func `a charge that did not land is sent again, with the same key`(one: OrderTests.Case)
    async throws
  {
    let world = try await world()
    world["acquirer-a-1"].plays(one.behaviour)
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.isFull, "\(ending)")
    #expect(world.asked == ["acquirer-a-1", "acquirer-a-1"])
    #expect(world.seen.all.map(\.purpose) == [.request, .lookup, .request])
    #expect(world.asked(for: .lookup) == ["acquirer-a-2"])
    #expect(world.copies.map { $0.headers["idempotency-key"] } == ["charge-1", "charge-1"])
    #expect(world.executions("charge-1") == 1)
  }

  @Test(arguments: uncertain)
  func `a charge that landed is not sent again`(one: OrderTests.Case) async throws {
    let world = try await world()
    world["acquirer-a-1"].always(.executing(one.behaviour))
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.kind == .landed("{\"found\": true}"), "\(ending)")
    #expect(world.asked == ["acquirer-a-1"])
    #expect(world.executions("charge-1") == 1)
  }

  @Test func `the key is the same wherever the charge goes, in each acquirer's own header`()
    async throws
  {
    let world = try await world()
    for name in ["acquirer-a-1", "acquirer-a-2"] { world[name].always(.answer(502)) }
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.endpoint == "acquirer-b", "\(ending)")
    #expect(
      world.asked
        == ["acquirer-a-1", "acquirer-a-1", "acquirer-a-2", "acquirer-a-2", "acquirer-b"])
    // Each copy but the first was asked about before.
    #expect(world.asked(for: .lookup).count == 4)
    let header = ["acquirer-b": "x-request-id"]
    for copy in world.copies {
      #expect(copy.headers[header[copy.endpoint] ?? "idempotency-key"] == "charge-1")
    }
    #expect(world.executions("charge-1") == 1)
  }

  @Test func `acquirer A is left at once where nothing can have been done`() async throws {
    let world = try await world(dead: ["acquirer-a-1"])
    world["acquirer-a-2"].always(.answer(401))
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.endpoint == "acquirer-b", "\(ending)")
    #expect(world.asked(for: .lookup) == [])
    #expect(world.classes == ["connection", "unauthorized"])
  }

  @Test func `what nobody can tell is pending, and later asked by its key`() async throws {
    let world = try await world()
    world["acquirer-a-1"].always(.executing(.hang))
    for end in world.ends.values { end.always(.hang, for: .lookup) }
    world.fallbacks.value = ["remember-pending-charge": "remembered"]
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.kind == .degraded(step: "remember", "remembered"), "\(ending)")
    #expect(ending.executed == .maybe)
    #expect(world.asked == ["acquirer-a-1"])
    world.fallbacks.value = [:]
    let unknown = try await world.run("charge", key: "charge-2")
    #expect(unknown.step == "unknown", "\(unknown)")
    #expect(unknown.status == 202)
    await until { !world.told.all.isEmpty }
    #expect(world.told.all == ["page-payments"])
  }

  @Test func `a copy that is still being worked on is waited for`() async throws {
    let world = try await world()
    world["acquirer-a-1"].plays(.error(409, code: "idempotency_key_in_use"))
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.endpoint == "acquirer-a-1", "\(ending)")
    #expect(world.seen.all.map(\.purpose) == [.request, .lookup, .request])
  }

  @Test(arguments: [402, 400, 409])
  func `a charge that is declined ends there`(status: Int) async throws {
    let world = try await world()
    world["acquirer-a-1"].always(.error(status, code: "card_declined"))
    let ending = try await world.run("charge", key: "charge-1")
    #expect(ending.kind == .failed("fail"), "\(ending)")
    #expect(ending.executed == .no)
    #expect(world.asked == ["acquirer-a-1"])
  }

  @Test func `a limiter is waited for, with the same key`() async throws {
    let world = try await world()
    world["acquirer-a-1"].plays(.answer(429, headers: ["retry-after-ms: 400"]))
    #expect(try await world.run("charge", key: "charge-1").endpoint == "acquirer-a-1")
    let copies = world.copies
    try #require(copies.count == 2)
    #expect(copies[1].at - copies[0].at >= .milliseconds(400))
    #expect(copies[1].headers["idempotency-key"] == "charge-1")
  }

  @Test func `a charge is looked up where it was made, and nowhere else`() async throws {
    let world = try await world()
    let tag = Request.Tag("acquirer", "b")
    #expect(try await world.run("charge-state", tags: [tag]).endpoint == "acquirer-b")
    world["acquirer-b"].always(.answer(500))
    #expect(try await world.run("charge-state", tags: [tag]).step == "unknown")
    #expect(Set(world.asked) == ["acquirer-b"])
    world["acquirer-a-1"].always(.answer(500))
    #expect(try await world.run("charge-state").endpoint == "acquirer-a-2")
  }
}

extension World {
  /// Requests that carried something out, or might have.
  var copies: [Seen] { seen.all.filter { $0.purpose == .request } }
}
