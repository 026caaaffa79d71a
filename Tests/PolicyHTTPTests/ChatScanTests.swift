#if HTTPClient
  import PolicyHTTP
  import Testing

  /// What stands in answers of LLMs, whole and in events.
  @Suite struct ChatScanTests {
    /// An answer in one piece, read in pieces of a size.
    private func scan(_ text: String, by size: Int = 100_000) -> ChatScan {
      var scan = ChatScan()
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) {
        scan.read(bytes[start..<min(start + size, bytes.count)])
      }
      return scan
    }

    private static func choice(_ message: String, _ finish: String = "\"stop\"") -> String {
      """
      {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", \(message)},
       "logprobs": null, "finish_reason": \(finish)}], "usage": {"total_tokens": 3}}
      """
    }

    static let good = [
      choice("\"content\": \"hi\""),
      choice("\"content\": \" \""),
      choice("\"content\": \"\\\"\""),
      choice("\"content\": [{\"type\": \"text\", \"text\": \"hi\"}]"),
      choice("\"content\": null, \"refusal\": \"no\""),
      choice(
        "\"content\": null, \"tool_calls\": [{\"id\": \"1\", \"function\": {\"name\": \"f\"}}]"),
      choice("\"content\": null, \"function_call\": {\"name\": \"f\", \"arguments\": \"{}\"}"),
      choice("\"content\": null, \"audio\": {\"id\": \"1\", \"data\": \"UklG\"}"),
      choice("\"content\": \"\"", "\"length\""),
      choice("\"content\": \"\"", "\"content_filter\""),
      "{\"choices\": [{\"text\": \"hi\", \"index\": 0, \"finish_reason\": \"stop\"}]}",
      "{\"choices\": [{\"message\": {\"content\": \"\"}}, {\"message\": {\"content\": \"b\"}}]}",
      """
      {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi"}],
       "stop_reason": "end_turn"}
      """,
      "{\"content\": [{\"type\": \"tool_use\", \"id\": \"1\", \"input\": {}}], \"type\": \"message\"}",
      "{\"type\": \"message\", \"content\": [], \"stop_reason\": \"max_tokens\"}",
      // Of other forms, which are never empty.
      "{\"object\": \"list\", \"data\": []}",
      "{\"candidates\": []}",
      "{\"type\": \"message\", \"text\": \"\"}",
      "{\"x\": {\"choices\": []}}",
      "{}", "[]", "[{\"choices\": []}]", "1", "true", "hello", "<html></html>",
    ]

    static let empty = [
      "{\"choices\": []}",
      "\u{FEFF} {\"choices\": []}",
      "{\"choices\": [{}]}",
      choice("\"content\": \"\""),
      choice("\"content\": null"),
      choice("\"content\": []"),
      choice("\"content\": null, \"tool_calls\": [], \"function_call\": {}, \"refusal\": null"),
      choice("\"content\": \"\"", "null"),
      choice("\"content\": \"\"", "\"tool_calls\""),
      // Thoughts are no answer.
      choice("\"content\": \"\", \"reasoning_content\": \"hm\", \"reasoning_details\": [{}]"),
      "{\"choices\": [{\"text\": \"\", \"finish_reason\": \"stop\"}]}",
      "{\"type\": \"message\", \"role\": \"assistant\", \"content\": [], \"stop_reason\": \"end_turn\"}",
      "{\"type\": \"message\", \"content\": [{\"type\": \"text\", \"text\": \"\"}]}",
      """
      {"content": [{"type": "thinking", "thinking": "hm", "signature": "x"},
       {"type": "redacted_thinking", "data": "x"}], "type": "message", "stop_reason": "end_turn"}
      """,
      "",
    ]

    @Test(arguments: good, [1, 7, 100_000])
    func `an answer is no empty one, however it is cut`(text: String, size: Int) {
      let scan = scan(text, by: size)
      #expect(!scan.isEmpty)
      #expect(scan.hasBegun)
      #expect(!scan.hasFailed)
    }

    @Test(arguments: empty, [1, 7, 100_000])
    func `an answer in which nothing stands is empty`(text: String, size: Int) {
      let scan = scan(text, by: size)
      #expect(scan.isEmpty)
      #expect(!scan.hasFailed)
    }

    @Test func `an answer may say that it failed`() {
      let failed = scan(ChatScanTests.choice("\"content\": \"a\"", "\"error\""))
      #expect(failed.hasFailed)
      // Words of the model's are none of the answer's.
      let words = scan(
        ChatScanTests.choice("\"content\": \"{\\\"finish_reason\\\": \\\"error\\\"}\""))
      #expect(!words.hasFailed)
    }

    @Test func `a long body of no form known is let through before its end`() {
      #expect(!scan("{\"x\": \"" + String(repeating: "x", count: 100)).hasBegun)
      #expect(scan("{\"x\": \"" + String(repeating: "x", count: 5000)).hasBegun)
      // A chat that thinks first is a chat, however long it takes.
      let long = scan("{\"choices\": [{\"x\": \"" + String(repeating: "x", count: 5000))
      #expect(!long.hasBegun)
    }

    @Test func `values in each other are followed for as deep as they are`() {
      for depth in [10, 31, 32, 33, 100, 10_000] {
        let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let text = "{\"x\": \(deep), \"choices\": [{\"message\": {\"content\": \"\"}}]}"
        #expect(scan(text).isEmpty, "\(depth)")
        #expect(!scan(text.replacing("\"\"", with: "\"a\"")).isEmpty, "\(depth)")
      }
    }
  }

  /// Streams of chats, event by event.
  @Suite struct ChatScanEventTests {
    private static func delta(_ delta: String, _ finish: String = "null") -> String {
      "{\"choices\": [{\"index\": 0, \"delta\": {\(delta)}, \"finish_reason\": \(finish)}]}"
    }

    /// Events, and what each holds.
    static let events: [(String, ChatScan.Holding)] = [
      (delta("\"role\": \"assistant\", \"content\": \"\""), .nothing),
      (delta("\"content\": \"a\""), .something),
      (delta("\"reasoning_content\": \"hm\""), .something),
      (delta("\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\": \"\"}}]"), .something),
      (delta("\"content\": null, \"tool_calls\": [], \"n\": 1"), .nothing),
      (delta("", "\"stop\""), .nothing),
      (delta("", "\"length\""), .something),
      ("{\"choices\": [], \"usage\": {\"total_tokens\": 1}}", .nothing),
      ("[DONE]", .nothing),
      ("{\"type\": \"message_start\", \"message\": {\"content\": [], \"role\": \"x\"}}", .nothing),
      ("{\"type\": \"ping\"}", .nothing),
      (
        "{\"type\": \"content_block_start\", \"content_block\": {\"type\": \"text\", \"text\": \"\"}}",
        .nothing
      ),
      (
        "{\"type\": \"content_block_start\", \"content_block\": {\"type\": \"tool_use\", \"id\": \"1\"}}",
        .something
      ),
      (
        "{\"type\": \"content_block_delta\", \"delta\": {\"type\": \"text_delta\", \"text\": \"a\"}}",
        .something
      ),
      (
        "{\"type\": \"content_block_delta\", \"delta\": {\"type\": \"thinking_delta\", \"thinking\": \"a\"}}",
        .something
      ),
      ("{\"type\": \"message_delta\", \"delta\": {\"stop_reason\": \"end_turn\"}}", .nothing),
      ("{\"type\": \"message_delta\", \"delta\": {\"stop_reason\": \"max_tokens\"}}", .something),
      ("{\"type\": \"message_stop\"}", .nothing),
      ("{\"type\": \"response.output_text.delta\", \"delta\": \"a\"}", .foreign),
      ("{\"x\": 1}", .foreign), ("1", .foreign), ("not json", .foreign),
    ]

    @Test(arguments: events)
    func `an event holds something or not`(data: String, holding: ChatScan.Holding) {
      var scan = ChatScan()
      #expect(scan.read(event: data.utf8) == holding)
      // What came before does not count for it.
      #expect(scan.read(event: data.utf8) == holding)
    }

    @Test func `a stream remembers what any of its events held`() {
      var scan = ChatScan()
      _ = scan.read(event: ChatScanEventTests.delta("\"role\": \"assistant\"").utf8)
      #expect(scan.isEmpty)
      _ = scan.read(event: ChatScanEventTests.delta("\"reasoning\": \"hm\"").utf8)
      #expect(scan.isEmpty && scan.hasBegun)
      _ = scan.read(event: ChatScanEventTests.delta("\"content\": \"a\"").utf8)
      _ = scan.read(event: ChatScanEventTests.delta("", "\"stop\"").utf8)
      #expect(!scan.isEmpty && scan.isAnswer && !scan.hasFailed)
      _ = scan.read(event: ChatScanEventTests.delta("", "\"error\"").utf8)
      #expect(scan.hasFailed)
    }
  }
#endif
