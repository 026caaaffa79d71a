#if HTTPClient
  internal import AsyncHTTPClient
  internal import NIOCore
  internal import NIOHTTP1
  internal import PolicyGraph
  internal import PolicyService

  /// One attempt: a request of HTTP and its answer.
  struct Exchange: Sendable {
    let client: HTTPClient
    let request: PolicyHTTPRequest
    let options: PolicyHTTPOptions
    let attempt: Attempt
    let pipe: ResponsePipe

    /// Sends the request, and reads the answer to its end.
    ///
    /// It runs in a task of its own, so that a time that is over ends it and nothing else.
    func run() async throws -> Made {
      let watch = Watch(
        limits, errorBody: options.errorBodyTime, on: client.eventLoopGroup.any())
      let message: HTTPClientRequest
      do {
        message = try self.message(watch)
      } catch {
        throw unmade(error)
      }
      let task = Task { try await exchange(message, watch) }
      watch.begin { task.cancel() }
      defer { watch.end() }
      do {
        return try await withTaskCancellationHandler {
          try await task.value
        } onCancel: {
          task.cancel()
        }
      } catch {
        options.onFailure?(attempt, error)
        throw error
      }
    }

    /// The failure of an attempt whose closure threw: as it says itself, or one that counts against
    /// no endpoint, since nothing was sent.
    private func unmade(_ error: any Error) -> any Error {
      options.onFailure?(attempt, error)
      if error is AttemptFailure || error is CancellationError { return error }
      pipe.note(unmade: error)
      return CancellationError()
    }

    private var limits: Attempt.TimeLimits {
      var limits = attempt.timeouts
      if !options.awaitsFirstByte { limits.firstByte = nil }
      return limits
    }

    @concurrent private func exchange(_ message: HTTPClientRequest, _ watch: Watch) async throws
      -> Made
    {
      let response: HTTPClientResponse
      do {
        response = try await client.execute(message, deadline: .distantFuture)
      } catch {
        throw failure(error, watch, .beforeAnswer)
      }
      // The client followed a redirect after all; nothing of what came may be used.
      if response.history.count > 1 { throw AttemptFailure.transport(.unreadable) }
      watch.connected()
      let head = PolicyHTTPHead(status: response.status, headers: response.headers)
      var intake = Intake(self, head, watch)
      var iterator = response.body.makeAsyncIterator()
      if !(200..<300).contains(response.status.code) {
        try await intake.readError(&iterator)
      }
      return try await intake.read(&iterator)
    }

    /// What an error of the client counts as.
    func failure(_ error: any Error, _ watch: Watch, _ stage: TransportWord.Stage) -> any Error {
      if let verdict = watch.verdict { return AttemptFailure.transport(verdict) }
      if error is CancellationError || Task.isCancelled { return CancellationError() }
      return AttemptFailure.transport(TransportWord.of(error, stage))
    }
  }
#endif
