#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import NIOHTTP1
  import PolicyHTTP
  import PolicyService
  import Testing

  /// What an endpoint gets, and what the caller gets back.
  @Suite struct AttemptTests {
    @Test func `an attempt goes to the endpoint's URL with its credential`() async throws {
      let a = try await Provider { try await $0.answer(200, [], "{\"ok\":1}") }
      let route = try route(Policy.pair(a.url + "/base/?version=2", a.url))
      let request = question(path: "/v1/ask?x=y")
      let response = try await client.execute(request, route: route)
      #expect(response.status == .ok)
      #expect(try await response.text() == "{\"ok\":1}")
      #expect(response.endpoint == "a")
      #expect(response.attempts == 1)
      #expect(response.level == .full)
      #expect(response.attributes["model"] == "large")
      #expect(!response.isStreaming)
      let seen = try #require(a.seen.all.first)
      #expect(seen.method == "POST")
      #expect(seen.path == "/base/v1/ask?version=2&x=y")
      #expect(seen.body == "{\"q\": 1}")
      #expect(seen.headers["authorization"] == "Bearer canary-secret-a")
      let ending = await response.ending()
      #expect(ending.reason == "answered")
      #expect(ending.attempts == 1)
      #expect(ending.error == nil)
    }

    @Test func `attributes say where the credential and the path are`() async throws {
      let a = try await Provider { try await $0.answer() }
      let first = """
        attribute auth-header: "x-api-key"
        attribute path: "/v2/messages"
        """
      let route = try route(Policy.pair(a.url, a.url, first: first))
      _ = try await client.execute(question(), route: route)
      let seen = try #require(a.seen.all.first)
      #expect(seen.path == "/v2/messages")
      #expect(seen.headers["x-api-key"] == "canary-secret-a")
      #expect(seen.headers["authorization"] == nil)
    }

    @Test func `a scheme of its own stands before the key`() async throws {
      let a = try await Provider { try await $0.answer() }
      let route = try route(
        Policy.pair(a.url, a.url, first: "attribute auth-scheme: \"Token\""))
      _ = try await client.execute(question(), route: route)
      #expect(a.seen.all.first?.headers["authorization"] == "Token canary-secret-a")
    }

    @Test func `neither secrets nor headers of the connection are forwarded`() async throws {
      let a = try await Provider { try await $0.answer() }
      let route = try route(Policy.pair(a.url, a.url))
      var request = question()
      request.headers = [
        "Authorization": "Bearer of-the-caller", "Cookie": "session=1", "X-Api-Key": "caller",
        "api-key": "caller", "Proxy-Authorization": "Basic x", "TE": "trailers",
        "Connection": "keep-alive, X-Hop", "X-Hop": "1", "Upgrade": "h2c",
        "Accept-Encoding": "gzip",
        "Host": "elsewhere.example.com", "Content-Length": "3", "Transfer-Encoding": "chunked",
        "Expect": "100-continue", "X-Trace": "kept", "Content-Type": "application/json",
      ]
      _ = try await client.execute(request, route: route)
      let seen = try #require(a.seen.all.first)
      #expect(
        seen.headers == [
          "authorization": "Bearer canary-secret-a", "x-trace": "kept",
          "content-type": "application/json", "content-length": "8",
          "host": "127.0.0.1:\(a.port)",
        ])
    }

    @Test func `a secret is forwarded when that is asked for, but not over the policy's`()
      async throws
    {
      let a = try await Provider { try await $0.answer() }
      let route = try route(Policy.pair(a.url, a.url))
      var request = question()
      request.headers = ["Cookie": "session=1", "Authorization": "Bearer of-the-caller"]
      var options = PolicyHTTPOptions()
      options.forwards = ["cookie", "authorization"]
      _ = try await client.execute(request, route: route, options: options)
      #expect(a.seen.all.first?.headers["cookie"] == "session=1")
      #expect(a.seen.all.first?.headers["authorization"] == "Bearer canary-secret-a")
    }

    @Test func `each attempt has its own endpoint, credential and body`() async throws {
      let a = try await Provider { try await $0.answer(503, [], "{}") }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let route = try route(Policy.pair(a.url, b.url))
      var request = question()
      request.body = .made { sending in
        .bytes(ByteBuffer(string: "for \(sending.attempt.endpoint)"))
      }
      var options = PolicyHTTPOptions()
      options.prepare = { message, attempt in
        message.headers.add(name: "x-number", value: "\(attempt.number)")
        // Whatever is set here, the policy's credential is what is sent.
        message.headers.replaceOrAdd(name: "authorization", value: "none")
      }
      let response = try await client.execute(request, route: route, options: options)
      #expect(try await response.text() == "from b")
      #expect(response.endpoint == "b")
      #expect(response.attempts == 2)
      #expect(a.seen.all.map(\.body) == ["for a"])
      #expect(b.seen.all.map(\.body) == ["for b"])
      #expect(b.seen.all.first?.headers["x-number"] == "2")
      #expect(b.seen.all.first?.headers["authorization"] == "Bearer canary-secret-b")
    }

    @Test func `a 200 that carries an error fails over, however it is cut`() async throws {
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("{\"error\": {\"code\": \"rate_li")
        try await visit.piece("mit_exceeded\", \"message\": \"x\"}}")
        try await visit.finish()
      }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let response = try await client.execute(
        question(), route: try route(Policy.pair(a.url, b.url)))
      #expect(response.endpoint == "b")
    }

    @Test func `a request of AsyncHTTPClient's is kept for all attempts`() async throws {
      let a = try await Provider { try await $0.answer(503) }
      let b = try await Provider { try await $0.answer(200, [], "ok") }
      var request = HTTPClientRequest(url: "/v1/ask")
      request.method = .PUT
      let pieces = AsyncStream { out in
        for piece in ["one ", "two"] { out.yield(ByteBuffer(string: piece)) }
        out.finish()
      }
      request.body = .stream(pieces, length: .unknown)
      let response = try await client.execute(
        PolicyHTTPRequest(request), route: try route(Policy.pair(a.url, b.url)))
      #expect(response.endpoint == "b")
      #expect(a.seen.all.map(\.body) == ["one two"])
      #expect(b.seen.all.map(\.body) == ["one two"])
      #expect(b.seen.all.map(\.method) == ["PUT"])
    }
  }
#endif
