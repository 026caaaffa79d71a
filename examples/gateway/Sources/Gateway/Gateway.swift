import AsyncHTTPClient
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
  private let catalog: NIOLockedValueBox<Catalog>
  private let keys: [[UInt8]]

  /// Loads a compiled policy.
  ///
  /// - Parameters:
  ///   - path: the policy's file.
  ///   - keys: what clients must present one of; none: whoever comes is served.
  init(policy path: String, keys: [String], logger: Logger) throws {
    self.path = path
    self.logger = logger
    self.keys = keys.map { Array($0.utf8) }
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

  func router() -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self)
    router.add(middleware: Errors())
    let chat = Chat(engine: engine, client: client, hangUps: hangUps)
    router.post("/v1/chat/completions") { request, context in
      if let refusal = self.refusal(of: request) { return refusal.response }
      return try await chat.respond(to: request, on: context.channel)
    }
    router.get("/v1/models") { request, _ in
      if let refusal = self.refusal(of: request) { return refusal.response }
      return Reply(status: 200, body: self.catalog.withLockedValue { $0.json }).response
    }
    router.get("/healthz") { _, _ in
      Reply(status: 200, body: Array("{\"status\":\"ok\"}".utf8)).response
    }
    router.get("/metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: self.engine.prometheusText())))
    }
    return router
  }

  /// Why a client is not served; nil if it is.
  private func refusal(of request: Request) -> Reply? {
    if keys.isEmpty { return nil }
    let given = Array((request.headers[.authorization] ?? "").utf8.dropFirst("Bearer ".utf8.count))
    // All of each is compared, whatever differs first.
    let isKnown = keys.reduce(false) { known, key in
      let differs = zip(key, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      return known || (differs == 0 && key.count == given.count)
    }
    return isKnown
      ? nil
      : Reply(
        401, "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key")
  }
}

/// Errors of the server itself, in the form of all others.
struct Errors: RouterMiddleware {
  func handle(
    _ request: Request, context: GatewayContext,
    next: (Request, GatewayContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError {
      let status = Int(error.status.code)
      let text = error.body ?? error.status.reasonPhrase
      return Reply(status, text, type: "invalid_request_error", code: nil).response
    }
  }
}
