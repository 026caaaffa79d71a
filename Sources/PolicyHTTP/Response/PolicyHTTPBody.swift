#if HTTPClient
  public import NIOCore

  /// A body as it comes in, in pieces of any size; it can be read once.
  ///
  /// The iterator that asks for a piece first is the body's reader. Any other one, and a second
  /// task that asks while the first still waits, gets `PolicyHTTPError.bodyHasReader`; the reader
  /// reads on as if nobody had asked.
  ///
  /// Whoever stops reading, or lets go of the response, closes the connection to the endpoint. If
  /// the answer is cut for good, reading throws `PolicyHTTPError.failed`, and never just ends.
  public struct PolicyHTTPBody: AsyncSequence, Sendable {
    /// A piece.
    public typealias Element = ByteBuffer
    /// What reading may throw.
    public typealias Failure = PolicyHTTPError

    let token: ResponseToken

    /// Reads the body, piece by piece.
    public struct AsyncIterator: AsyncIteratorProtocol {
      let token: ResponseToken
      let reader: ResponsePipe.ReaderID

      /// The next piece; nil after the last.
      public mutating func next() async throws(PolicyHTTPError) -> ByteBuffer? {
        try await next(isolation: #isolation)
      }

      /// The next piece; nil after the last.
      public mutating func next(
        isolation actor: isolated (any Actor)?
      ) async throws(PolicyHTTPError) -> ByteBuffer? {
        // Only who reads may give the answer up.
        guard token.pipe.admits(reader) else { throw .bodyHasReader }
        let driver = token.driver
        let result = await withTaskCancellationHandler {
          await token.pipe.next()
        } onCancel: {
          driver.cancel()
        }
        return try result.get()
      }
    }

    /// An iterator: the body's reader if it is the first to ask for a piece.
    public func makeAsyncIterator() -> AsyncIterator {
      AsyncIterator(token: token, reader: token.pipe.newReader())
    }

    /// The whole body.
    ///
    /// - Parameter bytesMax: a longer one is not read to its end.
    /// - Returns: nil if it is longer.
    public func collected(upTo bytesMax: Int) async throws(PolicyHTTPError) -> ByteBuffer? {
      var all = ByteBuffer()
      var iterator = makeAsyncIterator()
      while var piece = try await iterator.next() {
        if all.readableBytes + piece.readableBytes > bytesMax {
          token.drop()
          return nil
        }
        if all.readableBytes == 0 { all = piece } else { all.writeBuffer(&piece) }
      }
      return all
    }
  }

  /// Held by whoever may still read: when nobody does any more, the request is given up.
  final class ResponseToken: Sendable {
    let pipe: ResponsePipe
    let driver: Task<Void, Never>

    init(pipe: ResponsePipe, driver: Task<Void, Never>) {
      self.pipe = pipe
      self.driver = driver
    }

    /// Gives the request up, if it is not over.
    func drop() { driver.cancel() }

    deinit { driver.cancel() }
  }
#endif
