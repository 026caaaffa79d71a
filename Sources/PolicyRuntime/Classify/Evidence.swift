public import PolicyGraph

/// What a client has in hand about an answer or a failure: the input of `Classifier.classify`.
///
/// Whatever is not known is left out. Nothing in it is trusted: a body may be cut anywhere and need
/// not be UTF-8, a header may be a megabyte of anything.
public struct Evidence: Sendable {
  /// One header, or trailer, of an answer.
  public struct Header: Hashable, Sendable {
    /// Its name, in any case.
    public var name: [UInt8]
    /// Its value; blanks around it do not count.
    public var value: [UInt8]

    /// A header of a name and a value, as bytes.
    public init(_ name: [UInt8], _ value: [UInt8]) {
      self.name = name
      self.value = value
    }

    /// A header of a name and a value.
    public init(_ name: String, _ value: String) {
      self.init(Array(name.utf8), Array(value.utf8))
    }
  }

  /// The status of HTTP; nil where there was none.
  public var status: UInt32?
  /// What went wrong below HTTP; `none` for a complete answer, or an event that came whole.
  public var transport: Transport
  /// The status of gRPC, 0 for OK; nil where there is none, or where `headers` has it.
  ///
  /// An unknown number counts as UNKNOWN.
  public var grpcStatus: UInt32?
  /// Headers and trailers in the order received; the first `headersMax` are looked at.
  public var headers: [Header]
  /// The answer's body from its start, or one event of a stream with or without its `event:` and
  /// `data:` lines; the first `bodyBytesMax` bytes are looked at.
  public var body: ArraySlice<UInt8>
  /// Whether `body` is one event of a stream, which began as a success.
  ///
  /// An error event that no row matches is then `unclassified` by every table; a whole 200 that says
  /// it is an error, by those that look into bodies. Events with their `event:` or `data:` lines are known without it.
  public var isEvent: Bool

  /// How many headers are looked at.
  public static let headersMax = 256
  /// How many bytes of a body are looked at.
  public static let bodyBytesMax = 64 << 10

  /// What is known, with what is not left out.
  public init(
    status: UInt32? = nil, transport: Transport = .none, grpcStatus: UInt32? = nil,
    headers: [Header] = [], body: ArraySlice<UInt8> = [], isEvent: Bool = false
  ) {
    self.status = status
    self.transport = transport
    self.grpcStatus = grpcStatus
    self.headers = headers
    self.body = body
    self.isEvent = isEvent
  }
}

extension Evidence.Header {
  /// Whether it is called `word`, which is in lower case.
  func isNamed(_ word: StaticString) -> Bool {
    name.count == word.utf8CodeUnitCount && name.span.holds(word, at: 0)
  }

  /// Where the value stands between the blanks around it.
  var trimmed: Range<Int> { value.span.trimmed(0..<value.count) }
}
