import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Orders and charges against far ends that do anything: none is carried out twice, and what the
/// caller is told of each is true.
@Suite(.inTurn) struct OnceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var example: String
    var route: String
    var seed: UInt64

    var testDescription: String { "\(route), seed \(seed)" }
  }

  static let cases: [Case] = (1...2).flatMap { seed in
    [
      Case(example: "order-entry", route: "place-order", seed: seed),
      Case(example: "payments", route: "charge", seed: seed),
    ]
  }

  /// What a far end says that has done nothing.
  private static let refusals: [Behaviour] = [
    .answer(503, headers: ["retry-after: 1"]), .answer(429, headers: ["retry-after-ms: 30"]),
    .answer(429, headers: ["retry-after: 40"]), .answer(401), .answer(403), .answer(418),
    .error(400, code: "-2010"), .error(409, code: "request_in_progress"),
    .error(402, code: "card_declined"),
  ]

  /// What may be seen of one that has done something, or has not.
  private static let doubts: [Behaviour] = [
    .reset, .resetAtOnce, .close, .cut(["{\"a\": "]), .cutPieces(["{\"a\": "]),
    .resetPieces(["{\"a\": "]), .answer(500), .answer(502), .answer(503), .answer(504),
    .answer(503, body: "Unknown error"), .raw("what?\r\n\r\n"),
    .raw("HTTP/1.1 200 OK\r\n\r\n{\"half"),
  ]

  /// What a far end does with a request.
  private static func draw(_ random: inout Random) -> Behaviour {
    let refusal = refusals[random.pick(refusals.count)]
    let doubt = doubts[random.pick(doubts.count)]
    switch random.pick(10) {
    case 0, 1: return .ok()
    case 2, 3, 4: return refusal
    case 5, 6: return doubt
    case 7: return .executing(doubt)
    case 8: return .executingLate(.milliseconds(random.pick(300)), doubt)
    default: return random.pick(6) == 0 ? .executing(.hang) : .executing(doubt)
    }
  }

  /// Runs requests at the same time.
  private static func together(
    _ count: Int, _ key: String, _ route: String, in world: World
  ) async throws -> [(key: String, ending: Ending)] {
    try await withThrowingTaskGroup(of: (key: String, ending: Ending).self) { group in
      for i in 1...count {
        group.addTask { ("\(key)-\(i)", try await world.run(route, key: "\(key)-\(i)")) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test(arguments: cases)
  func `nothing is carried out twice`(one: Case) async throws {
    let world =
      one.example == "payments"
      ? try await World.made("payments", PaymentTests.slack)
      : try await World.made("order-entry", OrderTests.slack)
    var random = Random(seed: one.seed)
    var endings: [(key: String, ending: Ending)] = []
    for round in 1...5 {
      for end in world.ends.values.sorted(by: { $0.name < $1.name }) {
        end.plays((1...12).map { _ in OnceTests.draw(&random) })
        // The clearing firm has a copy of the fills: what it does not find may have landed yet.
        let knows = random.pick(3) != 0 && end.name != "clearing"
        end.always(knows ? .book : .answer(500), for: .lookup)
      }
      endings += try await OnceTests.together(8, "key-\(round)", one.route, in: world)
      // Breakers, bans and coolings of one round are not the subject of the next.
      world.clock.leap(.seconds(3600))
    }
    // What comes late has come.
    try await Task.sleep(for: .milliseconds(500))
    for (key, ending) in endings {
      let count = world.executions(key)
      #expect(count <= 1, "\(key): \(ending)")
      switch ending.executed {
      case .yes: #expect(count == 1, "\(key): \(ending)")
      case .no: #expect(count == 0, "\(key): \(ending)")
      case .maybe: break
      }
      if ending.isFull { #expect(count == 1, "\(key): \(ending)") }
    }
    // Requests were both answered and not, or this has shown little.
    #expect(endings.contains { $0.ending.isFull })
    #expect(endings.contains { !$0.ending.isFull })
  }
}
