import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/order-entry`: after a failure that may have been executed nothing is sent again before
/// the venue has been asked, and when nobody can say, trading stops.
@Suite(.inTurn) struct OrderTests {
  /// Times that a busy machine of CI keeps as well.
  static let slack: KeyValuePairs = [
    "connect: 200ms, attempt: 400ms": "connect: 1s, attempt: 1s",
    "within: 250ms": "within: 2s", "within: 400ms, settle: 1s": "within: 2s, settle: 50ms",
    "connect: 300ms, attempt: 800ms": "connect: 1s, attempt: 2s", "within: 20ms": "within: 5s",
    "deadline 5s": "deadline 20s", "deadline 4s": "deadline 20s", "deadline 3s": "deadline 20s",
  ]
  static let lines = ["venue-a-line-1", "venue-a-line-2", "venue-b-line-1", "venue-b-line-2"]

  private func world(dead: Set<String> = [], deaf: Set<String> = []) async throws -> World {
    try await World.made("order-entry", OrderTests.slack, dead: dead, deaf: deaf)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var behaviour: Behaviour
    /// Who gets the order at last.
    var next = "venue-a-line-2"

    var testDescription: String { name }
  }

  /// After these it is certain that nothing was done.
  static let certain: [Case] = [
    Case(
      name: "503 that refuses", behaviour: .answer(503, body: "Service Unavailable")),
    Case(
      name: "502 of our own egress",
      behaviour: .answer(502, headers: ["x-egress-error: connect"])),
    Case(name: "401", behaviour: .answer(401)),
    Case(name: "busy, in a 200", behaviour: .ok("{\"error\": [\"EService:Busy\"]}")),
    Case(
      name: "maintenance, in a 200",
      behaviour: .ok("{\"code\": \"VENUE_MAINTENANCE\", \"error\": \"closed\"}")),
    // These count the address, or close the venue: the other line is no way out.
    Case(
      name: "503 with a time", behaviour: .answer(503, headers: ["retry-after: 20"]),
      next: "venue-b-line-1"),
    Case(name: "418", behaviour: .answer(418), next: "venue-b-line-1"),
    Case(name: "403", behaviour: .answer(403), next: "venue-b-line-1"),
    Case(
      name: "429 for five seconds", behaviour: .answer(429, headers: ["retry-after: 5"]),
      next: "venue-b-line-1"),
  ]

  @Test(arguments: certain)
  func `after a certain failure the order goes to the next line unasked`(one: Case) async throws {
    let world = try await world()
    world["venue-a-line-1"].always(.refusing(one.behaviour))
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.isFull, "\(ending)")
    #expect(ending.endpoint == one.next)
    #expect(world.asked == ["venue-a-line-1", one.next])
    #expect(world.asked(for: .lookup) == [])
    #expect(world.executions("order-1") == 1)
  }

  @Test func `a line that cannot be reached gets nothing, and nobody is asked`() async throws {
    let world = try await world(dead: ["venue-a-line-1"], deaf: ["venue-a-line-2"])
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.endpoint == "venue-b-line-1", "\(ending)")
    #expect(world.seen.all.map(\.endpoint) == ["venue-b-line-1"])
    #expect(world.classes == ["connection", "connection"])
  }

  @Test func `a closed venue is left for the other one`() async throws {
    let world = try await world()
    for line in OrderTests.lines.prefix(2) {
      world[line].always(.error(503, code: "VENUE_MAINTENANCE"))
    }
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.endpoint == "venue-b-line-1", "\(ending)")
    #expect(world.asked(for: .lookup) == [])
  }

  /// After these nobody knows.
  static let uncertain: [Case] = [
    Case(name: "hang", behaviour: .hang),
    Case(name: "reset", behaviour: .reset),
    Case(name: "closed", behaviour: .close),
    Case(name: "cut", behaviour: .cut(["{\"order\": "])),
    Case(name: "cut between pieces", behaviour: .cutPieces(["{\"order\": "])),
    Case(name: "silent in the middle", behaviour: .stall(["{\"order\": "])),
    Case(name: "500", behaviour: .answer(500)),
    Case(name: "503", behaviour: .answer(503)),
    Case(name: "504", behaviour: .answer(504)),
  ]

  @Test(arguments: uncertain)
  func `what did not land and cannot any more is sent on the next line`(one: Case) async throws {
    let world = try await world()
    world["venue-a-line-1"].always(one.behaviour)
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.endpoint == "venue-a-line-2", "\(ending)")
    #expect(ending.isFull)
    // The venue is asked by the line that works, and before the second copy.
    #expect(world.seen.all.map(\.purpose) == [.request, .lookup, .request])
    #expect(world.asked(for: .lookup) == ["venue-a-line-2"])
    #expect(world.executions("order-1") == 1)
    // The order's id is the same on both.
    #expect(
      world.seen.all.filter { $0.purpose == .request }.map { $0.headers["x-client-order-id"] }
        == ["order-1", "order-1"])
  }

  @Test(arguments: uncertain)
  func `what landed is answered, and never sent again`(one: Case) async throws {
    let world = try await world()
    world["venue-a-line-1"].always(.executing(one.behaviour))
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.kind == .landed("{\"found\": true}"), "\(ending)")
    #expect(ending.executed == .yes)
    #expect(world.asked == ["venue-a-line-1"])
    #expect(world.executions("order-1") == 1)
  }

  @Test func `a copy that comes late, after the venue was asked, is void`() async throws {
    let world = try await world()
    world["venue-a-line-1"].always(.executingLate(.seconds(1), .close))
    let ending = try await world.run("place-order", key: "order-1")
    // On a machine that stalls for that second the copy lands before the venue is asked.
    let hasLanded = ending.kind == .landed("{\"found\": true}")
    #expect(ending.endpoint == "venue-a-line-2" || hasLanded, "\(ending)")
    try await Task.sleep(for: .milliseconds(1200))
    #expect(world.executions("order-1") == 1)
  }

  @Test(arguments: uncertain)
  func `when nobody can say, trading stops`(one: Case) async throws {
    let world = try await world()
    world["venue-a-line-1"].always(.executing(one.behaviour))
    for line in OrderTests.lines { world[line].always(.answer(500), for: .lookup) }
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.step == "halt", "\(ending)")
    #expect(ending.status == 503)
    #expect(ending.executed == .maybe)
    #expect(world.asked == ["venue-a-line-1"])
    await until { world.told.all == ["cancel-open-orders"] }
    #expect(world.told.all == ["cancel-open-orders"])
  }

  /// The venue says that it does not know, or says it unreadably.
  static let ambiguous: [Case] = [
    Case(name: "-1007", behaviour: .error(400, code: "-1007")),
    Case(name: "unknown, in a 503", behaviour: .answer(503, body: "{\"msg\": \"Unknown error\"}")),
    Case(name: "half a document", behaviour: .raw("HTTP/1.1 200 OK\r\n\r\n{\"order\": ")),
    Case(name: "not HTTP", behaviour: .raw("8=FIX.4.4|9=100|35=8|")),
  ]

  @Test(arguments: ambiguous)
  func `an ambiguous answer is asked about, and then a person looks`(one: Case) async throws {
    for landed in [true, false] {
      let world = try await world()
      world["venue-a-line-1"].always(landed ? .executing(one.behaviour) : one.behaviour)
      let copy = landed ? Behaviour.answer(200, body: "{\"found\": true}") : .answer(404)
      world["clearing"].always(copy, for: .lookup)
      let ending = try await world.run("place-order", key: "order-1")
      if landed {
        #expect(ending.kind == .landed("{\"found\": true}"), "\(ending)")
      } else {
        #expect(ending.step == "halt", "\(ending)")
      }
      #expect(world.asked == ["venue-a-line-1"])
      // Not the venue, which has just said that it does not know.
      #expect(world.asked(for: .lookup) == ["clearing"])
      #expect(world.executions("order-1") == (landed ? 1 : 0))
    }
  }

  @Test func `a limiter that wants a moment gets it, on the same line`() async throws {
    let world = try await world()
    world["venue-a-line-1"].plays(.answer(429, headers: ["retry-after-ms: 120"]))
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.isFull, "\(ending)")
    #expect(world.asked == ["venue-a-line-1", "venue-a-line-1"])
    let seen = world.seen.all
    #expect(seen[1].at - seen[0].at >= .milliseconds(120))
  }

  @Test(arguments: [
    Behaviour.error(400, code: "-2010"),
    .ok("{\"error\": [\"EOrder:Insufficient funds\"], \"result\": {}}"),
  ])
  func `what the venue rejects ends there, and stops nothing`(behaviour: Behaviour) async throws {
    let world = try await world()
    world["venue-a-line-1"].always(.refusing(behaviour))
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.kind == .failed("fail"), "\(ending)")
    #expect(ending.errorClass == "rejected")
    #expect(ending.executed == .no)
    #expect(world.asked == ["venue-a-line-1"])
    #expect(world.told.all == [])
  }

  @Test func `a wrong clock is fixed, and no open order touched`() async throws {
    let world = try await world()
    world["venue-a-line-1"].always(.error(400, code: "-1021"))
    let ending = try await world.run("place-order", key: "order-1")
    #expect(ending.step == "resync", "\(ending)")
    await until { !world.told.all.isEmpty }
    #expect(world.told.all == ["resync-clock"])
  }
}

extension World {
  /// How often a request was carried out, at all providers together.
  func executions(_ key: String) -> Int {
    var books: [ObjectIdentifier: Book] = [:]
    for end in ends.values { books[ObjectIdentifier(end.book)] = end.book }
    return books.values.reduce(0) { $0 + $1.executions(key) }
  }
}
