#if HTTPClient
  internal import AsyncHTTPClient
  internal import NIOCore
  internal import NIOHTTP1
  internal import PolicyGraph
  internal import PolicyRuntime
  internal import PolicyService

  /// Takes in the body of one attempt's answer: holds it back until it is committed, and then hands
  /// it on as it comes.
  struct Intake: ~Copyable {
    typealias Body = HTTPClientResponse.Body.AsyncIterator

    private let exchange: Exchange
    private let head: PolicyHTTPHead
    private let watch: Watch
    private var reader: any BodyReader
    private var held = ByteBuffer()
    private var hasBegun = false
    /// Whether what comes goes to the caller.
    private var goesOut = false

    init(_ exchange: Exchange, _ head: PolicyHTTPHead, _ watch: Watch) {
      self.exchange = exchange
      self.head = head
      self.watch = watch
      reader = exchange.options.reader(exchange.attempt, head)
    }

    /// Reads what an answer that is no success says, as far as the error table looks at it; goes on
    /// only if that finds nothing wrong.
    @concurrent mutating func readError(_ body: inout Body) async throws {
      watch.enter(.error)
      var prefix = ByteBuffer()
      var problem: (any Error)?
      do {
        while prefix.readableBytes < Evidence.bodyBytesMax, let more = try await body.next() {
          prefix.writeImmutableBuffer(more)
        }
      } catch {
        problem = error
      }
      // The status is known, whatever became of the body.
      try exchange.attempt.check(
        status: Int(head.status.code), headers: head.pairs, body: prefix.readableBytesView)
      if let problem { throw exchange.failure(problem, watch, .amidAnswer) }
      watch.enter(.waiting)
      _ = try await take(try reader.read(prefix))
    }

    /// Reads the body to its end.
    @concurrent mutating func read(_ body: inout Body) async throws -> Made {
      while true {
        var piece: BodyPiece
        var isOver = false
        do {
          if let bytes = try await body.next() {
            watch.hear()
            piece = try reader.read(bytes)
          } else {
            // A stream that was given up may look like one that is over.
            if watch.verdict != nil { throw CancellationError() }
            try Task.checkCancellation()
            piece = try reader.end(.whole)
            isOver = true
          }
        } catch let failure as AttemptFailure {
          throw failure
        } catch {
          piece = try ended(by: error)
          isOver = true
        }
        let isLast = try await take(piece)
        if isLast && !isOver { await drain(&body) }
        if isLast || isOver { return try made() }
      }
    }

    /// Gives HTTP a moment to end the body too, so that the connection can be used again.
    @concurrent private mutating func drain(_ body: inout Body) async {
      watch.enter(.ending)
      var bytes = 0
      while bytes < 4 << 10, let more = try? await body.next() { bytes += more.readableBytes }
    }

    /// The body was cut: a failure, unless the reader has all that it needs.
    private mutating func ended(by error: any Error) throws -> BodyPiece {
      let failure = exchange.failure(error, watch, hasBegun ? .amidAnswer : .beforeAnswer)
      guard let failure = failure as? AttemptFailure else { throw failure }
      return try reader.end(.failed(failure.evidence.transport))
    }

    /// Does with a piece what is to be done; gives whether it is the last.
    @concurrent private mutating func take(_ piece: BodyPiece) async throws -> Bool {
      if let idle = piece.idle { watch.idle(idle) }
      if piece.isFirstByte && !hasBegun { try begin() }
      guard goesOut else {
        held.writeImmutableBuffer(piece.bytes)
        if held.readableBytes > exchange.options.heldBytesMax {
          throw AttemptFailure.transport(.unreadable)
        }
        return piece.isLast
      }
      let before = held
      held = ByteBuffer()
      // An attempt that was given up writes nothing between the pieces of the one that goes on.
      let hasRoom = try exchange.attempt.write {
        _ = exchange.pipe.write(before)
        return exchange.pipe.write(piece.bytes)
      }
      if !hasRoom {
        watch.pause(true)
        await exchange.pipe.room()
        watch.pause(false)
        if let verdict = watch.verdict { throw AttemptFailure.transport(verdict) }
        try Task.checkCancellation()
      }
      return piece.isLast
    }

    /// The first byte is there.
    private mutating func begin() throws {
      hasBegun = true
      goesOut = try exchange.attempt.commit()
      watch.enter(goesOut ? .committed : .held)
      if goesOut { exchange.pipe.open(head, exchange.attempt) }
    }

    private func made() throws -> Made {
      if goesOut { return .streamed }
      // A body without a byte in earnest was looked at by nobody.
      if !hasBegun {
        try exchange.attempt.check(
          status: Int(head.status.code), headers: head.pairs, body: held.readableBytesView)
      }
      return .held(head, held)
    }
  }
#endif
