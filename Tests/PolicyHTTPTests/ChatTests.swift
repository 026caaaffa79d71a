#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyHTTP
  import PolicyService
  import Testing

  /// Where the error table is `llm-http`, an answer without anything in it is none, whole or
  /// streamed.
  @Suite struct ChatTests {
    private static let beginning = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
    private static let word = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
    private static let stop = """
      data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n
      """
    private static let done = "data: [DONE]\n\n"

    private static func whole(_ content: String, _ finish: String = "stop") -> String {
      "{\"choices\":[{\"message\":{\"content\":\(content)},\"finish_reason\":\"\(finish)\"}]}"
    }

    static let routes = ["", "commit first-byte"]

    /// The endpoint that answers when the first one says this, and what the first one's failed of.
    private func ask(
      _ body: String, more: String = "", table: String = "errors llm-http",
      retry: String = Policy.failover, isStream: Bool = false
    ) async throws -> (endpoint: String?, text: String?, failed: String) {
      let a = try await Provider { visit in
        let headers = isStream ? ["content-type: text/event-stream"] : []
        try await visit.answer(200, headers, body)
      }
      let b = try await Provider { try await $0.answer(200, [], ChatTests.whole("\"b\"")) }
      let failed = Recorder<String>()
      var options = PolicyHTTPOptions()
      options.onFailure = { failed.add("\($1)") }
      let own = "errors own { extends llm-http\n unavailable status: 418 }"
      let response = try await client.execute(
        question(),
        route: route(
          Policy.pair(
            a.url, b.url, errors: table, retry: retry, more: more, before: own)),
        options: options)
      return (response.endpoint, try await response.text(), failed.all.joined())
    }

    static let unreadable = "attempt failed: unreadable"
    static let empty = [
      "{\"choices\":[]}", whole("\"\""), whole("null"), whole("\"a\"", "error"),
      "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\"}",
    ]

    @Test(arguments: empty, routes)
    func `an empty answer in one piece fails over`(body: String, more: String) async throws {
      for table in ["errors llm-http", "errors own"] {
        let found = try await ask(body, more: more, table: table)
        #expect(found.endpoint == "b")
        #expect(found.failed == ChatTests.unreadable)
      }
      // Another table's answers mean what they mean to others.
      let retry = Policy.failover.replacing(", content-filtered", with: "")
      let other = try await ask(body, more: more, table: "errors http", retry: retry)
      #expect(other.endpoint == "a")
      #expect(other.text == body)
    }

    @Test(arguments: [whole("\"a\""), whole("\"\"", "length"), "{\"data\":[]}", "hi"], routes)
    func `an answer in one piece is passed on as it is`(body: String, more: String) async throws {
      let found = try await ask(body, more: more)
      #expect(found.endpoint == "a")
      #expect(found.text == body)
    }

    static let emptyStreams = [
      beginning + stop + done, done, beginning + "data: {\"choices\":[],\"usage\":{}}\n\n" + done,
      beginning + word.replacing("}}]}", with: "},\"finish_reason\":\"error\"}]}") + done,
      ": nothing\n\n",
      """
      event: message_start\ndata: {"type":"message_start","message":{"content":[]}}\n
      event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n
      event: message_stop\ndata: {"type":"message_stop"}\n\n
      """,
    ]

    @Test(arguments: emptyStreams, routes)
    func `a stream without a word fails over`(body: String, more: String) async throws {
      let found = try await ask(body, more: more, isStream: true)
      #expect(found.endpoint == "b")
      #expect(found.failed == ChatTests.unreadable)
    }

    @Test(arguments: routes)
    func `an error behind a beginning without a word fails over`(more: String) async throws {
      let error = "data: {\"error\":{\"code\":\"overloaded_error\"}}\n\n"
      let found = try await ask(ChatTests.beginning + error, more: more, isStream: true)
      #expect(found.endpoint == "b")
      #expect(found.failed == "attempt failed: status 200")
    }

    @Test(arguments: routes)
    func `a stream with a word is passed on as it is`(more: String) async throws {
      let body = ChatTests.beginning + ChatTests.word + ChatTests.stop + ChatTests.done
      for text in [body, body.replacing("\n", with: "\r"), body.replacing("\n", with: "\r\n")] {
        let found = try await ask(text, more: more, isStream: true)
        #expect(found.endpoint == "a")
        #expect(found.text == text)
        let marked = try await ask("\u{FEFF}" + text, more: more, isStream: true)
        #expect(marked.endpoint == "a")
        #expect(marked.text == text)
      }
    }

    @Test func `a chat that fails amid its words ends in an error that keeps the cause`()
      async throws
    {
      let ends = [
        "data: {\"error\":{\"code\":\"overloaded_error\"}}\n\n": "overloaded",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n": "malformed",
      ]
      for (end, cause) in ends {
        let a = try await Provider { visit in
          try await visit.beginEvents()
          try await visit.piece(ChatTests.beginning + ChatTests.word)
          try await visit.piece(end + ChatTests.done)
          try await visit.finish()
        }
        let response = try await client.execute(
          question(), route: route(Policy.pair(a.url, a.url, more: "commit first-byte")))
        let error = await #expect(throws: PolicyHTTPError.self) { try await response.text() }
        #expect(error?.failure?.code == "truncated")
        #expect(error?.failure?.errorClass == cause)
      }
    }

    @Test func `what goes on with an answer may have nothing to add`() async throws {
      let a = try await Provider { visit in
        try await visit.beginEvents()
        try await visit.piece(ChatTests.beginning + ChatTests.word)
        try await visit.close()
      }
      let b = try await Provider { visit in
        try await visit.answer(
          200, ["content-type: text/event-stream"], ChatTests.stop + ChatTests.done)
      }
      var request = question()
      request.body = .each { _ in ByteBuffer(string: "{}") }
      let text = Policy.pair(a.url, b.url, retry: Policy.resuming, more: "commit first-byte")
      let response = try await client.execute(request, route: route(text))
      #expect(
        try await response.text() == ChatTests.beginning + ChatTests.word + ChatTests.stop
          + ChatTests.done)
    }
  }
#endif
