import PolicyRuntime
import Testing

@testable import PolicyService

/// What an engine decides over HTTP is what the interpreter decides without it.
@Suite(.inTurn) struct ReplayTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var example: String
    var route: String
    var seed: UInt64

    var testDescription: String { "\(route), seed \(seed)" }
  }

  static let cases: [Case] = [
    ("llm-chat", "chat"), ("agent-tools", "web-search"), ("agent-tools", "run-code"),
    ("agent-tools", "file-ticket"), ("order-entry", "place-order"), ("order-entry", "risk-read"),
    ("payments", "charge"), ("retry-storm", "profile"), ("rpc-nodes", "read-call"),
    ("search-regions", "search"), ("market-data", "quote"), ("market-data", "candles"),
  ].flatMap { example, route in
    (1...2).map { Case(example: example, route: route, seed: $0) }
  }

  /// Everything that takes no time.
  private static let behaviours: [Behaviour] = [
    .ok(), .streams("good ", "day"), .reset, .close, .cut(["{\"a\": "]), .answer(500),
    .answer(502), .answer(503), .answer(503, headers: ["retry-after: 30"]), .answer(529),
    .answer(429, headers: ["retry-after: 30"]), .answer(429, headers: ["retry-after-ms: 20"]),
    .answer(429, headers: ["x-should-retry: false"]), .answer(401), .answer(402), .answer(403),
    .answer(404), .answer(418), .error(400, code: "context_length_exceeded"),
    .error(400, code: "content_filter"), .error(400, code: "-1007"), .error(400, code: "-1021"),
    .error(200, code: "-32005"), .raw("garbage\r\n"), .cutPieces(Behaviour.events(["good "])),
    .executing(.close), .executing(.answer(504)),
  ]

  @Test(arguments: cases)
  func `the engine decides as the interpreter does`(one: Case) async throws {
    try await undisturbed { try await replay(one) }
  }

  /// Holds one run against the interpreter alone; nil if attempts overran their times, of which
  /// the interpreter knows nothing: they do only where the machine stalls.
  private func replay(_ one: Case) async throws -> Void? {
    let world = try await World.made(one.example, ReplayTests.slack(one.example))
    var random = Random(seed: one.seed)
    for end in world.ends.values.sorted(by: { $0.name < $1.name }) {
      end.plays(
        (0..<60).map { _ in
          // Half of all go well, so that requests end in every way.
          random.pick(2) == 0
            ? (one.route == "chat" ? .streams("hi") : .ok())
            : ReplayTests.behaviours[random.pick(ReplayTests.behaviours.count)]
        })
    }
    let isServed = one.seed == 1
    if isServed {
      world.cache.value = "old"
      world.fallbacks.value = ["local-index": "x", "outbox": "x", "remember-pending-charge": "x"]
    }
    var endings: [Ending] = []
    for i in 0..<16 {
      let ending =
        one.route == "chat"
        ? try await world.chat(size: 100).ending
        : try await world.run(one.route, key: "key-\(i)", size: 100)
      endings.append(ending)
    }
    if world.hasStalled { return nil }
    var replay = try Replay(
      world, one.route,
      Replay.Input(
        results: world.results.all, verdicts: world.verdicts.all, isServed: isServed,
        events: world.events.all))
    var numbers: [UInt64] = []
    for number in world.events.all.compactMap(\.request) where number != numbers.last {
      numbers.append(number)
    }
    #expect(numbers.count == endings.count)
    for (number, ending) in zip(numbers, endings) {
      let end = replay.run(number, size: 100)
      #expect(end.executed == ending.executed)
      #expect((end.kind == .answer) == (ending.isFull || ending.step != nil))
    }
    let decided = world.events.all.map(\.decisionText)
    let alone = replay.events.all.map(\.decisionText)
    #expect(decided.count > 3 * endings.count)
    if let i = zip(decided, alone).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      Issue.record("decision \(i): the engine \(decided[i]), the interpreter \(alone[i])")
    }
    #expect(decided.count == alone.count)
    return ()
  }

  /// Nothing may depend on how quick a machine is.
  private static func slack(_ example: String) -> KeyValuePairs<String, String> {
    switch example {
    case "llm-chat": ["hedge    after: p95, at-least: 2s, max: 1": ""]
    case "agent-tools":
      [
        "attempt: 900ms": "attempt: 5s", "deadline 2200ms": "deadline 60s",
        "deadline 8s": "deadline 60s", "attempt: 1500ms": "attempt: 5s",
        "deadline 4s": "deadline 60s", "within: 200ms": "within: 5s",
        "within: 100ms": "within: 5s", "within: 20ms": "within: 5s",
      ]
    case "order-entry":
      [
        "attempt: 400ms": "attempt: 5s", "attempt: 800ms": "attempt: 5s",
        "within: 250ms": "within: 5s", "deadline 5s": "deadline 60s",
        "deadline 3s": "deadline 60s", "deadline 4s": "deadline 60s",
        "within: 20ms": "within: 5s",
      ]
    case "market-data":
      [
        "attempt: 150ms": "attempt: 5s", "attempt: 1s": "attempt: 5s",
        "hedge    after: p95, at-least: 20ms, max: 1": "", "deadline 500ms": "deadline 60s",
        "deadline 3s": "deadline 60s", "within: 5ms": "within: 5s", "within: 50ms": "within: 5s",
      ]
    case "payments": ["attempt: 2500ms": "attempt: 5s", "deadline 25s": "deadline 100s"]
    case "search-regions":
      [
        "attempt: 400ms": "attempt: 5s", "hedge    after: p95, at-least: 120ms, max: 1": "",
        "deadline 2500ms": "deadline 60s", "within: 20ms": "within: 5s",
      ]
    default: ["attempt: 1s": "attempt: 5s", "deadline 6s": "deadline 60s"]  // the other two
    }
  }

  @Test func `every example is in this suite`() throws {
    let covered = [
      "agent-tools", "llm-chat", "market-data", "order-entry", "payments", "retry-storm",
      "rpc-nodes", "search-regions",
    ]
    #expect(try Example.names == covered, "write a suite for a new example, as for the others")
  }
}
