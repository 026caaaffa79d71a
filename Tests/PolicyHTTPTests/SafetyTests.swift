#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import NIOHTTP1
  import PolicyHTTP
  import PolicyRuntime
  import PolicyService
  import Testing

  /// What a caller or a provider may try, and what comes of it.
  @Suite struct SafetyTests {
    private func fault(_ request: PolicyHTTPRequest) async throws -> PolicyHTTPError.Fault? {
      let route = try route(Policy.telling("http://127.0.0.1:9"))
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await client.execute(request, route: route)
      }
      guard case .refused(let fault)? = error else { return nil }
      return fault
    }

    @Test(arguments: [
      "", "v1/ask", "http://evil.example.com/", "//evil.example.com/", "@evil.example.com/",
      "/a/../../admin", "/a/%2e%2E/admin", "/./x", "/a b", "/a\r\nhost: x", "/a#b", "/a\\b", "/ä",
      "/" + String(repeating: "x", count: 17 << 10),
    ])
    func `a path that is more than a path is refused`(path: String) async throws {
      guard case .path? = try await fault(question(path: path)) else {
        Issue.record("\(path) was let through")
        return
      }
    }

    @Test(arguments: [
      ("x", "a\r\nb: c"), ("x", "a\u{0}"), ("x\r\ny", "a"), ("", "a"), ("x y", "a"),
      ("x", "a\u{7F}"),
    ])
    func `a header that would change the request is refused`(name: String, value: String)
      async throws
    {
      var request = question()
      request.headers.add(name: name, value: value)
      guard case .header(let shown)? = try await fault(request) else {
        Issue.record("\(name): \(value) was let through")
        return
      }
      #expect(!shown.contains("\r"))
    }

    @Test func `a body that can be read once is refused when it is long`() async throws {
      var request = HTTPClientRequest(url: "/v1/ask")
      let pieces = AsyncStream { out in
        for _ in 0..<4 { out.yield(ByteBuffer(repeating: 1, count: 100)) }
        out.finish()
      }
      request.body = .stream(pieces, length: .unknown)
      let error = await #expect(throws: PolicyHTTPError.self) {
        _ = try await PolicyHTTPRequest(request, keeping: 300)
      }
      guard case .refused(.bodyNotReplayable(bytesMax: 300))? = error else {
        Issue.record("it was let through")
        return
      }
    }

    @Test func `a redirect is not followed, and its body is nobody's`() async throws {
      let elsewhere = try await Provider { try await $0.answer() }
      let a = try await Provider {
        try await $0.answer(307, ["location: \(elsewhere.url)/steal"], "moved")
      }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      // A 307 was not carried out there, so the policy's next endpoint is asked.
      let response = try await client.execute(
        question(), route: try route(Policy.pair(a.url, b.url)))
      #expect(response.endpoint == "b")
      #expect(try await response.text() == "from b")
      #expect(elsewhere.seen.all.isEmpty)
    }

    @Test func `a client that would follow redirects is refused`() async throws {
      let follower = HTTPClient(eventLoopGroupProvider: .singleton)
      defer { follower.shutdown { _ in } }
      let a = try await Provider { try await $0.answer() }
      let route = try route(Policy.pair(a.url, a.url))
      for _ in 0..<2 {
        let error = await #expect(throws: PolicyHTTPError.self) {
          try await follower.execute(question(), route: route)
        }
        guard case .refused(.clientFollowsRedirects)? = error else {
          Issue.record("it was let through")
          return
        }
      }
      #expect(a.seen.all.isEmpty)
    }

    @Test(arguments: [(16, "a"), (17, "b"), (5000, "b")])
    func `informational answers are skipped, unless there are too many`(count: Int, answers: String)
      async throws
    {
      let a = try await Provider { visit in
        for _ in 0..<count { try await visit.send("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n") }
        try await visit.answer(200, [], "from a")
      }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let response = try await client.execute(
        question(), route: try route(Policy.pair(a.url, b.url)))
      #expect(response.endpoint == answers)
      #expect(try await response.text() == "from \(answers)")
    }

    @Test func `only safe headers go on to a caller`() {
      let headers: HTTPHeaders = [
        "Content-Type": "application/json", "Set-Cookie": "a=b", "Connection": "close, X-Hop",
        "X-Hop": "1", "Transfer-Encoding": "chunked", "Content-Length": "3", "X-Request-Id": "1",
        "X-Bad": "a\r\nset-cookie: x", "Bad Name": "1", "Location": "http://evil.example.com/",
        "Access-Control-Allow-Origin": "*", "Retry-After": "3",
        "X-Big": String(repeating: "x", count: 17 << 10),
        "X-After": "1",
      ]
      let safe = ResponseHeaders.safe(headers, keeping: ["location"])
      #expect(safe.map(\.name) == ["Content-Type", "X-Request-Id", "Location", "Retry-After"])
    }

    @Test func `a credential that no header can hold is sent nowhere and shown to nobody`()
      async throws
    {
      let a = try await Provider { try await $0.answer() }
      let text = Policy.pair(a.url, a.url).replacing("KEY_A", with: "KEY_BROKEN").replacing(
        "KEY_B\"", with: "KEY_BROKEN\"")
      let route = try route(text)
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await client.execute(question(), route: route)
      }
      #expect(a.seen.all.isEmpty)
      #expect(error?.failure?.executed == .no)
      #expect(!String(describing: error).contains("canary"))
    }

    @Test func `no error shows a secret, a header or a body`() async throws {
      let a = try await Provider {
        try await $0.answer(
          401, ["www-authenticate: canary-header"], "{\"error\": \"canary-secret-a\"}")
      }
      let route = try route(Policy.pair(a.url, a.url))
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await client.execute(question("canary-body"), route: route)
      }
      var dumped = ""
      dump(error, to: &dumped)
      #expect(!"\(String(describing: error)) \(dumped)".contains("canary"))
      #expect(error?.failure?.errorClass == "unauthorized")
    }
  }
#endif
