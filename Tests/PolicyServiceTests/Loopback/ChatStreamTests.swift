import PolicyRuntime
import Testing

@testable import PolicyService

/// `examples/llm-chat`: streams that break off after the first words were shown.
@Suite(.inTurn) struct ChatStreamTests {
  struct Break: Sendable, CustomTestStringConvertible {
    var name: String
    var behaviour: Behaviour

    var testDescription: String { name }
  }

  private static let words = Behaviour.events(["once ", "upon "])

  static let breaks: [Break] = [
    Break(name: "closed before its announced length", behaviour: .cutStream(words)),
    Break(name: "closed before its last piece", behaviour: .cutPieces(words)),
    Break(name: "reset", behaviour: .resetPieces(words)),
    Break(name: "silent", behaviour: .stall(words)),
    Break(name: "ended without saying so", behaviour: .pieces(words)),
    Break(name: "garbage between its pieces", behaviour: .garbageAfter(words)),
    Break(
      name: "an error event",
      behaviour: .pieces(
        words + [
          "event: error\ndata: {\"error\": {\"type\": \"overloaded_error\"}}\n\n"
        ])),
  ]

  private func world() async throws -> World {
    let world = try await World.made("llm-chat", ChatTests.quick)
    try world.engine.isolate("azure-west")
    return world
  }

  @Test(arguments: breaks)
  func `it is continued by the provider that can`(one: Break) async throws {
    let world = try await world()
    world["azure-east"].always(one.behaviour)
    world["anthropic"].always(.streams("a ", "time"))
    let turn = try await world.chat("a tale")
    #expect(turn.ending.kind == .full("once upon a time"), "\(turn.ending)")
    #expect(turn.shown == "once upon a time")
    #expect(world.asked == ["azure-east", "anthropic"])
    // What was shown is handed over, so that only the rest is made.
    #expect(world.seen.all.last?.body == "a tale|once upon ")
  }

  @Test(arguments: breaks)
  func `it is never taken for whole`(one: Break) async throws {
    let world = try await world()
    world["azure-east"].always(one.behaviour)
    world["anthropic"].always(one.behaviour)
    world["gemini"].always(one.behaviour)
    let turn = try await world.chat()
    #expect(turn.ending.kind == .failed("truncated"), "\(turn.ending)")
    // Neither begun anew, nor apologised for below what was shown.
    #expect(turn.shown == "once upon once upon once upon ")
    #expect(world.asked == ["azure-east", "anthropic", "gemini"])
  }
}

extension Behaviour {
  /// A stream that is closed before the length it announced.
  fileprivate static func cutStream(_ words: [String]) -> Behaviour {
    let body = words.joined()
    return .raw(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        + "content-length: \(body.utf8.count + 1000)\r\n\r\n" + body)
  }

  /// A stream whose next piece is no piece.
  fileprivate static func garbageAfter(_ words: [String]) -> Behaviour {
    let chunks = words.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined()
    return .raw(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        + "transfer-encoding: chunked\r\n\r\n" + chunks + "no length\r\n")
  }
}
