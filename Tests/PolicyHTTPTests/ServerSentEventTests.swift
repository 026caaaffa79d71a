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

    /// What text calls the end of a line besides, and letters that a byte of a field's name may
    /// join.
    static let notEnds = [
      "\u{2028}", "\u{2029}", "\u{85}", "\u{0B}", "\u{0C}", "\u{301}", "\u{200D}",
    ]

    @Test(arguments: notEnds)
    func `nothing but CR and LF ends a line`(mark: String) throws {
      let text = "data: a\(mark)data: b\(mark)\nevent: \(mark)x\n\n"
      var splitter = ServerSentEvents()
      let events = try splitter.take(ByteBuffer(string: text))
      #expect(events.map(\.data) == ["a\(mark)data: b\(mark)"])
      #expect(events.map(\.name) == ["\(mark)x"])
    }

    @Test func `a field is its whole name, and loses one blank`() throws {
      let text = "data\ndata:  b\ndatax: c\n data: d\ndata :e\ndata:\u{301}f\n\n"
      var splitter = ServerSentEvents()
      let events = try splitter.take(ByteBuffer(string: text))
      #expect(events.map(\.data) == ["\n b\n\u{301}f"])
    }

    @Test func `bytes that are no UTF-8 stay in their own event`() throws {
      var splitter = ServerSentEvents()
      let bytes = Array("data: ".utf8) + [0xFF, 0xC3] + Array("\n\ndata: 2\n\n".utf8)
      let events = try splitter.take(ByteBuffer(bytes: bytes))
      #expect(events.map(\.data) == ["\u{FFFD}\u{FFFD}", "2"])
    }

    @Test(arguments: [1, 2, 3, 4, 100])
    func `a byte order mark at the start is dropped, and nowhere else`(size: Int) throws {
      let text = "data: 1\n\n\u{FEFF}data: 2\n\ndata: \u{FEFF}3\n\n"
      let bytes = Array(("\u{FEFF}" + text).utf8)
      var splitter = ServerSentEvents()
      var events: [ServerSentEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += try splitter.take(
          ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(events.map(\.data) == ["1", nil, "\u{FEFF}3"])
      #expect(events.map { String(buffer: $0.bytes) }.joined() == text)
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
