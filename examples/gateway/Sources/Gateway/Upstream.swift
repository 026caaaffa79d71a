import AsyncHTTPClient
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import PolicyGraph
import PolicyService

/// The way to the providers.
final class Upstream: Sendable {
  /// Clients differ in how long a connection may take to stand, and in nothing else.
  private let clients = NIOLockedValueBox([Int64: HTTPClient]())
  private static let steps: [Int64] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000]

  /// An answer of more bytes than this is none.
  static let bodyBytesMax = 16 << 20
  /// So much of a refusal is read.
  static let refusalBytesMax = 64 << 10

  private func client(_ connect: Duration?) -> HTTPClient {
    let wanted = (connect ?? .seconds(10)) / .milliseconds(1)
    let step = Upstream.steps.first { Double($0) >= wanted } ?? 30_000
    return clients.withLockedValue { clients in
      if let client = clients[step] { return client }
      var configuration = HTTPClient.Configuration()
      configuration.timeout.connect = .milliseconds(step)
      configuration.redirectConfiguration = .disallow
      configuration.httpVersion = .http1Only
      // A closed port is told at once: what follows is the policy's decision.
      configuration.connectionPool.retryConnectionEstablishment = false
      configuration.connectionPool.idleTimeout = .seconds(30)
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
      let client = HTTPClient(
        eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
        configuration: configuration)
      clients[step] = client
      return client
    }
  }

  func shutdown() async {
    for client in clients.withLockedValue({ Array($0.values) }) { try? await client.shutdown() }
  }

  /// Sends a request; gives the answer's beginning if it is one, and throws what it is otherwise.
  func send(_ attempt: Attempt, _ request: ChatRequest, continuing text: String?) async throws
    -> HTTPClientResponse
  {
    let attributes = attempt.attributes
    var message = HTTPClientRequest(
      url: attempt.url + (attributes["path"] ?? "/v1/chat/completions"))
    message.method = .POST
    message.headers.add(name: "content-type", value: "application/json")
    message.headers.add(
      name: "accept", value: request.mode == .whole ? "application/json" : "text/event-stream")
    message.headers.add(name: "user-agent", value: "policyc-gateway")
    if let credential = attempt.credential {
      if let header = attributes["auth"], header != "bearer" {
        message.headers.add(name: header, value: credential.secret)
      } else {
        message.headers.add(name: "authorization", value: "Bearer " + credential.secret)
      }
    }
    let body = request.body(
      model: attributes["model"] ?? request.model, continuing: text, prefix: attributes["prefix"])
    message.body = .bytes(ByteBuffer(bytes: body))
    let response: HTTPClientResponse
    do {
      // Whoever makes attempts keeps their time: this deadline is only a net below that.
      response = try await client(attempt.timeouts.connect)
        .execute(message, deadline: .now() + .hours(1))
    } catch {
      throw Upstream.failure(error)
    }
    guard !(200...299).contains(response.status.code) else { return response }
    throw AttemptFailure(
      status: Int(response.status.code),
      headers: response.headers.map { (name: $0.name, value: $0.value) },
      body: await refusal(response))
  }

  /// What is there of a refusal's body; that it is one is known without it.
  private func refusal(_ response: HTTPClientResponse) async -> [UInt8] {
    var body: [UInt8] = []
    do {
      for try await piece in response.body {
        body += piece.readableBytesView
        if body.count >= Upstream.refusalBytesMax { break }
      }
    } catch {}  // a body that breaks off says less, and no less that it refuses
    return Array(body.prefix(Upstream.refusalBytesMax))
  }
}

extension Upstream {
  /// What an error of the client means for the policy's error table.
  static func failure(_ error: any Error) -> any Error {
    if Task.isCancelled { return CancellationError() }
    switch error {
    case is CancellationError, is AttemptFailure: return error
    case let error as HTTPClientError:
      if error == .connectTimeout { return AttemptFailure.transport(.connectTimeout) }
      if error == .cancelled { return CancellationError() }
      if error == .deadlineExceeded { return AttemptFailure.transport(.timeout) }
      return AttemptFailure.transport(.closed)
    case let error as NIOConnectionError:
      return AttemptFailure.transport(error.connectionErrors.isEmpty ? .dns : .refused)
    case let error as ChannelError:
      if case .connectTimeout = error { return AttemptFailure.transport(.connectTimeout) }
      return AttemptFailure.transport(.closed)
    case let error as HTTPParserError:
      return AttemptFailure.transport(error == .invalidEOFState ? .cut : .unreadable)
    case let error as IOError:
      return AttemptFailure.transport(error.errnoCode == 111 ? .refused : .reset)
    default:
      // TLS and whatever else a client may say before a request is sent looks like this; counted
      // as a cut, it is not sent again lightly.
      return AttemptFailure.transport(.cut)
    }
  }
}
