#if HTTPClient
  public import AsyncHTTPClient
  public import PolicyService

  /// Bounds, and what is done to requests and answers on their way.
  public struct PolicyHTTPOptions: Sendable {
    /// Changes an attempt's request before its credential is set.
    public typealias Prepare = @Sendable (inout HTTPClientRequest, Attempt) throws -> Void
    /// Is told what an attempt failed of.
    public typealias OnFailure = @Sendable (Attempt, any Error) -> Void
    /// Makes the reader of an attempt's body.
    public typealias MakeReader = @Sendable (Attempt, PolicyHTTPHead) -> any BodyReader
    /// Makes an answer of what a step of the ladder serves; nil if it cannot.
    public typealias Serve = @Sendable (Substitute) -> ServedAnswer?

    /// The most bytes of an answer that is held back until it is whole, or until its first byte.
    ///
    /// A longer one counts as unreadable.
    public var heldBytesMax = 16 << 20
    /// How many bytes may have come that the caller has not taken yet, before no more are read.
    public var pendingBytesMax = 128 << 10
    /// How many bytes that the caller has received are kept for an attempt that continues the
    /// answer (`PolicyHTTPRequest.Sending.received`); 0 keeps none.
    public var receivedBytesMax = 0
    /// Whether the policy's limit for the first byte counts.
    ///
    /// An answer that an endpoint makes as a whole before it sends any of it has no first byte
    /// until then; false leaves it to the attempt's own limit.
    public var awaitsFirstByte = true
    /// How long the body of an error may take once its status is known.
    public var errorBodyTime = Duration.seconds(1)
    /// Headers of the caller that are forwarded though they usually carry secrets or cookies, in
    /// lower case.
    public var forwards: [String] = []
    /// Says where an attempt's endpoint has what is asked for; nil: at the request's own path.
    ///
    /// By itself that is the endpoint's attribute `path`. A path that names another host, or leaves
    /// its folder, is not sent: the endpoint counts as unreachable.
    public var path: @Sendable (Attempt) -> String? = { $0.attributes["path"] }
    /// Changes each attempt's request before its credential is set: a header that a provider wants,
    /// another path.
    ///
    /// If it throws, nothing is sent. An `AttemptFailure` counts as what it says, and the policy
    /// may ask another endpoint. A `CancellationError` or any other error counts against no
    /// endpoint and ends the request; the caller gets the other error as
    /// `PolicyHTTPError.requestNotMade`.
    public var prepare: Prepare?
    /// Is told what each attempt failed of, before the policy says what follows.
    ///
    /// That is an `AttemptFailure` most often, with the endpoint's own words. It must return soon.
    public var onFailure: OnFailure?
    /// Makes the reader of an attempt's body: what may go to the caller, and what ends it.
    ///
    /// By itself a `text/event-stream` is read by an `EventStreamReader`, all else by a
    /// `PlainReader`.
    public var reader: MakeReader = { attempt, head in
      head.isEventStream ? EventStreamReader(attempt, head) : PlainReader(attempt, head)
    }
    /// Makes an answer of what a step of the ladder serves.
    ///
    /// By itself it knows the policy's texts, and handlers that gave a `ServedAnswer`, a `String`
    /// or a `ByteBuffer`.
    public var serve: Serve = { ServedAnswer($0) }

    /// As they are by themselves.
    public static let standard = PolicyHTTPOptions()

    /// As they are by themselves.
    public init() {}
  }
#endif
