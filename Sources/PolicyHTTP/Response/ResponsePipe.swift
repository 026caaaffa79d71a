#if HTTPClient
  internal import NIOConcurrencyHelpers
  internal import NIOCore
  internal import NIOHTTP1
  internal import PolicyService

  /// Between the attempts of a request and its caller: the answer's beginning, its pieces, its end.
  ///
  /// One attempt at a time writes, one task reads. Whoever writes waits while more than
  /// `PolicyHTTPOptions.pendingBytesMax` bytes lie here, and with it the endpoint.
  final class ResponsePipe: Sendable {
    typealias Beginning = Result<ResponseStart, PolicyHTTPError>
    typealias Piece = Result<ByteBuffer?, PolicyHTTPError>
    /// Tells the iterators of one body apart.
    typealias ReaderID = UInt32

    struct State {
      var start: Beginning?
      var pieces = CircularBuffer<ByteBuffer>()
      var pendingBytes = 0
      /// What the caller has received, or will; nil once it is more than is kept.
      var received: ByteBuffer?
      var ending: PolicyHTTPEnding?
      /// What a closure of the caller's threw last, instead of making an attempt's request.
      var unmade: (any Error)?
      var readers: ReaderID = 0
      /// Whose the body is; nil until a piece was asked for.
      var owner: ReaderID?
      var caller: CheckedContinuation<Beginning, Never>?
      var reader: CheckedContinuation<Piece, Never>?
      var writer: CheckedContinuation<Void, Never>?
      var enders: [CheckedContinuation<PolicyHTTPEnding, Never>] = []
    }

    let options: PolicyHTTPOptions
    let state: NIOLockedValueBox<State>

    init(_ options: PolicyHTTPOptions) {
      self.options = options
      var state = State()
      if options.receivedBytesMax > 0 { state.received = ByteBuffer() }
      self.state = NIOLockedValueBox(state)
    }
  }

  /// What the caller does.
  extension ResponsePipe {
    /// The answer's beginning, or why there is none.
    func beginning() async -> Beginning {
      await withCheckedContinuation { caller in
        let start = state.withLockedValue { state in
          if state.start == nil { state.caller = caller }
          return state.start
        }
        if let start { caller.resume(returning: start) }
      }
    }

    /// The number of one more iterator of the body.
    func newReader() -> ReaderID {
      state.withLockedValue { state in
        state.readers &+= 1
        return state.readers
      }
    }

    /// Whether an iterator is the body's reader; the first that asks becomes it.
    func admits(_ reader: ReaderID) -> Bool {
      state.withLockedValue { state in
        if state.owner == nil { state.owner = reader }
        return state.owner == reader
      }
    }

    /// The next piece; nil at the end.
    func next() async -> Piece {
      await withCheckedContinuation { reader in
        let (piece, writer) = state.withLockedValue {
          state -> (Piece?, CheckedContinuation<Void, Never>?) in
          // Copies of one iterator may be in two tasks.
          if state.reader != nil { return (.failure(.bodyHasReader), nil) }
          let piece = state.take()
          if piece == nil { state.reader = reader }
          let hasRoom = state.pendingBytes < options.pendingBytesMax
          return (piece, hasRoom ? state.writer.take() : nil)
        }
        writer?.resume()
        if let piece { reader.resume(returning: piece) }
      }
    }

    /// How it all ended.
    func ending() async -> PolicyHTTPEnding {
      await withCheckedContinuation { ender in
        let ending = state.withLockedValue { state in
          if state.ending == nil { state.enders.append(ender) }
          return state.ending
        }
        if let ending { ender.resume(returning: ending) }
      }
    }
  }

  extension ResponsePipe.State {
    /// What a reader gets now; nil if it must wait.
    mutating func take() -> ResponsePipe.Piece? {
      if let piece = pieces.popFirst() {
        pendingBytes -= piece.readableBytes
        return .success(piece)
      }
      guard let ending else { return nil }
      return ending.error.map { .failure($0) } ?? .success(nil)
    }
  }
#endif
