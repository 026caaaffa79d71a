import PolicyEditor
import TestThreads
import Testing

/// Messages that no editor should send, and orders of messages that none should have.
@Suite(.offPool) struct RobustnessTests {
  @Test(arguments: [
    ("{", -32700), ("[]", -32600), ("\"x\"", -32600), ("{\"id\":1}", 0),
    ("{\"id\":1,\"method\":7}", -32600), ("{\"id\":1,\"method\":\"x\"}", -32601),
    ("{\"id\":1,\"method\":\"initialize\"}", -32600),
    ("{\"method\":\"textDocument/didChange\"}", 0),
    ("{\"method\":\"textDocument/didChange\",\"params\":{\"contentChanges\":7}}", 0),
  ])
  func `a malformed message is refused and the next one is served`(text: String, code: Int) throws {
    let client = try EditorClient()
    let answers = try client.send(text)
    #expect((answers.first?["error"]?["code"]?.int ?? 0) == code)
    #expect(try client.request("textDocument/hover", "{}")?["error"] == nil)
  }

  @Test func `positions outside the text do no harm`() throws {
    let client = try EditorClient()
    try client.open("/w/a.policy", "language 1\n")
    for place in [(-1, -1), (0, 99), (99, 0), (Int.max, Int.max)] {
      let at = Position(line: place.0, character: place.1)
      for method in ["hover", "completion", "definition", "codeAction"] {
        #expect(try client.ask(method, "/w/a.policy", at) != nil)
      }
      try client.edit("/w/a.policy", at, Position(line: 0, character: 0), "x")
      try client.settle()
    }
  }

  @Test func `only a shutdown makes an exit orderly`() throws {
    let abrupt = try EditorClient()
    try abrupt.notify("exit", "{}")
    #expect(abrupt.exit == false)
    let orderly = try EditorClient()
    _ = try orderly.request("shutdown", "null")
    #expect(try orderly.request("textDocument/hover", "{}")?["error"]?["code"]?.int == -32600)
    try orderly.notify("exit", "null")
    #expect(orderly.exit == true)
  }

  @Test(arguments: 1...40) func `a message may come in pieces`(size: Int) {
    let sent = Frames.framed(Array("{}".utf8)) + Frames.framed(Array("[\"é\"]".utf8))
    var frames = Frames()
    var got: [Frames.Frame] = []
    for start in stride(from: 0, to: sent.count, by: size) {
      frames.append(Array(sent[start..<min(sent.count, start + size)]))
      while let frame = frames.next() { got.append(frame) }
    }
    #expect(got == [.message(Array("{}".utf8)), .message(Array("[\"é\"]".utf8))])
  }

  @Test func `a header without a length is left behind, and one without an end is the end`() {
    var frames = Frames()
    frames.append(Array("X: 1\r\n\r\nContent-Length: 2\r\n\r\n{}".utf8))
    #expect(frames.next() == .badHeader)
    #expect(frames.next() == .message(Array("{}".utf8)))
    frames.append(Array(repeating: 65, count: Frames.headerMax))
    #expect(frames.next() == .lost)
    var long = Frames()
    long.append(Array("Content-Length: 99999999999\r\n\r\n".utf8))
    #expect(long.next() == .lost)
  }
}
