#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyHTTP
  import PolicyService
  import Testing

  /// An answer whose attempt was cut by its time, and which another one continues.
  @Suite struct HandoverTests {
    @Test(arguments: 0..<20)
    func `not a byte of what was cut stands behind what continues it`(round: Int) async throws {
      // It never ends by itself, and is cut wherever it happens to be.
      let a = try await Provider { visit in
        try await visit.begin()
        while true { try await visit.piece("a") }
      }
      let b = try await Provider { visit in
        try await visit.begin()
        for _ in 0..<200 { try await visit.piece("b") }
        try await visit.finish()
      }
      let text = Policy.pair(
        a.url, b.url, times: "connect: 2s, attempt: 5s, stream: \(20 + round)ms",
        retry: Policy.resuming, more: "commit first-byte; hedge after: 4s")
      var request = question()
      request.body = .each { sending in
        ByteBuffer(string: "\(sending.received?.readableBytes ?? 0)")
      }
      var options = PolicyHTTPOptions()
      options.receivedBytesMax = 64 << 20
      let response = try await client.execute(request, route: route(text), options: options)
      var body = ""
      do {
        for try await piece in response.body { body += String(buffer: piece) }
      } catch {
        // The continuation may be out of time as well: what came before it counts.
      }
      let first = body.prefix { $0 == "a" }
      #expect(!first.isEmpty)
      #expect(body.dropFirst(first.count).allSatisfy { $0 == "b" })
      // The continuation was told of every byte that the caller has, and of no other.
      #expect(b.seen.all.map(\.body) == ["\(first.count)"])
    }
  }
#endif
