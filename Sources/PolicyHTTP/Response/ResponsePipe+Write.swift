#if HTTPClient
  internal import NIOConcurrencyHelpers
  internal import NIOCore
  internal import NIOHTTP1
  internal import PolicyRuntime
  internal import PolicyService

  /// What the attempts do, and the task that drives them.
  extension ResponsePipe {
    /// The answer begins with an attempt's; one that continues it changes nothing.
    func open(_ head: PolicyHTTPHead, _ attempt: Attempt) {
      begin(
        ResponseStart(
          status: head.status, headers: head.headers,
          level: attempt.step.map { .degraded(step: $0) } ?? .full,
          destination: attempt.destination, attempts: attempt.number, isStreaming: true))
    }

    /// A piece for the caller.
    ///
    /// - Returns: whether there is room for more; if not, `room` is to be waited for.
    func write(_ piece: ByteBuffer) -> Bool {
      if piece.readableBytes == 0 { return true }
      let (reader, hasRoom) = state.withLockedValue {
        state -> (CheckedContinuation<Piece, Never>?, Bool) in
        state.remember(piece, upTo: options.receivedBytesMax)
        if let reader = state.reader.take() { return (reader, true) }
        state.pieces.append(piece)
        state.pendingBytes += piece.readableBytes
        return (nil, state.pendingBytes < options.pendingBytesMax)
      }
      reader?.resume(returning: .success(piece))
      return hasRoom
    }

    /// Waits until there is room, or the task is cancelled.
    func room() async {
      await withTaskCancellationHandler {
        await withCheckedContinuation { writer in
          let goesOn = state.withLockedValue { state in
            if state.pendingBytes < options.pendingBytesMax || Task.isCancelled { return true }
            state.writer = writer
            return false
          }
          if goesOn { writer.resume() }
        }
      } onCancel: {
        state.withLockedValue { $0.writer.take() }?.resume()
      }
    }

    /// What the caller has received of the answer; nil if it was not kept.
    var received: ByteBuffer? { state.withLockedValue { $0.received } }

    /// The request is answered.
    func end(_ answer: Answer<Made>) {
      let ending = PolicyHTTPEnding(
        attempts: answer.attempts, endpoint: answer.endpoint, reason: "\(answer.reason.word)",
        error: nil)
      let level: PolicyHTTPResponse.Level =
        switch answer.level {
        case .full: .full
        case .degraded(let step): .degraded(step: step)
        }
      switch answer.result {
      case .value(.streamed): break
      case .value(.held(let head, let body)):
        _ = write(body)
        begin(
          ResponseStart(
            status: head.status, headers: head.headers, level: level,
            destination: answer.destination, attempts: answer.attempts, isStreaming: false))
      case .substitute(let substitute):
        guard let served = options.serve(substitute) else {
          return end(.unservable(step: answer.step), ending)
        }
        _ = write(served.body)
        var headers = served.headers
        // What a handler gave has its own headers.
        if substitute.text != nil { RetryAfter.add(answer.retryAfter, to: &headers) }
        begin(
          ResponseStart(
            status: served.status, headers: headers, level: level,
            destination: answer.destination, attempts: answer.attempts, substitute: substitute,
            isStreaming: false, retryAfter: answer.retryAfter))
      }
      finish(ending)
    }

    /// A closure of the caller's threw instead of making an attempt's request.
    func note(unmade error: any Error) { state.withLockedValue { $0.unmade = error } }

    /// The request has no answer, or one that was cut.
    func end(_ failure: RequestFailed) {
      // Where that is what the last attempt came to, it says more than "cancelled".
      let unmade = state.withLockedValue { state in
        failure.errorClass == "cancelled" && state.start == nil ? state.unmade : nil
      }
      end(
        unmade.map { .requestNotMade($0) } ?? .failed(failure),
        PolicyHTTPEnding(
          attempts: failure.attempts, endpoint: failure.endpoint, reason: failure.code, error: nil))
    }

    private func end(_ error: PolicyHTTPError, _ ending: PolicyHTTPEnding) {
      state.withLockedValue { state in
        if state.start == nil { state.start = .failure(error) }
        return state.caller.take()
      }?.resume(returning: .failure(error))
      finish(
        PolicyHTTPEnding(
          attempts: ending.attempts, endpoint: ending.endpoint, reason: ending.reason, error: error)
      )
    }

    private func begin(_ start: ResponseStart) {
      state.withLockedValue { state in
        if state.start == nil { state.start = .success(start) }
        return state.caller.take()
      }?.resume(returning: .success(start))
    }

    private func finish(_ ending: PolicyHTTPEnding) {
      let (reader, enders) = state.withLockedValue { state in
        if state.ending == nil { state.ending = ending }
        let enders = state.enders
        state.enders = []
        return (state.reader.take(), enders)
      }
      reader?.resume(returning: ending.error.map { .failure($0) } ?? .success(nil))
      for ender in enders { ender.resume(returning: ending) }
    }
  }

  extension ResponsePipe.State {
    /// Keeps a piece for an attempt that continues the answer.
    fileprivate mutating func remember(_ piece: ByteBuffer, upTo bytesMax: Int) {
      guard let kept = received?.readableBytes else { return }
      if kept + piece.readableBytes > bytesMax {
        received = nil
      } else {
        received?.writeImmutableBuffer(piece)
      }
    }
  }

  extension Answer {
    /// The step of the ladder that answered.
    fileprivate var step: String {
      switch level {
      case .full: "none"
      case .degraded(let step): step
      }
    }
  }
#endif
