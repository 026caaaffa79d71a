#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyHTTP
  import PolicyService
  import Testing

  /// Whoever lets go of a request closes its connections.
  @Suite struct LettingGoTests {
    private let gone = Recorder<String>()

    /// A provider that begins an answer, or does not, and notes when its client is gone.
    private func provider(_ name: String, begins: Bool) async throws -> Provider {
      let gone = gone
      return try await Provider { visit in
        // The client may be gone before it is answered.
        if begins { try? await visit.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\none ") }
        try await visit.closed()
        gone.add(name)
      }
    }

    @Test(arguments: [false, true])
    func `a cancelled caller's connection is closed`(begins: Bool) async throws {
      let a = try await provider("a", begins: begins)
      let route = try route(Policy.pair(a.url, a.url))
      let running = Task { try await client.execute(question(), route: route) }
      #expect(await until { a.seen.all.count == 1 })
      running.cancel()
      let error = await #expect(throws: PolicyHTTPError.self) { try await running.value }
      #expect(error?.failure?.cause == .cancelled)
      let gone = gone
      #expect(await until { gone.all == ["a"] })
    }

    @Test func `a response that nobody holds closes its connection`() async throws {
      let a = try await provider("a", begins: true)
      let route = try route(Policy.pair(a.url, a.url, more: "commit first-byte"))
      do {
        let response = try await client.execute(question(), route: route)
        #expect(response.isStreaming)
      }
      let gone = gone
      #expect(await until { gone.all == ["a"] })
    }

    @Test func `a reader that is cancelled closes its connection`() async throws {
      let a = try await provider("a", begins: true)
      let route = try route(Policy.pair(a.url, a.url, more: "commit first-byte"))
      let response = try await client.execute(question(), route: route)
      let reading = Task { try await response.text() }
      try await Task.sleep(for: .milliseconds(50))
      reading.cancel()
      await #expect(throws: PolicyHTTPError.self) { try await reading.value }
      let gone = gone
      #expect(await until { gone.all == ["a"] })
      #expect(await response.ending().reason == "cancelled")
    }

    @Test func `a body longer than wanted is not read to its end`() async throws {
      let a = try await provider("a", begins: true)
      let route = try route(Policy.pair(a.url, a.url, more: "commit first-byte"))
      let response = try await client.execute(question(), route: route)
      #expect(try await response.body.collected(upTo: 2) == nil)
      let gone = gone
      #expect(await until { gone.all == ["a"] })
    }

    @Test func `the loser of a hedge loses its connection`() async throws {
      let a = try await provider("a", begins: false)
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let route = try route(Policy.pair(a.url, b.url, more: "hedge after: 100ms"))
      let response = try await client.execute(question(), route: route)
      #expect(response.endpoint == "b")
      #expect(response.attempts == 2)
      #expect(try await response.text() == "from b")
      let gone = gone
      #expect(await until { gone.all == ["a"] })
    }

    @Test func `an error's body is waited for no longer than a moment`() async throws {
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let overtaken = Recorder<Bool>()
      let a = try await Provider { visit in
        try await visit.begin(503)
        try await visit.piece("{")
        // It ends its answer only once the other has been asked.
        overtaken.add(await until { !b.seen.all.isEmpty })
        try await visit.finish()
      }
      var options = PolicyHTTPOptions()
      options.errorBodyTime = .milliseconds(200)
      let response = try await client.execute(
        question(), route: route(Policy.pair(a.url, b.url, times: "attempt: 60s")), options: options
      )
      #expect(response.endpoint == "b")
      #expect(await until { overtaken.all == [true] })
    }
  }
#endif
