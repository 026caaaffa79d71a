import Foundation
import PolicyGraph

@testable import PolicyService

/// One exchange over HTTP/1.1, on a thread of its own: a small client that keeps to an attempt's
/// timeouts and says exactly what went wrong.
///
/// It is written on sockets because Foundation's client is not faithful enough on Linux: it has one
/// timeout where a policy has four, tells a cut body from a refused connection by texts, repairs
/// what a policy wants to know about, and shows no byte before many have come.
final class WebCall: Sendable {
  /// What is to be sent.
  struct Message: Sendable {
    var method = "POST"
    var url: String
    var headers: [String] = []
    var body = ""
  }

  /// An answer, or what is there of it.
  struct Reply: Sendable {
    var status = 0
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name }?.value
    }
  }

  /// Is told of every piece of a body as it comes, with all that came before; says whether the
  /// answer is committed, from when on only its stream's time counts.
  typealias Progress = @Sendable (Reply) throws -> Bool

  private struct State {
    var socket: Socket?
    var isCancelled = false
  }

  private let state = Lock(State())

  /// Sends a message and waits for the whole answer.
  ///
  /// - Throws: `AttemptFailure` with the word of the policy's `transport:`, `CancellationError` if
  ///   the task is cancelled, and whatever `progress` throws.
  static func send(
    _ message: Message, _ limits: Attempt.TimeLimits, progress: @escaping Progress
  ) async throws -> Reply {
    let call = WebCall()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(with: Result { try call.run(message, limits, progress) })
        }
      }
    } onCancel: {
      call.cancel()
    }
  }

  private func cancel() {
    state.withLock { state in
      state.isCancelled = true
      return state.socket
    }?.shut()
  }

  private var isCancelled: Bool { state.withLock { $0.isCancelled } }

  private func run(
    _ message: Message, _ limits: Attempt.TimeLimits, _ progress: Progress
  ) throws -> Reply {
    var clock = WebClock(limits)
    do {
      let (host, path) = WebCall.split(message.url)
      let socket = try open(host, clock)
      let text =
        (["\(message.method) \(path) HTTP/1.1", "host: \(host)"] + message.headers
        + ["content-length: \(message.body.utf8.count)", "", message.body])
        .joined(separator: "\r\n")
      try socket.write(Array(text.utf8), until: clock.end)
      return try receive(from: socket, &clock, progress)
    } catch let failure as Socket.Failure {
      if isCancelled { throw CancellationError() }
      throw AttemptFailure.transport(clock.word(for: failure))
    } catch {
      throw isCancelled ? CancellationError() : error
    }
  }

  /// `http://host:port/path` in two parts.
  private static func split(_ url: String) -> (host: String, path: String) {
    let rest = url.replacing("http://", with: "")
    let host = rest.prefix { $0 != "/" }
    return (String(host), rest.count > host.count ? String(rest.dropFirst(host.count)) : "/")
  }

  private func open(_ host: String, _ clock: WebClock) throws -> Socket {
    let socket = try Socket()
    let isCancelled = state.withLock { state in
      state.socket = socket
      return state.isCancelled
    }
    if isCancelled { throw CancellationError() }
    guard let port = host.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw AttemptFailure.transport(.dns)
    }
    do {
      try socket.connect(port: port, until: clock.connectEnd)
    } catch Socket.Failure.timedOut {
      throw AttemptFailure.transport(.connectTimeout)
    } catch Socket.Failure.refused {
      throw AttemptFailure.transport(.refused)
    } catch {
      // Whatever it was, nothing of the request was sent.
      throw AttemptFailure.transport(.unreachable)
    }
    return socket
  }

  /// Reads until the answer is whole.
  private func receive(
    from socket: Socket, _ clock: inout WebClock, _ progress: Progress
  ) throws -> Reply {
    var reader = ReplyReader()
    while true {
      let bytes = try socket.read(until: clock.nextByte)
      if bytes.isEmpty {
        guard reader.isWholeAtEnd else {
          throw AttemptFailure.transport(reader.hasBegun ? .cut : .closed)
        }
        return reader.reply
      }
      let had = reader.reply.body.count
      clock.heard()
      let state = reader.take(bytes)
      if reader.reply.body.count > had, try progress(reader.reply) { clock.commit() }
      switch state {
      case .unfinished: break
      case .whole: return reader.reply
      case .unreadable: throw AttemptFailure.transport(.unreadable)
      }
    }
  }
}

/// The times of one exchange.
struct WebClock {
  typealias Instant = ContinuousClock.Instant

  private let limits: Attempt.TimeLimits
  private let start = Instant.now
  private var last: Instant?
  private var isCommitted = false
  /// When the whole exchange must be over; nil for never.
  private(set) var end: Instant?

  init(_ limits: Attempt.TimeLimits) {
    self.limits = limits
    end = start + limits.attempt
  }

  var connectEnd: Instant? { earlier(limits.connect.map { start + $0 }, end) }

  /// Until when the next byte must come.
  var nextByte: Instant? {
    guard let last else { return earlier(limits.firstByte.map { start + $0 }, end) }
    return earlier(limits.idle.map { last + $0 }, end)
  }

  /// Bytes came.
  mutating func heard() { last = .now }

  /// The answer is the request's now: only the time of its stream counts.
  mutating func commit() {
    if isCommitted { return }
    isCommitted = true
    end = limits.stream.map { .now + $0 }
  }

  /// The word for what went wrong after the connection stood.
  func word(for failure: Socket.Failure) -> Transport {
    switch failure {
    case .timedOut: last == nil || end.map { $0 <= .now } ?? false ? .timeout : .idleTimeout
    case .reset: last == nil ? .reset : .cut
    case .refused, .other: .cut
    }
  }

  private func earlier(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a, let b else { return a ?? b }
    return min(a, b)
  }
}
