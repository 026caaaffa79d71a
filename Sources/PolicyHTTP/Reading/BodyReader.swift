#if HTTPClient
  public import NIOCore
  internal import NIOHTTP1
  public import PolicyGraph
  public import PolicyService

  /// Reads the body of one attempt's answer as it comes: says what of it may go to the caller,
  /// where it begins and ends, and whether it is a failure after all.
  ///
  /// What it throws is what the attempt failed of: an `AttemptFailure` says it best.
  public protocol BodyReader: Sendable {
    /// Takes what came.
    mutating func read(_ bytes: ByteBuffer) throws -> BodyPiece
    /// The body is over: whole as far as HTTP goes, or for a reason below it.
    ///
    /// A reader that has all it needs may return: then the answer is whole all the same.
    mutating func end(_ ending: BodyEnd) throws -> BodyPiece
  }

  /// How a body ended.
  public enum BodyEnd: Sendable {
    /// As HTTP says.
    case whole
    /// It was cut, or nothing came for too long.
    case failed(Transport)
  }

  extension BodyReader {
    /// What is whole is whole; what was cut is not.
    public mutating func end(_ ending: BodyEnd) throws -> BodyPiece {
      switch ending {
      case .whole: return BodyPiece()
      case .failed(let transport): throw AttemptFailure.transport(transport)
      }
    }
  }

  /// What a reader made of what came.
  public struct BodyPiece: Sendable {
    /// What may go to the caller; held back until the answer is committed.
    public var bytes: ByteBuffer
    /// Whether the answer has begun in earnest: the first-byte limit runs until then, and there the
    /// route may commit.
    public var isFirstByte: Bool
    /// Whether the answer is whole: nothing more is read, and the connection is closed if the
    /// endpoint has not done so.
    public var isLast: Bool
    /// From now on, instead of the policy's limit, how long nothing may come.
    public var idle: Duration?

    /// A piece; by itself nothing at all.
    public init(
      _ bytes: ByteBuffer = ByteBuffer(), isFirstByte: Bool = false, isLast: Bool = false,
      idle: Duration? = nil
    ) {
      self.bytes = bytes
      self.isFirstByte = isFirstByte
      self.isLast = isLast
      self.idle = idle
    }
  }

  /// Passes on whatever comes: the first byte is the first byte.
  ///
  /// The body's beginning is held against the policy's error table before the answer is committed
  /// or returned. If that table is `llm-http` or extends it, the first byte of a chat is its first
  /// content, and a chat that reports its own failure or has no content is `unreadable` (see
  /// `ChatScan`).
  public struct PlainReader: BodyReader {
    private let attempt: Attempt
    private let head: PolicyHTTPHead
    /// The first bytes, until they were checked.
    private var prefix: ByteBuffer? = ByteBuffer()
    private var chat: ChatScan?

    /// A reader of an answer to `attempt`.
    public init(_ attempt: Attempt, _ head: PolicyHTTPHead) {
      self.attempt = attempt
      self.head = head
      chat = attempt.expectsChat && head.status == .ok ? ChatScan() : nil
    }

    /// All of it.
    public mutating func read(_ bytes: ByteBuffer) throws -> BodyPiece {
      try check(bytes)
      chat?.read(bytes.readableBytesView)
      try chat?.check()
      return BodyPiece(bytes, isFirstByte: bytes.readableBytes > 0 && chat?.hasBegun != false)
    }

    /// Nothing more, unless something is missing.
    public mutating func end(_ ending: BodyEnd) throws -> BodyPiece {
      switch ending {
      case .failed(let transport): throw AttemptFailure.transport(transport)
      case .whole: break
      }
      try chat?.checkEnd(of: attempt)
      return BodyPiece()
    }

    /// Keeps the beginning, and looks at it again while there is more of it: an error may come in
    /// several pieces.
    private mutating func check(_ bytes: ByteBuffer) throws {
      guard var known = prefix else { return }
      prefix = nil
      known.writeImmutableBuffer(bytes)
      try attempt.check(
        status: Int(head.status.code), headers: head.pairs, body: known.readableBytesView)
      if known.readableBytes < 4 << 10 { prefix = known }
    }
  }
#endif
