import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import PolicyGraph
import PolicyHTTP
import PolicyService

/// What the server knows of a request beside the request: its connection.
struct GatewayContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

/// A policy at work behind an API that OpenAI's clients speak.
final class Gateway: Sendable {
  let path: String
  let engine: PolicyEngine
  let logger: Logger
  let client: HTTPClient
  let hangUps = HangUps()
  let tokens = TokenCounters()
  private let catalog: NIOLockedValueBox<Catalog>
  private let isEnding = NIOLockedValueBox(false)
  private let keys: ClientKeys

  /// Loads a compiled policy.
  ///
  /// - Parameters:
  ///   - path: the policy's file.
  ///   - keys: what clients must present one of.
  init(policy path: String, keys: ClientKeys, logger: Logger) throws {
    self.path = path
    self.logger = logger
    self.keys = keys
    engine = try PolicyEngine(contentsOf: path)
    let policy = engine.snapshot()
    logger.info("policy \(policy.policy) is \(policy.digest), revision \(policy.revision)")
    catalog = NIOLockedValueBox(try Catalog(contentsOf: path))
    client = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: .policy)
  }

  /// Takes the policy's file anew; whatever is wrong with it, the present one stays.
  func reload() {
    do {
      let next = try Catalog(contentsOf: path)
      let reload = try engine.replace(contentsOf: path)
      catalog.withLockedValue { $0 = next }
      logger.info("policy \(reload.policy) loaded, \(reload.notCarried.count) states begin anew")
      logger.info("policy \(reload.policy) is \(reload.digest), revision \(reload.revision)")
    } catch {
      logger.error("the policy stays as it is: \(error)")
    }
  }

  /// What clients reach.
  func router() -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self)
    router.add(middleware: Front())
    let chat = Chat(engine: engine, client: client, hangUps: hangUps, tokens: tokens)
    // Some clients are given a base URL without `/v1`.
    for base in ["/v1", ""] {
      router.post("\(base)/chat/completions") { request, context in
        if let refusal = self.refusal(of: request) { return refusal.response }
        return try await chat.respond(to: request, on: context.channel)
      }
      router.get("\(base)/models") { request, _ in
        if let refusal = self.refusal(of: request) { return refusal.response }
        return Reply(status: 200, body: self.catalog.withLockedValue { $0.json }).response
      }
      // Names of models may hold a `/`.
      router.get("\(base)/models/**") { request, context in
        if let refusal = self.refusal(of: request) { return refusal.response }
        let path = context.parameters.getCatchAll().joined(separator: "/")
        let model = path.removingPercentEncoding ?? path
        let row = self.catalog.withLockedValue { $0.json(of: model) }
        return (row.map { Reply(status: 200, body: $0) } ?? .unknownModel(model)).response
      }
    }
    addHealth(to: router)
    return router
  }

  /// What whoever runs it reaches.
  func adminRouter() -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self)
    router.add(middleware: Front())
    addHealth(to: router)
    router.get("/metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(
          byteBuffer: ByteBuffer(string: self.engine.prometheusText() + self.tokens.text)))
    }
    return router
  }

  private func addHealth(to router: Router<GatewayContext>) {
    router.get("/healthz") { _, _ in
      Reply(status: 200, body: Array("{\"status\":\"ok\"}".utf8)).response
    }
    router.get("/readyz") { _, _ in
      if self.isEnding.withLockedValue({ $0 }) {
        return Reply(503, "The gateway is ending.", type: "server_error", code: "ending").response
      }
      return Reply(status: 200, body: Array("{\"status\":\"ready\"}".utf8)).response
    }
  }

  /// From now on no new request is to be sent here.
  func end() { isEnding.withLockedValue { $0 = true } }

  /// Why a client is not served; nil if it is.
  private func refusal(of request: Request) -> Reply? {
    keys.admits(request.headers[.authorization])
      ? nil
      : Reply(
        401, "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key")
  }
}
