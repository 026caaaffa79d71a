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
  var requestID = ""
  var record = Record(id: "", path: "")

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
  private let isEnding = NIOLockedValueBox(false)
  private let clients: Clients
  private let keysFile: String?
  private let ledger = Ledger()

  /// Loads a compiled policy.
  ///
  /// - Parameters:
  ///   - path: the policy's file.
  ///   - keys: what clients must present one of.
  ///   - keysFile: where they stand, if they do in a file.
  init(policy path: String, keys: ClientKeys, keysFile: String?, logger: Logger) throws {
    self.path = path
    self.logger = logger
    clients = Clients(keys)
    self.keysFile = keysFile
    engine = try PolicyEngine(contentsOf: path)
    let policy = engine.snapshot()
    logger.info("policy \(policy.policy) is \(policy.digest), revision \(policy.revision)")
    catalog = NIOLockedValueBox(try Catalog(contentsOf: path))
    client = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: .policy)
  }

  /// Takes the files of the policy and of the clients' keys anew; whatever is wrong with one of
  /// them, what stood there before stays.
  func reload() {
    reloadKeys()
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

  private func reloadKeys() {
    guard let keysFile else { return }
    do {
      let keys = try ClientKeys(file: keysFile)
      clients.replace(keys)
      logger.info("\(keysFile) loaded, \(keys.count) keys of \(keys.limits.count) clients")
    } catch {
      logger.error("the clients' keys stay as they are: \(error)")
    }
  }

  /// What clients reach.
  ///
  /// - Parameter origins: those whose pages may use it from a browser.
  func router(origins: [String]) -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self)
    if !origins.isEmpty { router.add(middleware: Cors(origins: origins)) }
    router.add(middleware: Front())
    let chat = Chat(engine: engine, client: client, hangUps: hangUps)
    let inside = router.group().add(middleware: Door(clients: clients, ledger: ledger))
    for form in Form.allCases {
      // Some clients are given a base URL without `/v1`.
      for path in [form.path, form.shortPath] {
        inside.post(RouterPath(path)) { request, context in
          try await chat.respond(to: request, as: form, context)
        }
      }
    }
    for base in ["/v1", ""] {
      inside.get("\(base)/models") { request, _ in
        Reply(status: 200, body: self.catalog.withLockedValue { $0 }.json(self.engine)).response
      }
      // Names of models may hold a `/`.
      inside.get("\(base)/models/**") { request, context in
        let path = context.parameters.getCatchAll().joined(separator: "/")
        let model = path.removingPercentEncoding ?? path
        let row = self.catalog.withLockedValue { $0 }.json(of: model, self.engine)
        return (row.map { Reply(status: 200, body: $0) } ?? .unknownModel(model)).response
      }
    }
    addHealth(to: router)
    return router
  }

  /// What whoever runs it reaches.
  func adminRouter(_ access: AdminAccess) -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self)
    router.add(middleware: Front())
    addHealth(to: router)
    Admin(engine: engine, access: access, logger: logger).add(to: router)
    router.get("/metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(
          byteBuffer: ByteBuffer(string: self.engine.prometheusText() + self.ledger.text)))
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
}
