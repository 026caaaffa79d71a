#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyGraph
  import PolicyHTTP
  import PolicyService
  import Testing

  /// Closures of the caller's that throw before anything was sent.
  @Suite struct ClosureTests {
    private struct Own: Error {
      var secret = "canary-of-the-caller"
    }

    /// Asks with a closure that throws at endpoint a, by either way.
    private func ask(
      _ a: Provider, _ b: Provider, prepares: Bool, degrade: String = "degrade none",
      onFailure: PolicyHTTPOptions.OnFailure? = nil, throwing error: any Error
    ) async throws -> PolicyHTTPResponse {
      var options = PolicyHTTPOptions()
      options.onFailure = onFailure
      var request = question()
      if prepares {
        options.prepare = { if $1.endpoint == "a" { throw error } }
      } else {
        request.body = .each { sending in
          if sending.attempt.endpoint == "a" { throw error }
          return ByteBuffer(string: "{}")
        }
      }
      // Whoever is blamed once is left alone.
      let breaker = "breaker brittle { trip consecutive: 1; cooldown 1h }"
      let ladder = "degrade below { step lower { serve text: \"later\", status: 503 } }"
      let text = Policy.pair(
        a.url, b.url, degrade: degrade, more: "breaker brittle", before: breaker + "\n" + ladder)
      return try await client.execute(request, route: route(text), options: options)
    }

    @Test(arguments: [false, true])
    func `its error ends the request, and is no cut`(prepares: Bool) async throws {
      let a = try await Provider { try await $0.answer() }
      let told = Recorder<Bool>()
      let error = await #expect(throws: PolicyHTTPError.self) {
        try await ask(a, a, prepares: prepares, onFailure: { told.add($1 is Own) }, throwing: Own())
      }
      guard case .requestNotMade(let own)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(own is Own)
      #expect(!"\(String(describing: error))".contains("canary"))
      #expect(error.map { "\($0)".contains("Own") } == true)
      #expect(told.all == [true])
      #expect(a.seen.all.isEmpty)
    }

    @Test(arguments: [false, true])
    func `its failure counts as what it says: another endpoint is asked`(prepares: Bool)
      async throws
    {
      let a = try await Provider { try await $0.answer() }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let response = try await ask(
        a, b, prepares: prepares, throwing: AttemptFailure.transport(.refused))
      #expect(response.endpoint == "b")
      #expect(response.attempts == 2)
      #expect(a.seen.all.isEmpty)
    }

    @Test(arguments: [false, true])
    func `no ladder hides it`(prepares: Bool) async throws {
      // Whoever makes the request gave it up, like a closure that throws CancellationError.
      let a = try await Provider { try await $0.answer() }
      let error = await #expect(throws: PolicyHTTPError.self) {
        _ = try await ask(a, a, prepares: prepares, degrade: "degrade below", throwing: Own())
      }
      guard case .requestNotMade? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(a.seen.all.isEmpty)
    }

    @Test func `nobody is blamed: the next request is answered where this one was not made`()
      async throws
    {
      let a = try await Provider { try await $0.answer(200, [], "from a") }
      let bad = Recorder<Bool>()
      var options = PolicyHTTPOptions()
      options.prepare = { _, _ in if bad.all.isEmpty { throw Own() } }
      let breaker = "breaker brittle { trip consecutive: 1; cooldown 1h }"
      let route = try route(
        Policy.pair(a.url, a.url, more: "breaker brittle", before: breaker))
      await #expect(throws: PolicyHTTPError.self) {
        try await client.execute(question(), route: route, options: options)
      }
      bad.add(true)
      let response = try await client.execute(question(), route: route, options: options)
      #expect(response.endpoint == "a")
    }
  }
#endif
