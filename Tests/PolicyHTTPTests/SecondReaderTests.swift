#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyHTTP
  import PolicyService
  import Testing

  /// A body has one reader.
  @Suite struct SecondReaderTests {
    private let goOn = Recorder<Int>()

    /// A response of two pieces, the second of which comes when it is asked for.
    private func response() async throws -> PolicyHTTPResponse {
      let goOn = goOn
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("one ")
        _ = await until { !goOn.all.isEmpty }
        try await visit.piece("two")
        try await visit.finish()
      }
      let route = try route(Policy.pair(a.url, a.url, more: "commit first-byte"))
      return try await client.execute(question(), route: route)
    }

    private func mustRefuse(
      _ read: @Sendable () async throws -> Void
    ) async {
      let error = await #expect(throws: PolicyHTTPError.self) { try await read() }
      guard case .bodyHasReader? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(error.map { "\($0)" }?.contains("can be read once") == true)
    }

    @Test func `a second reader gets an error, and the first reads on`() async throws {
      let response = try await response()
      var pieces = response.body.makeAsyncIterator()
      #expect(try await pieces.next().map { String(buffer: $0) } == "one ")
      let reading = Task {
        var pieces = pieces
        var text = ""
        while let piece = try await pieces.next() { text += String(buffer: piece) }
        return text
      }
      await mustRefuse { _ = try await response.text() }
      await mustRefuse { for try await _ in response.body {} }
      // Its cancellation is nothing to the first.
      let cancelled = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        await mustRefuse { _ = try await response.text() }
      }
      await cancelled.value
      goOn.add(1)
      #expect(try await reading.value == "two")
      #expect(await response.ending().error == nil)
      // What is read is not an empty body to whoever comes later.
      await mustRefuse { _ = try await response.text() }
    }

    @Test func `of two tasks with one iterator, the second gets an error`() async throws {
      let response = try await response()
      var pieces = response.body.makeAsyncIterator()
      #expect(try await pieces.next().map { String(buffer: $0) } == "one ")
      // The compiler refuses what this test is about.
      nonisolated(unsafe) let iterator = pieces
      // Both ask before there is anything: whoever is second is refused, and frees the provider.
      let goOn = goOn
      let results = await withTaskGroup(of: String.self) { group in
        for _ in 0..<2 {
          group.addTask {
            var copy = unsafe iterator
            do {
              return try await copy.next().map { String(buffer: $0) } ?? "end"
            } catch {
              goOn.add(1)
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(results == ["two", "\(PolicyHTTPError.bodyHasReader)"])
    }
  }
#endif
