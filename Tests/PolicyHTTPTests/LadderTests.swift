#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import NIOHTTP1
  import PolicyHTTP
  import PolicyService
  import Testing

  /// Answers below full service.
  @Suite struct LadderTests {
    private func ask(
      _ step: String, handlers: Handlers = Handlers(), options: PolicyHTTPOptions = .standard,
      saying headers: [String] = []
    ) async throws -> PolicyHTTPResponse {
      let a = try await Provider { try await $0.answer(503, headers) }
      let ladder = "degrade below { step lower { \(step) } }"
      let text = Policy.pair(a.url, a.url, degrade: "degrade below", before: ladder)
      return try await client.execute(
        question(), route: route(text, handlers: handlers), options: options)
    }

    @Test func `a text is served with the policy's status`() async throws {
      let response = try await ask("serve text: \"Try later.\", status: 529")
      #expect(response.status.code == 529)
      #expect(try await response.text() == "Try later.")
      #expect(response.level == .degraded(step: "lower"))
      #expect(response.endpoint == nil)
      #expect(response.attempts == 2)
      #expect(response.headers.first(name: "content-type") == "text/plain; charset=utf-8")
      #expect(response.substitute?.text == "Try later.")
      #expect(await response.ending().reason == "served")
    }

    @Test func `a text says when to come back, if that is known`() async throws {
      let text = "serve text: \"Try later.\", status: 503"
      let response = try await ask(text, saying: ["retry-after: 300"])
      let header = try #require(response.headers.first(name: "retry-after"))
      #expect((200...300).contains(Int(header) ?? 0))
      #expect(response.retryAfter.map { RetryAfter.seconds($0) == Int(header) } == true)
      let free = try await ask(text)
      #expect(free.headers.first(name: "retry-after") == nil)
      #expect(free.retryAfter == nil)
    }

    @Test func `a handler's own answer has the headers that it gives`() async throws {
      var handlers = Handlers()
      handlers.cache { _ in Served(ServedAnswer(body: ByteBuffer(string: "[1]"))) }
      let response = try await ask(
        "serve cache, max-age: 1h", handlers: handlers, saying: ["retry-after: 300"])
      #expect(response.headers.first(name: "retry-after") == nil)
      #expect(response.retryAfter != nil)
    }

    @Test func `an error knows when to come back`() async throws {
      let a = try await Provider { try await $0.answer(503, ["retry-after: 300"]) }
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await client.execute(question(), route: route(Policy.pair(a.url, a.url)))
      }
      let wait = try #require(error?.failure?.retryAfter)
      #expect((200...300).contains(RetryAfter.seconds(wait)))
    }

    @Test(arguments: [
      (Duration.zero, 1), (.nanoseconds(1), 1), (.seconds(1), 1), (.milliseconds(1001), 2),
      (.seconds(-5), 1), (.seconds(Int64.max), Int.max),
    ])
    func `a wait is told in whole seconds, never too short`(wait: Duration, seconds: Int) {
      #expect(RetryAfter.seconds(wait) == seconds)
      var headers: HTTPHeaders = [:]
      RetryAfter.add(wait, to: &headers)
      RetryAfter.add(.seconds(7), to: &headers)
      #expect(headers == ["retry-after": "\(seconds)"])
    }

    @Test func `a cache's answer is served as it is`() async throws {
      var handlers = Handlers()
      handlers.cache { _ in
        Served(
          ServedAnswer(
            headers: ["content-type": "application/json"], body: ByteBuffer(string: "[1]")))
      }
      let response = try await ask("serve cache, max-age: 1h", handlers: handlers)
      #expect(response.status == .ok)
      #expect(try await response.text() == "[1]")
      #expect(response.headers.first(name: "content-type") == "application/json")
      #expect(response.level == .degraded(step: "lower"))
    }

    @Test func `what no answer can be made of is an error, unless somebody can`() async throws {
      var handlers = Handlers()
      handlers.call("own") { _ in Served(7) }
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await ask("call \"own\"", handlers: handlers)
      }
      guard case .unservable(step: "lower")? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      var options = PolicyHTTPOptions()
      options.serve = { substitute in
        ServedAnswer(body: ByteBuffer(string: "\(substitute.served?.as(Int.self) ?? 0)"))
      }
      let response = try await ask("call \"own\"", handlers: handlers, options: options)
      #expect(try await response.text() == "7")
    }

    @Test func `another endpoint below full service is told as such, streaming too`() async throws {
      let a = try await Provider { try await $0.answer(503) }
      let c = try await Provider { try await $0.answer(200, [], "small") }
      let before = """
        endpoint c { url "\(c.url)"; timeout attempt: 60s }
        degrade below { step smaller { use c } }
        """
      for more in ["", "commit first-byte"] {
        let text = Policy.pair(
          a.url, a.url, degrade: "degrade below", more: more, before: before)
        let response = try await client.execute(question(), route: route(text))
        #expect(response.endpoint == "c")
        #expect(response.level == .degraded(step: "smaller"))
        #expect(try await response.text() == "small")
      }
    }
  }
#endif
