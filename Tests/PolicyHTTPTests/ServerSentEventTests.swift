#if HTTPClient
  import NIOCore
  import PolicyHTTP
  import Testing

  /// Events are found wherever the pieces are cut.
  @Suite struct ServerSentEventTests {
    private static let texts = [
      "data: 1\n\nevent: x\ndata: 2\ndata: 3\n\n: comment\n\ndata:4\n\n",
      "data: 1\r\n\r\nevent: x\r\ndata: 2\r\ndata: 3\r\n\r\n: comment\r\n\r\ndata:4\r\n\r\n",
      "data: 1\r\revent: x\rdata: 2\rdata: 3\r\r: comment\r\rdata:4\r\r",
      "data: 1\n\r\nevent: x\r\ndata: 2\ndata: 3\r\n\n: comment\n\ndata:4\n\n",
    ]

    @Test(arguments: texts, [1, 2, 3, 5, 7, 100])
    func `pieces of any size give the same events`(text: String, size: Int) throws {
      var splitter = ServerSentEvents()
      var events: [ServerSentEvent] = []
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) {
        let piece = bytes[start..<min(start + size, bytes.count)]
        events += try splitter.take(ByteBuffer(bytes: piece))
      }
      #expect(events.map(\.data) == ["1", "2\n3", nil, "4"])
      #expect(events.map(\.name) == ["", "x", "", ""])
      let passed =
        events.map { String(buffer: $0.bytes) }.joined()
        + String(buffer: splitter.unfinished)
      #expect(passed == text)
    }

    @Test func `an event that does not end is not kept for ever`() throws {
      var splitter = ServerSentEvents(bytesMax: 100)
      #expect(throws: ServerSentEvents.TooLong.self) {
        for _ in 0..<200 { _ = try splitter.take(ByteBuffer(string: "x")) }
      }
      #expect(splitter.unfinished.readableBytes <= 101)
    }

    @Test func `blank lines before an event are events of nothing`() throws {
      var splitter = ServerSentEvents()
      let events = try splitter.take(ByteBuffer(string: "\n\ndata: 1\n\n"))
      #expect(events.compactMap(\.data) == ["1"])
    }
  }
#endif
