#if HTTPClient
  public import NIOCore

  /// One event of a `text/event-stream`, as it came.
  ///
  /// Its lines end at CR, LF or CR LF (WHATWG HTML, section 9.2.6), and at nothing else that text
  /// calls the end of a line: a U+2028 in a JSON text is a part of that text.
  public struct ServerSentEvent: Sendable {
    /// Its lines, the blank one at its end included.
    public let bytes: ByteBuffer

    /// An event of these lines.
    public init(bytes: ByteBuffer) { self.bytes = bytes }

    /// Its `event:`; empty if it has none.
    public var name: String {
      unsafe bytes.withUnsafeReadableBytes { bytes in
        let last = unsafe ServerSentEvent.values(of: "event", in: bytes).last ?? 0..<0
        return unsafe String(decoding: bytes[last], as: UTF8.self)
      }
    }

    /// Its `data:` lines, joined; nil if it has none, as a comment that keeps a connection open.
    public var data: String? { dataBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The same as bytes, which may be no UTF-8.
    public var dataBytes: [UInt8]? {
      unsafe bytes.withUnsafeReadableBytes { bytes -> [UInt8]? in
        let lines = unsafe ServerSentEvent.values(of: "data", in: bytes)
        guard let first = lines.first else { return nil }
        var joined = unsafe Array(bytes[first])
        for line in lines.dropFirst() { unsafe joined += [LineEnd.lf] + bytes[line] }
        return joined
      }
    }

    /// The places of a field's values, in order; empty where a line is its name and nothing else.
    private static func values(
      of name: StaticString, in bytes: UnsafeRawBufferPointer
    ) -> [Range<Int>] {
      let field = unsafe UnsafeRawBufferPointer(
        start: name.utf8Start, count: name.utf8CodeUnitCount)
      var values: [Range<Int>] = []
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, unsafe !LineEnd.holds(bytes[end]) { end += 1 }
        defer { start = end + 1 }
        guard end - start >= field.count,
          unsafe bytes[start..<(start + field.count)].elementsEqual(field)
        else { continue }
        var value = start + field.count
        if value < end {
          guard unsafe bytes[value] == UInt8(ascii: ":") else { continue }
          value += 1
          if value < end, unsafe bytes[value] == UInt8(ascii: " ") { value += 1 }
        }
        values.append(value..<end)
      }
      return values
    }
  }

  /// The bytes that end a line.
  enum LineEnd {
    static let cr = UInt8(ascii: "\r")
    static let lf = UInt8(ascii: "\n")

    static func holds(_ byte: UInt8) -> Bool { byte == cr || byte == lf }
  }

  /// Splits a stream of events where they end, wherever its pieces are cut.
  ///
  /// A byte order mark at the stream's start belongs to no event, and is dropped.
  public struct ServerSentEvents: Sendable {
    /// An event is longer than may be.
    public struct TooLong: Error {}

    private let bytesMax: Int
    private var rest = ByteBuffer()
    /// Whether the stream is known to be past its byte order mark.
    private var isPastMark = false
    /// How much of `rest` was looked at, and whether it ended a line.
    private var looked = 0
    private var isAtLineStart = true
    private var followsReturn = false

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// A splitter of events of `bytesMax` bytes at most.
    public init(bytesMax: Int = 1 << 20) { self.bytesMax = bytesMax }

    /// What came after the last whole event.
    public var unfinished: ByteBuffer { rest }

    /// Takes what came, and gives the events that it made whole, in order.
    public mutating func take(_ bytes: ByteBuffer) throws(TooLong) -> [ServerSentEvent] {
      rest.writeImmutableBuffer(bytes)
      guard skipMark() else { return [] }
      var events: [ServerSentEvent] = []
      while let length = lengthOfNext() {
        guard length <= bytesMax, let event = rest.readSlice(length: length) else {
          throw TooLong()
        }
        events.append(ServerSentEvent(bytes: event))
      }
      if rest.readableBytes > bytesMax { throw TooLong() }
      rest.discardReadBytes()
      return events
    }

    /// Drops the byte order mark at the start; false while more of it may come.
    private mutating func skipMark() -> Bool {
      if isPastMark { return true }
      let start = rest.readableBytesView.prefix(ServerSentEvents.mark.count)
      guard ServerSentEvents.mark.starts(with: start) else {
        isPastMark = true
        return true
      }
      guard start.count == ServerSentEvents.mark.count else { return false }
      rest.moveReaderIndex(forwardBy: start.count)
      isPastMark = true
      return true
    }

    /// How long the first event of `rest` is, the blank line included; nil if it is not whole.
    private mutating func lengthOfNext() -> Int? {
      let bytes = rest
      return unsafe bytes.withUnsafeReadableBytes { unsafe lengthOfFirst(in: $0) }
    }

    private mutating func lengthOfFirst(in bytes: UnsafeRawBufferPointer) -> Int? {
      var i = looked
      while i < bytes.count {
        let byte = unsafe bytes[i]
        i += 1
        // A line may end in CR, LF or both; both are one end.
        let isSecondHalf = byte == LineEnd.lf && followsReturn
        followsReturn = byte == LineEnd.cr
        if isSecondHalf { continue }
        guard LineEnd.holds(byte) else {
          isAtLineStart = false
          continue
        }
        if isAtLineStart {
          if byte == LineEnd.cr, i < bytes.count, unsafe bytes[i] == LineEnd.lf {
            i += 1
            followsReturn = false
          }
          looked = 0
          return i
        }
        isAtLineStart = true
      }
      looked = bytes.count
      return nil
    }
  }
#endif
