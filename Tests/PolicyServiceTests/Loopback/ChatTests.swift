import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/llm-chat`: whatever a provider does, the next one is asked, and a stream that breaks
/// off is continued elsewhere, never shown as if it were whole.
@Suite(.inTurn) struct ChatTests {
  /// Times of the example that its hanging far ends would take too long for, and no hedge, which
  /// would come before them.
  static let quick: KeyValuePairs = [
    "first-byte: 5s, idle: 10s, attempt: 12s": "first-byte: 1500ms, idle: 1500ms, attempt: 6s",
    "hedge    after: p95, at-least: 2s, max: 1": "",
  ]

  /// The example, with only one region of Azure, so that it is known who is asked first.
  private func world(dead: Set<String> = [], deaf: Set<String> = []) async throws -> World {
    let world = try await World.made("llm-chat", ChatTests.quick, dead: dead, deaf: deaf)
    try world.engine.isolate("azure-west")
    return world
  }

  struct Trouble: Sendable, CustomTestStringConvertible {
    var name: String
    var behaviour: Behaviour
    var errorClass: String

    var testDescription: String { "\(name): \(errorClass)" }
  }

  /// Everything that a provider may do wrong before its first word.
  static let troubles: [Trouble] = [
    Trouble(name: "reset at once", behaviour: .resetAtOnce, errorClass: "interrupted"),
    Trouble(name: "reset", behaviour: .reset, errorClass: "interrupted"),
    Trouble(name: "closed", behaviour: .close, errorClass: "interrupted"),
    Trouble(name: "hang", behaviour: .hang, errorClass: "timeout"),
    Trouble(
      name: "slow first byte", behaviour: .slow(.seconds(10), .streams("late")),
      errorClass: "timeout"),
    Trouble(name: "500", behaviour: .answer(500), errorClass: "unavailable"),
    Trouble(name: "503", behaviour: .answer(503), errorClass: "unavailable"),
    Trouble(
      name: "503 with a time", behaviour: .answer(503, headers: ["retry-after: 20"]),
      errorClass: "overloaded"),
    Trouble(
      name: "503 with a reason",
      behaviour: .answer(503, body: "{\"error\": {\"status\": \"UNAVAILABLE\"}}"),
      errorClass: "overloaded"),
    Trouble(
      name: "503 of the egress proxy",
      behaviour: .answer(503, headers: ["x-egress-error: connect"]), errorClass: "connection"),
    Trouble(name: "529", behaviour: .answer(529), errorClass: "overloaded"),
    Trouble(
      name: "429 for twenty seconds", behaviour: .answer(429, headers: ["retry-after: 20"]),
      errorClass: "rate-limited"),
    Trouble(name: "401", behaviour: .answer(401), errorClass: "unauthorized"),
    Trouble(
      name: "429 without money", behaviour: .error(429, code: "insufficient_quota"),
      errorClass: "quota-exhausted"),
    Trouble(name: "404", behaviour: .answer(404), errorClass: "not-found"),
    Trouble(
      name: "200 with an error", behaviour: .error(200, code: "overloaded_error"),
      errorClass: "overloaded"),
    Trouble(
      name: "an error as the first event",
      behaviour: .pieces([
        "event: error\ndata: {\"type\": \"error\", \"error\": {\"type\": \"overloaded_error\"}}\n\n"
      ]), errorClass: "overloaded"),
    Trouble(name: "not JSON", behaviour: .ok("{\"half"), errorClass: "malformed"),
    Trouble(name: "not HTTP", behaviour: .raw("220 smtp ready\r\n"), errorClass: "malformed"),
    Trouble(
      name: "a header of a megabyte",
      behaviour: .answer(503, headers: ["x-why: " + String(repeating: "y", count: 1 << 20)]),
      errorClass: "unavailable"),
    Trouble(
      name: "cut before the first event", behaviour: .cut(["data: "]), errorClass: "interrupted"),
  ]

  @Test(arguments: troubles)
  func `the next provider is asked, and then the next`(trouble: Trouble) async throws {
    let world = try await world()
    world["azure-east"].always(trouble.behaviour)
    world["anthropic"].always(trouble.behaviour)
    world["gemini"].always(.streams("good ", "day"))
    let turn = try await world.chat()
    #expect(turn.ending.kind == .full("good day"), "\(turn.ending)")
    #expect(turn.ending.endpoint == "gemini")
    #expect(turn.shown == "good day")
    #expect(turn.ending.attempts == world.asked.count)
    // One attempt at each; the other key where that may help: Azure's two are of one account.
    var asked = ["azure-east", "anthropic", "gemini"]
    if ["unauthorized", "quota-exhausted"].contains(trouble.errorClass) {
      asked.insert("anthropic", at: 1)
    }
    if trouble.errorClass == "unauthorized" { asked.insert("azure-east", at: 0) }
    #expect(world.asked == asked)
    // Of a connection that is broken off at once a client may see no more than that it never stood.
    let isAtOnce = trouble.behaviour.isAtOnce
    for found in world.classes {
      #expect(found == trouble.errorClass || isAtOnce && found == "connection")
    }
  }

  @Test func `a closed port and a silent one are passed by without a word sent`() async throws {
    let world = try await World.made(
      "llm-chat", ["timeout      first-byte: 5s": "timeout      connect: 300ms, first-byte: 5s"],
      dead: ["anthropic"], deaf: ["azure-east"])
    try world.engine.isolate("azure-west")
    world["gemini"].always(.streams("good day"))
    let turn = try await world.chat()
    #expect(turn.ending.kind == .full("good day"), "\(turn.ending)")
    #expect(world.classes == ["connection", "connection"])
    #expect(world.asked == ["gemini"])
    #expect(turn.ending.attempts == 3)
  }

  @Test func `both regions of Azure come before the next provider`() async throws {
    let world = try await World.made("llm-chat", ChatTests.quick)
    world["azure-east"].always(.answer(500))
    world["azure-west"].always(.answer(500))
    world["anthropic"].always(.streams("good day"))
    let turn = try await world.chat()
    #expect(turn.ending.endpoint == "anthropic")
    #expect(world.asked.count == 3)
    #expect(Set(world.asked.prefix(2)) == ["azure-east", "azure-west"])
  }

  @Test func `a key that is refused gives way to the other, for later requests too`() async throws {
    let world = try await world()
    world["azure-east"].always(
      .byKey(["AZURE_EAST_KEY": .answer(401)], otherwise: .streams("hi")))
    #expect(try await world.chat().ending.endpoint == "azure-east")
    #expect(try await world.chat().ending.endpoint == "azure-east")
    #expect(world.keys == ["AZURE_EAST_KEY", "AZURE_EAST_KEY_NEXT", "AZURE_EAST_KEY_NEXT"])
  }

  @Test func `an account without money gives way to the one in reserve`() async throws {
    let world = try await world()
    try world.engine.isolate("azure-east")
    world["anthropic"].always(
      .byKey(
        ["ANTHROPIC_KEY": .error(429, code: "insufficient_quota")], otherwise: .streams("hi")))
    #expect(try await world.chat().ending.endpoint == "anthropic")
    #expect(world.keys == ["ANTHROPIC_KEY", "ANTHROPIC_RESERVE_KEY"])
  }

  @Test func `what moderation refuses is not asked for elsewhere`() async throws {
    for refusal in [
      Behaviour.error(400, code: "content_filter"),
      .answer(451, headers: ["x-moderation: blocked"]),
    ] {
      let world = try await world()
      world["azure-east"].always(refusal)
      let turn = try await world.chat()
      #expect(turn.ending.errorClass == "content-filtered")
      #expect(turn.ending.kind == .failed("fail"))
      #expect(world.asked == ["azure-east"])
    }
  }

  @Test func `what is too large goes to the largest window at once`() async throws {
    let world = try await world()
    world["azure-east"].always(.error(400, code: "context_length_exceeded"))
    world["gemini"].always(.streams("long ", "story"))
    #expect(try await world.chat().ending.kind == .full("long story"))
    #expect(world.asked == ["azure-east", "gemini"])
  }

  @Test func `a stated size decides who is asked at all`() async throws {
    let world = try await world()
    for name in ["azure-east", "anthropic", "gemini"] { world[name].always(.streams("hi")) }
    #expect(try await world.chat(size: 100_000).ending.endpoint == "azure-east")
    #expect(try await world.chat(size: 150_000).ending.endpoint == "anthropic")
    #expect(try await world.chat(size: 300_000).ending.endpoint == "gemini")
  }

  @Test func `too large for everybody is said as it is`() async throws {
    let world = try await world()
    world.everywhere(.error(400, code: "context_length_exceeded"))
    let turn = try await world.chat()
    #expect(turn.ending.step == "too-long")
    #expect(turn.ending.status == 413)
    #expect(world.asked == ["azure-east", "gemini"])
  }

  @Test func `the ladder goes down one step after the other`() async throws {
    let world = try await world()
    world.everywhere(.answer(500))
    world["small"].always(.streams("small talk"))
    let smaller = try await world.chat().ending
    #expect(smaller.kind == .degraded(step: "smaller", "small talk"))
    #expect(smaller.endpoint == "small")
    world["small"].always(.answer(500))
    world.cache.value = "said before"
    #expect(try await world.chat().ending.kind == .degraded(step: "cached", "said before"))
    world.cache.value = nil
    let apology = try await world.chat().ending
    #expect(apology.step == "apology")
    #expect(apology.status == 503)
  }

  @Test func `an endpoint that failed eight times is left alone until its cooldown is over`()
    async throws
  {
    let world = try await world()
    world["azure-east"].always(.answer(500))
    world["anthropic"].always(.streams("hi"))
    for _ in 0..<12 { #expect(try await world.chat().ending.endpoint == "anthropic") }
    #expect(world.asked.count { $0 == "azure-east" } == 8)
    world["azure-east"].always(.streams("back"))
    world.clock.leap(.seconds(20))
    // A probe of the breaker, though the place is held by another.
    #expect(try await world.chat().ending.endpoint == "azure-east")
  }

  @Test func `a silent endpoint gets a rival, whose answer is taken`() async throws {
    let world = try await World.made(
      "llm-chat",
      ["at-least: 2s": "at-least: 1s", "first-byte: 5s, idle: 10s": "first-byte: 9s, idle: 10s"])
    try world.engine.isolate("azure-west")
    world["azure-east"].always(.hang)
    world["anthropic"].always(.streams("here"))
    let turn = try await world.chat()
    #expect(turn.ending.kind == .full("here"))
    #expect(turn.ending.endpoint == "anthropic")
    #expect(world.asked == ["azure-east", "anthropic"])
    #expect(world.events.all.contains { $0.reason == .hedgeWon })
  }
}
