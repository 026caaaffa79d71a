import Testing

@testable import PolicyService

/// `examples/retry-storm`: what is sent again is little, whatever happens to the store.
@Suite(.inTurn) struct StoreTests {
  private func world() async throws -> World {
    try await World.made(
      "retry-storm",
      ["connect: 200ms, attempt: 1s": "connect: 5s, attempt: 5s", "deadline 6s": "deadline 60s"])
  }

  @Test func `an answer that broke off is asked for again`() async throws {
    let world = try await world()
    world["store"].plays(.close, .answer(503, headers: ["retry-after: 0.02"]))
    let ending = try await world.run("profile")
    #expect(ending.isFull, "\(ending)")
    #expect(ending.attempts == 3)
  }

  @Test func `when nothing helps the budget ends the retries`() async throws {
    let world = try await world()
    world["store"].always(.close)
    var endings: [Ending] = []
    for _ in 0..<24 { endings.append(try await world.run("profile")) }
    #expect(endings.allSatisfy { $0.step == "anonymous" })
    // The least that is given, one a second, is ten in the window; a tenth of the rest comes to it.
    let retries = world.asked.count - endings.count
    #expect(retries >= 10)
    #expect(endings.last?.attempts == 1)
  }
}
