import Foundation
import Testing

@testable import PolicyService

/// `examples/llm-chat`: what a provider says about coming back is done.
@Suite(.inTurn) struct ChatHintTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var headers: [String]
    /// How long the provider wants to be left alone at least.
    var atLeast: Duration = .zero

    var testDescription: String { headers.joined(separator: ", ") }
  }

  /// A date of HTTP, a time after another one.
  private static func date(_ seconds: Int) -> String {
    let style = Date.VerbatimFormatStyle(
      format: """
        \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \
        \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
        \(second: .twoDigits) GMT
        """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
      calendar: .init(identifier: .gregorian))
    return Date(timeIntervalSince1970: 2_000_000_000 + TimeInterval(seconds)).formatted(style)
  }

  /// Waits within the second that the policy is ready to wait.
  static let kept: [Case] = [
    Case(headers: ["retry-after: 1"], atLeast: .seconds(1)),
    Case(headers: ["Retry-After: 0.4"], atLeast: .milliseconds(400)),
    Case(headers: ["date: \(date(0))", "retry-after: \(date(1))"], atLeast: .seconds(1)),
    Case(headers: ["retry-after-ms: 300"], atLeast: .milliseconds(300)),
    Case(headers: ["retry-after-ms: 300", "retry-after: 60"], atLeast: .milliseconds(300)),
    Case(headers: ["x-ratelimit-reset-requests: 350ms"], atLeast: .milliseconds(350)),
    Case(headers: ["ratelimit-reset: 1"], atLeast: .seconds(1)),
    Case(headers: ["x-should-retry: true", "retry-after-ms: 200"], atLeast: .milliseconds(200)),
    // Nothing that can be understood: the policy's own wait, and the key's default cooling.
    Case(headers: [], atLeast: .seconds(1)),
    Case(headers: ["retry-after: -1"], atLeast: .seconds(1)),
    Case(headers: ["retry-after: soon"], atLeast: .seconds(1)),
    Case(
      headers: ["retry-after: " + String(repeating: "9", count: 1 << 20) + "x"],
      atLeast: .seconds(1)),
  ]

  private func world(_ headers: [String]) async throws -> World {
    let world = try await World.made("llm-chat")
    try world.engine.isolate("azure-west")
    world["azure-east"].plays(.answer(429, headers: headers), then: .streams("hi"))
    world["anthropic"].always(.streams("hi from another"))
    return world
  }

  @Test(arguments: kept)
  func `a short wait is waited out where the prompt is cached`(one: Case) async throws {
    let world = try await world(one.headers)
    let turn = try await world.chat()
    #expect(turn.ending.endpoint == "azure-east", "\(turn.ending)")
    let seen = world.seen.all
    try #require(seen.count == 2)
    #expect(seen[1].at - seen[0].at >= one.atLeast)
  }

  static let moved: [Case] = [
    Case(headers: ["retry-after: 2"]),
    Case(headers: ["retry-after: 1000000000000000000"]),
    Case(headers: ["retry-after-ms: 1001"]),
    Case(headers: ["x-ratelimit-reset-tokens: 6m0s"]),
    Case(headers: ["x-ratelimit-reset: \(2_000_000_000)"]),
    Case(headers: ["date: \(date(0))", "retry-after: \(date(30))"]),
    Case(headers: ["date: \(date(0))", "anthropic-ratelimit-requests-reset: 2033-05-18T03:40:00Z"]),
    Case(headers: ["x-should-retry: false"]),
    Case(headers: ["x-should-retry: false", "retry-after-ms: 1"]),
  ]

  @Test(arguments: moved)
  func `a long wait, or a far end that wants none, is moved away from at once`(one: Case)
    async throws
  {
    let world = try await world(one.headers)
    let turn = try await world.chat()
    #expect(turn.ending.endpoint == "anthropic", "\(turn.ending)")
    #expect(world.asked == ["azure-east", "anthropic"])
  }

  @Test func `a key that is to be left alone is left alone by other requests`() async throws {
    let world = try await world(["retry-after: 20"])
    #expect(try await world.chat().ending.endpoint == "anthropic")
    // The second key is of the same account, but a limit is a fact about one key.
    #expect(try await world.chat().ending.endpoint == "azure-east")
    #expect(world.keys.last == "AZURE_EAST_KEY_NEXT")
    world.clock.leap(.seconds(21))
    #expect(try await world.chat().ending.endpoint == "azure-east")
    #expect(world.keys.last == "AZURE_EAST_KEY")
  }
}
