#if HTTPClient
  public import NIOCore

  /// One event of a `text/event-stream`, as it came.
  public struct ServerSentEvent: Sendable {
    /// Its lines, the blank one at its end included.
    public let bytes: ByteBuffer

    /// An event of these lines.
    public init(bytes: ByteBuffer) { self.bytes = bytes }

    /// Its `event:`; empty if it has none.
    public var name: String { fields("event").last ?? "" }
    /// Its `data:` lines, joined; nil if it has none, as a comment that keeps a connection open.
    public var data: String? {
      let lines = fields("data")
      return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private func fields(_ name: String) -> [String] {
      let text = String(decoding: bytes.readableBytesView, as: UTF8.self)
      var values: [String] = []
      for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(name) {
        let rest = line.dropFirst(name.count)
        if rest.isEmpty { values.append("") }
        guard rest.first == ":" else { continue }
        let value = rest.dropFirst()
        values.append(String(value.first == " " ? value.dropFirst() : value))
      }
      return values
    }
  }

  /// Splits a stream of events where they end, wherever its pieces are cut.
  public struct ServerSentEvents: Sendable {
    /// An event is longer than may be.
    public struct TooLong: Error {}

    private let bytesMax: Int
    private var rest = ByteBuffer()
    /// How much of `rest` was looked at, and whether it ended a line.
    private var looked = 0
    private var isAtLineStart = true
    private var followsReturn = false

    /// A splitter of events of `bytesMax` bytes at most.
    public init(bytesMax: Int = 1 << 20) { self.bytesMax = bytesMax }

    /// What came after the last whole event.
    public var unfinished: ByteBuffer { rest }

    /// Takes what came, and gives the events that it made whole, in order.
    public mutating func take(_ bytes: ByteBuffer) throws(TooLong) -> [ServerSentEvent] {
      rest.writeImmutableBuffer(bytes)
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

    /// How long the first event of `rest` is, the blank line included; nil if it is not whole.
    private mutating func lengthOfNext() -> Int? {
      let view = rest.readableBytesView
      var i = view.startIndex + looked
      while i < view.endIndex {
        let byte = view[i]
        i += 1
        // A line may end in CR, LF or both; both are one end.
        let isSecondHalf = byte == UInt8(ascii: "\n") && followsReturn
        followsReturn = byte == UInt8(ascii: "\r")
        if isSecondHalf { continue }
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
          isAtLineStart = false
          continue
        }
        if isAtLineStart {
          if byte == UInt8(ascii: "\r"), i < view.endIndex, view[i] == UInt8(ascii: "\n") {
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
