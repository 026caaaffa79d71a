import Foundation
import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// The client of these tests sees what a far end does: without that they would show nothing.
@Suite(.inTurn) struct WebCallTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var behaviour: Behaviour
    var word: Transport

    var testDescription: String { "\(behaviour) is \(word.word)" }
  }

  static let failures: [Case] = [
    Case(behaviour: .resetAtOnce, word: .reset),
    Case(behaviour: .reset, word: .reset),
    Case(behaviour: .close, word: .closed),
    Case(behaviour: .hang, word: .timeout),
    Case(behaviour: .slow(.seconds(20), .ok()), word: .timeout),
    Case(behaviour: .cut(["{\"half\": "]), word: .cut),
    Case(behaviour: .cutPieces(["{\"half\": "]), word: .cut),
    Case(behaviour: .resetPieces(["{\"half\": "]), word: .cut),
    Case(behaviour: .stall(["{\"half\": "]), word: .idleTimeout),
    Case(behaviour: .raw("SSH-2.0-OpenSSH_9.6\r\n"), word: .unreadable),
    Case(behaviour: .raw("HTTP/1.1 OK\r\n\r\n"), word: .unreadable),
    Case(behaviour: .raw("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), word: .unreadable),
    Case(
      behaviour: .raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
      word: .unreadable),
  ]

  private let limits = Attempt.TimeLimits(
    connect: .seconds(5), firstByte: .seconds(1), idle: .seconds(1),
    attempt: .seconds(10))

  private func send(to end: FarEnd, _ limits: Attempt.TimeLimits) async throws -> WebCall.Reply {
    let message = WebCall.Message(url: "http://127.0.0.1:\(end.port)/task", body: "{}")
    return try await WebCall.send(message, limits) { _ in false }
  }

  private func word(of end: FarEnd, _ limits: Attempt.TimeLimits) async -> Transport? {
    do {
      _ = try await send(to: end, limits)
      return nil
    } catch {
      return (error as? AttemptFailure)?.evidence.transport
    }
  }

  private func end() throws -> FarEnd { try FarEnd("a", Book(replays: false), Recorder()) }

  @Test(arguments: failures)
  func `what a far end does wrong has its word`(one: Case) async throws {
    let end = try end()
    try end.open()
    end.always(one.behaviour)
    let word = await word(of: end, limits)
    // Broken off at once, a connection may not even have stood for its client.
    #expect(word == one.word || one.behaviour.isAtOnce && word == .unreachable)
  }

  @Test func `a closed port refuses`() async throws {
    let end = try end()
    #expect(await word(of: end, limits) == .refused)
  }

  @Test func `a connection that does not come to stand times out`() async throws {
    let end = try end()
    try end.goDeaf()
    var limits = limits
    limits.connect = .milliseconds(200)
    #expect(await word(of: end, limits) == .connectTimeout)
  }

  @Test func `a whole answer comes whole, with its status and all its headers`() async throws {
    let end = try end()
    try end.open()
    let long = String(repeating: "x", count: 1 << 20)
    end.plays(
      .answer(503, headers: ["x-long: \(long)", "retry-after: 1"], body: "later"),
      .pieces(["one ", "two"]), .slow(.milliseconds(50), .ok("3")))
    let first = try await send(to: end, limits)
    #expect(first.status == 503)
    #expect(first.text == "later")
    #expect(first.header("x-long") == long)
    #expect(first.header("retry-after") == "1")
    #expect(try await send(to: end, limits).text == "one two")
    #expect(try await send(to: end, limits).text == "3")
  }

  @Test func `a cancelled call is over at once`() async throws {
    let end = try end()
    try end.open()
    end.always(.hang)
    let limits = Attempt.TimeLimits(attempt: .seconds(600))
    let task = Task { try await send(to: end, limits) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
