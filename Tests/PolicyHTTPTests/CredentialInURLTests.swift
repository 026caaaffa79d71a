#if HTTPClient
  import AsyncHTTPClient
  import PolicyHTTP
  import PolicyService
  import Testing

  /// Keys that stand in URLs: they reach the endpoint, and nobody else.
  @Suite struct CredentialInURLTests {
    /// `a` wants its key in the path, `b` in the query.
    private func policy(_ a: String, _ b: String, more: String = "") -> String {
      Policy.pair(
        "\(a)/v2/{credential}", "\(b)/rpc?key={credential}&chain=1", first: more, second: more
      ).replacing("KEY_A", with: "KEY_PATH").replacing("KEY_B", with: "KEY_QUERY")
    }

    private let inPath = "/v2/canary%2Fpath%2Bkey"
    private let inQuery = "key=canary%26query%3Dkey&chain=1"

    /// All that an operator can read of an engine.
    private func texts(_ engine: PolicyEngine) -> [String] {
      var dumped = ""
      dump(engine.snapshot(), to: &dumped)
      return ["\(engine.snapshot())", dumped, engine.prometheusText()]
    }

    @Test func `a key in the path or the query arrives, and nothing else shows it`() async throws {
      let a = try await Provider { visit in
        // Providers that fail tell the URL that they were asked for.
        try await visit.answer(503, [], "cannot serve \(visit.seen.path)")
      }
      let b = try await Provider { try await $0.answer(200, ["x-version: 1"], "from b") }
      let engine = try engine(policy(a.url, b.url))
      let seen = Recorder<String>()
      engine.onEvent { event in
        var dumped = ""
        dump(event, to: &dumped)
        seen.add("\(event) \(dumped)")
      }
      let response = try await client.execute(
        question(path: "/v1/ask?version=2"), route: try engine.route("main"))
      #expect(try await response.text() == "from b")
      #expect(a.seen.all.map(\.path) == ["\(inPath)/v1/ask?version=2"])
      #expect(b.seen.all.map(\.path) == ["/rpc/v1/ask?\(inQuery)&version=2"])
      for request in a.seen.all + b.seen.all {
        #expect(!request.headers.values.contains { $0.contains("canary") })
        #expect(request.headers["authorization"] == nil)
      }
      #expect(response.destination?.url == "\(b.url)/rpc?key={credential}&chain=1")
      seen.add("\(response.headers) \(await response.ending())")
      #expect(seen.all.count > 3)
      for text in seen.all + texts(engine) { #expect(!text.contains("canary"), "\(text)") }
    }

    @Test(arguments: [true, false])
    func `no error shows a key in a URL`(isAnswered: Bool) async throws {
      let a = try await Provider { visit in
        if isAnswered { try await visit.answer(400) } else { try await visit.reset() }
      }
      let engine = try engine(policy(a.url, "http://127.0.0.1:9"))
      let route = try engine.route("main")
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await client.execute(question(), route: route)
      }
      var dumped = ""
      dump(error, to: &dumped)
      #expect(a.seen.all.first?.path == "\(inPath)/v1/ask")
      for text in ["\(String(describing: error))", dumped] + texts(engine) {
        #expect(!text.contains("canary"), "\(text)")
      }
    }

    @Test func `a probe asks with the key in its place`() async throws {
      let a = try await Provider { try await $0.answer(204) }
      let b = try await Provider { try await $0.answer(500) }
      let engine = try engine(
        policy(
          a.url, b.url,
          more: "probe path: \"/health\", every: 500ms, timeout: 20s, down-after: 1"))
      let probing = Task { await engine.runProbes { try await client.status(of: $0) } }
      let isDown = await until { engine.snapshot().endpoints.last?.isDown == true }
      #expect(isDown)
      probing.cancel()
      await probing.value
      #expect(engine.snapshot().endpoints.first?.isDown == false)
      #expect(a.seen.all.first?.path == "\(inPath)/health")
      #expect(b.seen.all.first?.path == "/rpc/health?\(inQuery)")
      #expect(a.seen.all.first?.headers["authorization"] == nil)
      for text in texts(engine) { #expect(!text.contains("canary")) }
    }

    @Test func `a probe's credential stands where those of attempts do`() async throws {
      let a = try await Provider { try await $0.answer() }
      let probe = #"probe path: "/health", every: 500ms, timeout: 20s"#
      let engine = try engine(
        Policy.pair(a.url, a.url, first: probe + #"; attribute auth-header: "x-api-key""#))
      let probing = Task { await engine.runProbes { try await client.status(of: $0) } }
      let isAsked = await until { !a.seen.all.isEmpty }
      #expect(isAsked)
      probing.cancel()
      await probing.value
      #expect(a.seen.all.first?.headers["x-api-key"] == "canary-secret-a")
    }
  }
#endif
