#if HTTPClient
  public import NIOCore
  internal import NIOHTTP1
  internal import PolicyGraph
  public import PolicyService

  /// Reads a `text/event-stream`: only whole events go to the caller, and one that the error table
  /// knows as an error fails the attempt.
  ///
  /// The first byte is the first event with data: a provider that sends comments to keep the
  /// connection open has not begun to answer. An event that was begun and not ended is a cut.
  ///
  /// If the error table is `llm-http` or extends it, the first byte of a chat is the first event
  /// with a part of the answer, and a chat that reports its own failure or ends without content is
  /// `unreadable` (see `ChatScan`).
  public struct EventStreamReader: BodyReader {
    /// Says whether an event is the last one, as `[DONE]` is.
    public typealias IsLast = @Sendable (ServerSentEvent) -> Bool

    private let attempt: Attempt
    private let status: Int
    private let isLast: IsLast?
    private var events: ServerSentEvents
    private var chat: ChatScan?

    /// A reader of an answer to `attempt`.
    ///
    /// - Parameters:
    ///   - attempt: the attempt.
    ///   - head: the answer's beginning.
    ///   - eventBytesMax: a longer event cannot be read.
    ///   - isLast: says whether an event is the last one; a stream that ends without was cut. If
    ///     nil, a stream is whole when HTTP says so.
    public init(
      _ attempt: Attempt, _ head: PolicyHTTPHead, eventBytesMax: Int = 1 << 20,
      isLast: IsLast? = nil
    ) {
      self.attempt = attempt
      status = Int(head.status.code)
      self.isLast = isLast
      events = ServerSentEvents(bytesMax: eventBytesMax)
      chat = attempt.expectsChat ? ChatScan() : nil
    }

    /// The events that are whole.
    public mutating func read(_ bytes: ByteBuffer) throws -> BodyPiece {
      var piece = BodyPiece()
      let whole: [ServerSentEvent]
      do {
        whole = try events.take(bytes)
      } catch {
        throw AttemptFailure.transport(.unreadable)
      }
      for event in whole {
        if let data = event.data {
          try attempt.check(event: event.bytes.readableBytesView, status: status)
          if try holdsSome(data) { piece.isFirstByte = true }
        }
        piece.bytes.writeImmutableBuffer(event.bytes)
        if let isLast, isLast(event) {
          try chat?.checkEnd(of: attempt)
          piece.isLast = true
          break
        }
      }
      return piece
    }

    /// Whether an event holds something of the answer.
    private mutating func holdsSome(_ data: String) throws -> Bool {
      guard let holding = chat?.read(event: data.utf8) else { return true }
      try chat?.check()
      switch holding {
      case .nothing: return false
      case .something, .foreign: return true
      }
    }

    /// Nothing more, unless something is missing.
    public mutating func end(_ ending: BodyEnd) throws -> BodyPiece {
      switch ending {
      case .failed(let transport): throw AttemptFailure.transport(transport)
      case .whole: break
      }
      let last = ServerSentEvent(bytes: events.unfinished)
      if let isLast {
        // Some end their last line and not the event.
        guard last.data != nil, isLast(last) else { throw AttemptFailure.transport(.cut) }
        try chat?.checkEnd(of: attempt)
        return BodyPiece(last.bytes, isFirstByte: true, isLast: true)
      }
      if last.data != nil { throw AttemptFailure.transport(.cut) }
      try chat?.checkEnd(of: attempt)
      return BodyPiece(last.bytes)
    }
  }
#endif
