import AsyncAlgorithms
import AsyncHTTPClient
import NIOCore
import PolicyService

/// What a client is sent of a stream: a reply instead of it, or its beginning and its bytes.
enum StreamPart: Sendable {
  case reply(Reply)
  case head([(name: String, value: String)])
  case bytes(ByteBuffer)
}

extension ChatRun {
  typealias Pipe = AsyncChannel<StreamPart>

  static let done = Array("data: [DONE]\n\n".utf8)

  /// Runs a request whose answer is a stream, into a pipe that waits for its reader; finishes it.
  func stream(into pipe: Pipe) async {
    defer { pipe.finish() }
    do {
      let answer = try await route.run(asked) { attempt in
        findings.begin(attempt)
        do {
          return try await watched(attempt, streams: true) { watch in
            try await ChatRead(run: self, attempt: attempt, watch: watch, pipe: pipe).read()
          }
        } catch {
          findings.note(error)
          throw error
        }
      }
      switch answer.result {
      case .value(let held):
        if findings.shown == nil {
          let model = answer.destination?.attributes["model"] ?? request.model
          await pipe.send(
            .head(headers(answer.endpoint ?? "", model, attempts: answer.attempts)))
        }
        await pipe.send(.bytes(ByteBuffer(bytes: held + ChatRun.done)))
      case .substitute(let substitute): await pipe.send(.reply(stand(in: substitute)))
      }
    } catch {
      await fail(error, pipe)
    }
  }

  /// There is no answer, or no more of it: a reply says so before the first byte, an event after it.
  private func fail(_ error: RequestFailed, _ pipe: Pipe) async {
    guard findings.shown != nil else { return await pipe.send(.reply(reply(to: error))) }
    let text = "The answer broke off, and nobody could go on with it."
    let event = Reply.error(text, type: "stream_error", code: error.code)
    await pipe.send(.bytes(ByteBuffer(bytes: ChatRun.event(event))))
  }

  static func event(_ data: [UInt8]) -> [UInt8] {
    Array("data: ".utf8) + data + Array("\n\n".utf8)
  }
}

/// One attempt at a stream.
struct ChatRead {
  let run: ChatRun
  let attempt: Attempt
  let watch: Watch
  let pipe: ChatRun.Pipe
  /// What came and is not shown.
  private var held: [UInt8] = []
  private var finished: Set<Int> = []
  private var hasUsage = false
  /// Whether events go to the client as they come.
  private var isShown = false
  private var isCommitted = false

  init(run: ChatRun, attempt: Attempt, watch: Watch, pipe: ChatRun.Pipe) {
    self.run = run
    self.attempt = attempt
    self.watch = watch
    self.pipe = pipe
  }

  /// Whether all answers that were asked for have said that they are over.
  private var isOver: Bool { finished.count >= run.request.choices }

  /// Reads a stream until it is whole; gives what is not shown of it.
  ///
  /// - Throws: whatever keeps it from being whole. A stream that ends without saying why it ends is
  ///   cut, however politely its connection is closed.
  mutating func read() async throws -> [UInt8] {
    var text: String?
    if attempt.isResume {
      // Nobody is to blame if the text cannot be handed over.
      guard let begun = run.findings.text, run.request.choices == 1 else {
        throw CancellationError()
      }
      text = begun
    }
    let response = try await run.upstream.send(attempt, run.request, continuing: text)
    var events = EventStream()
    do {
      for try await piece in response.body {
        for event in try events.feed(piece.readableBytesView) {
          if try await take(event) { return held }
        }
      }
    } catch is EventStream.TooLong {
      throw AttemptFailure.transport(.unreadable)
    } catch {
      // Its last words may be missing, but nothing of the answer is.
      if isOver, !Task.isCancelled { return held }
      throw Upstream.failure(error)
    }
    guard isOver else { throw AttemptFailure.transport(.cut) }
    return held
  }

  /// Takes one event; true if nothing is wanted after it.
  private mutating func take(_ event: [UInt8]) async throws -> Bool {
    if event.elementsEqual("[DONE]".utf8) {
      guard isOver else { throw AttemptFailure.transport(.cut) }
      return true
    }
    guard let json = JSONText(event), let chunk = ChatChunk(json) else {
      // Left out, it might leave a hole in the text.
      throw AttemptFailure.transport(.unreadable)
    }
    if chunk.isError { throw AttemptFailure.event(event) }
    finished.formUnion(chunk.finished)
    if chunk.hasUsage { hasUsage = true }
    if let tokens = chunk.totalTokens { attempt.report(usage: tokens) }
    let isForUs = chunk.hasUsage && chunk.isEmpty && !run.request.wantsUsage
    if !isForUs {
      // Two beginnings in one stream would be one too many.
      let isBeginning = attempt.isResume && !chunk.hasToken && !chunk.hasUsage
      if !isBeginning { try await pass(event, chunk) }
    }
    if isOver && hasUsage { return true }
    let isProgress = isCommitted || chunk.hasToken
    if isProgress { watch.progress(isOver ? .ending : .answer, isCommitted: isShown) }
    return false
  }

  /// Shows an event, or keeps it.
  private mutating func pass(_ event: [UInt8], _ chunk: ChatChunk) async throws {
    held += ChatRun.event(run.findings.redacted(event))
    guard held.count <= Upstream.bodyBytesMax else { throw AttemptFailure.transport(.unreadable) }
    if chunk.hasToken, !isCommitted {
      isCommitted = true
      if try attempt.commit() {
        isShown = true
        if run.findings.shown == nil {
          run.findings.show(attempt)
          let model = attempt.attributes["model"] ?? run.request.model
          watch.pause()
          await pipe.send(
            .head(run.headers(attempt.endpoint, model, attempts: attempt.number)))
        }
      }
    }
    guard isShown else { return }
    run.findings.append(chunk)
    watch.pause()
    await pipe.send(.bytes(ByteBuffer(bytes: held)))
    held.removeAll(keepingCapacity: true)
  }
}
