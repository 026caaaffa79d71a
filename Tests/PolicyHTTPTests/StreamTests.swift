#if HTTPClient
  import AsyncHTTPClient
  import NIOCore
  import PolicyHTTP
  import PolicyService
  import Testing

  /// Answers that go to the caller while they come in.
  @Suite struct StreamTests {
    private static let commits = "commit first-byte"

    private func ask(
      _ a: Provider, _ b: Provider, request: PolicyHTTPRequest = question(),
      times: String = Policy.patient, retry: String = Policy.failover,
      options: PolicyHTTPOptions = .standard
    ) async throws -> PolicyHTTPResponse {
      let text = Policy.pair(
        a.url, b.url, times: times, retry: retry, more: StreamTests.commits)
      return try await client.execute(request, route: route(text), options: options)
    }

    @Test func `the caller has the first piece before the second is sent`() async throws {
      let goOn = Recorder<Int>()
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("one ")
        _ = await until { !goOn.all.isEmpty }
        try await visit.piece("two")
        try await visit.finish()
      }
      let response = try await ask(a, a)
      #expect(response.isStreaming)
      #expect(response.endpoint == "a")
      var pieces = response.body.makeAsyncIterator()
      #expect(try await pieces.next().map { String(buffer: $0) } == "one ")
      goOn.add(1)
      #expect(try await pieces.next().map { String(buffer: $0) } == "two")
      #expect(try await pieces.next() == nil)
      #expect(await response.ending().reason == "answered")
    }

    @Test func `headers alone commit to nothing`() async throws {
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.close()
      }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let response = try await ask(a, b)
      #expect(response.endpoint == "b")
      #expect(try await response.text() == "from b")
    }

    @Test func `a cut after the first piece is never the end of a good answer`() async throws {
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("one ")
        try await visit.close()
      }
      let b = try await Provider { try await $0.answer() }
      let response = try await ask(a, b)
      let error = await #expect(throws: PolicyHTTPError.self) { try await response.text() }
      #expect(error?.failure?.code == "truncated")
      #expect(await response.ending().reason == "truncated")
      #expect(b.seen.all.isEmpty)
    }

    @Test func `an answer that was cut is continued with what the caller has`() async throws {
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("one ")
        try await visit.close()
      }
      let b = try await Provider { try await $0.answer(200, [], "two") }
      var request = question()
      request.body = .each { sending in
        ByteBuffer(string: "has: " + (sending.received.map { String(buffer: $0) } ?? "-"))
      }
      var options = PolicyHTTPOptions()
      options.receivedBytesMax = 1024
      let response = try await ask(
        a, b, request: request, retry: Policy.resuming, options: options)
      #expect(response.endpoint == "a")
      #expect(try await response.text() == "one two")
      #expect(a.seen.all.map(\.body) == ["has: -"])
      #expect(b.seen.all.map(\.body) == ["has: one "])
      let ending = await response.ending()
      #expect(ending.endpoint == "b")
      #expect(ending.attempts == 2)
    }

    @Test func `fixed bytes are not sent again to continue an answer`() async throws {
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("one ")
        try await visit.close()
      }
      let b = try await Provider { try await $0.answer(200, [], "one two") }
      let response = try await ask(a, b, retry: Policy.resuming)
      await #expect(throws: PolicyHTTPError.self) { try await response.text() }
      #expect(b.seen.all.isEmpty)
    }

    @Test func `an error event at the beginning fails over`() async throws {
      let a = try await Provider { visit in
        try await visit.beginEvents()
        try await visit.piece(": wait\n\nevent: error\nda")
        try await visit.piece("ta: {\"error\": {\"code\": \"overloaded_error\"}}\n\n")
        try await visit.finish()
      }
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      #expect(try await ask(a, b).endpoint == "b")
    }

    @Test func `an error event amid the stream is not passed on, and ends it`() async throws {
      let a = try await Provider { visit in
        try await visit.beginEvents()
        try await visit.piece("data: {\"x\": 1}\n\n")
        try await visit.piece("data: {\"error\": {\"code\": \"overloaded_error\"}}\n\n")
        try await visit.finish()
      }
      let b = try await Provider { try await $0.answer() }
      let response = try await ask(a, b)
      var pieces = response.body.makeAsyncIterator()
      #expect(try await pieces.next().map { String(buffer: $0) } == "data: {\"x\": 1}\n\n")
      let error = await #expect(throws: PolicyHTTPError.self) { try await pieces.next() }
      #expect(error?.failure?.code == "truncated")
    }

    @Test func `comments are no beginning: the first event is waited for, and no longer`()
      async throws
    {
      let b = try await Provider { try await $0.answer(200, [], "from b") }
      let overtaken = Recorder<Bool>()
      let a = try await Provider { visit in
        try await visit.beginEvents()
        // For as long as nobody else is asked; its client may be gone by then.
        for _ in 0..<600 where b.seen.all.isEmpty {
          try? await visit.piece(": still here\n\n")
          try await Task.sleep(for: .milliseconds(50))
        }
        overtaken.add(!b.seen.all.isEmpty)
      }
      let text = Policy.pair(
        a.url, b.url, times: "first-byte: 2s, attempt: 60s", timesOfB: Policy.patient,
        more: StreamTests.commits)
      let response = try await client.execute(question(), route: route(text))
      #expect(response.endpoint == "b")
      // On a busy machine its time may be over before it was asked at all.
      #expect(await until { overtaken.all == [true] || a.seen.all.isEmpty })
    }

    @Test func `a stream without its last event was cut, and one that hangs behind it was not`()
      async throws
    {
      var options = PolicyHTTPOptions()
      options.reader = { EventStreamReader($0, $1) { $0.data == "[DONE]" } }
      let cut = try await Provider { visit in
        try await visit.beginEvents()
        try await visit.piece("data: 1\n\n")
        try await visit.finish()
      }
      let response = try await ask(cut, cut, options: options)
      await #expect(throws: PolicyHTTPError.self) { try await response.text() }
      let gone = Recorder<Int>()
      let hangs = try await Provider { visit in
        try await visit.beginEvents()
        try await visit.piece("data: 1\n\ndata: [DONE]\n\ndata: never\n\n")
        try await visit.closed()
        gone.add(1)
      }
      let whole = try await ask(hangs, hangs, options: options)
      #expect(try await whole.text() == "data: 1\n\ndata: [DONE]\n\n")
      #expect(await whole.ending().error == nil)
      #expect(await until { gone.all.count == 1 })
    }

    @Test func `a connection whose stream ended well is used again`() async throws {
      var options = PolicyHTTPOptions()
      options.reader = { EventStreamReader($0, $1) { $0.data == "[DONE]" } }
      let connections = Recorder<ObjectIdentifier>()
      let a = try await Provider { visit in
        connections.add(ObjectIdentifier(visit.channel))
        try await visit.beginEvents()
        // Its end comes with it: the client waits for no more than a moment.
        let events = "data: 1\n\ndata: [DONE]\n\n"
        try await visit.send("\(String(events.utf8.count, radix: 16))\r\n\(events)\r\n0\r\n\r\n")
      }
      for _ in 0..<3 {
        let response = try await ask(a, a, options: options)
        #expect(try await response.text() == "data: 1\n\ndata: [DONE]\n\n")
        #expect(await response.ending().reason == "answered")
      }
      #expect(Set(connections.all).count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a reader may say that an answer is whole though its end never came`() async throws {
      var options = PolicyHTTPOptions()
      options.reader = { _, _ in Patient() }
      let a = try await Provider { visit in
        try await visit.begin()
        try await visit.piece("all there is")
        try await visit.closed()
      }
      // The policy has no limit that would end it: what ends it is the reader's own.
      let response = try await ask(a, a, times: "attempt: 60s", options: options)
      #expect(try await response.text() == "all there is")
      #expect(await response.ending().error == nil)
    }

    @Test func `a slow caller holds the endpoint back, and is not its silence`() async throws {
      let sent = Recorder<Int>()
      let total = 400
      let a = try await Provider { visit in
        try await visit.begin()
        let piece = String(repeating: "x", count: 1 << 16)
        for _ in 0..<total {
          try await visit.piece(piece)
          sent.add(piece.utf8.count)
        }
        try await visit.finish()
      }
      let response = try await ask(a, a, times: "idle: 2s, attempt: 60s")
      try await Task.sleep(for: .seconds(4))
      // What lies in the sockets' own buffers is the system's.
      let ahead = sent.all.count
      #expect(ahead < total - 50, "\(ahead) of \(total) pieces were sent to nobody")
      var bytes = 0
      for try await piece in response.body { bytes += piece.readableBytes }
      #expect(bytes == total << 16)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a stream has a time of its own after the commit`() async throws {
      let a = try await Provider { visit in
        try await visit.begin()
        // Only its client ends it.
        while true {
          try await visit.piece("x")
          try await Task.sleep(for: .milliseconds(30))
        }
      }
      let response = try await ask(a, a, times: "idle: 30s, attempt: 60s, stream: 400ms")
      await #expect(throws: PolicyHTTPError.self) { try await response.text() }
    }
  }

  /// Takes an answer for whole when nothing more came for a moment.
  private struct Patient: BodyReader {
    mutating func read(_ bytes: ByteBuffer) -> BodyPiece {
      BodyPiece(bytes, isFirstByte: true, idle: .milliseconds(100))
    }

    mutating func end(_ ending: BodyEnd) -> BodyPiece { BodyPiece() }
  }
#endif
