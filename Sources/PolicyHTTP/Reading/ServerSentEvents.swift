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
      values(of: "event").last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Its `data:` lines, joined; nil if it has none, as a comment that keeps a connection open.
    public var data: String? {
      let lines = values(of: "data")
      guard lines.count != 1 else { return String(decoding: lines[0], as: UTF8.self) }
      if lines.isEmpty { return nil }
      return String(
        decoding: Array(lines.joined(separator: CollectionOfOne(LineEnd.lf))), as: UTF8.self)
    }

    /// The values of a field, in order; empty where a line is its name and nothing else.
    private func values(of name: StaticString) -> [ByteBufferView] {
      let field = "\(name)".utf8
      var values: [ByteBufferView] = []
      for line in bytes.readableBytesView.split(whereSeparator: LineEnd.holds) {
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        guard line[..<colon].elementsEqual(field) else { continue }
        let value = line[colon...].dropFirst()
        values.append(value.first == UInt8(ascii: " ") ? value.dropFirst() : value)
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
      let view = rest.readableBytesView
      var i = view.startIndex + looked
      while i < view.endIndex {
        let byte = view[i]
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
          if byte == LineEnd.cr, i < view.endIndex, view[i] == LineEnd.lf {
            i += 1
            followsReturn = false
          }
          looked = 0
          return i - view.startIndex
        }
        isAtLineStart = true
      }
      looked = view.count
      return nil
    }
  }
#endif
