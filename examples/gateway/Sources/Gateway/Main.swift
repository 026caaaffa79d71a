import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PolicyHTTP
import PolicyService
import PolicyTelemetry
import ServiceLifecycle
import UnixSignals

/// `gateway POLICY.policyc`: an API that OpenAI's clients speak, with the failover of a policy.
@main
struct Main {
  static let usage = """
    usage: gateway POLICY.policyc [--host H] [--port P] [--open | --client-keys FILE]
                   [--cors ORIGIN]... [--admin [H:]P] [--connections N] [--events]

    Serves /v1/chat/completions, /v1/embeddings, /v1/responses, /v1/messages and /v1/models on
    127.0.0.1:8080; /metrics and /admin on the port that --admin names. A line of JSON tells of each
    request on the standard output. SIGHUP takes the files of the policy and of the keys anew,
    SIGTERM finishes what is begun and ends.
    --client-keys: a line `NAME SHA-256 [requests=N] [tokens=N]` for each client, a minute;
    GATEWAY_KEYS: keys that clients must present, with commas between them; --open: serve whoever
    comes. GATEWAY_ADMIN_KEYS: keys for /admin; without them only this machine may operate.
    --cors: an origin, as https://chat.example.com, whose pages may use it from a browser.
    --connections: clients at once. --events tells every decision.

    """

  static func main() async throws {
    var options = Options()
    guard options.read(CommandLine.arguments.dropFirst()) else { stop(2, usage) }
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let logger = Logger(label: "gateway")
    let descriptors = Descriptors()
    let gateway: Gateway
    let adminKeys: ClientKeys
    do {
      adminKeys = try ClientKeys(
        ProcessInfo.processInfo.environment["GATEWAY_ADMIN_KEYS"], of: "GATEWAY_ADMIN_KEYS")
      let keys = try options.keys(ProcessInfo.processInfo.environment["GATEWAY_KEYS"])
      if let fault = options.fault(keys, descriptors) { stop(2, "gateway: \(fault)\n") }
      gateway = try Gateway(
        policy: options.policy, keys: keys, keysFile: options.clientKeys, logger: logger)
    } catch {
      stop(2, "gateway: \(error)\n")
    }
    if options.tellsEvents {
      var events = Logger(label: "policy")
      events.logLevel = .debug
      PolicyTelemetry(logger: events, metrics: nil, tracer: nil).attach(to: gateway.engine)
    }
    let connections = options.connections ?? descriptors.connections
    logger.info("at most \(connections) connections, of \(descriptors.most) descriptors")
    let app = server(
      gateway, options.address, gateway.router(origins: options.origins), connections, logger)
    // They end in the reverse order: metrics tell of the requests that are still finished.
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
    if let admin = options.admin {
      let logger = Logger(label: "admin")
      let access = AdminAccess(address: admin, keys: adminKeys)
      let app = server(gateway, admin, gateway.adminRouter(access), adminConnections, logger)
      services.append(.init(service: app))
    }
    services += [
      .init(service: app), .init(service: Prober(gateway: gateway)),
      .init(service: Reloader(gateway: gateway)),
    ]
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(60)
    configuration.maximumCancellationDuration = .seconds(5)
    try await ServiceGroup(configuration: configuration).run()
    try await gateway.client.shutdown()
  }

  /// Whoever reads metrics or asks for health needs few.
  private static let adminConnections = 32

  private static func server(
    _ gateway: Gateway, _ address: Options.Address, _ router: Router<GatewayContext>,
    _ connections: Int, _ logger: Logger
  ) -> some ApplicationProtocol {
    let hangUps = gateway.hangUps
    let http = HTTP1Channel.Configuration(
      additionalChannelHandlers: [hangUps.makeHandler()], idleTimeout: .seconds(120),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
    return Application(
      router: router,
      server: HTTPServerBuilder { responder in
        CheckedChannel(http: HTTP1Channel(responder: responder, configuration: http))
      },
      configuration: .init(
        address: .hostname(address.host, port: address.port), backlog: 1024,
        availableConnectionsDelegate: ConnectionLimit(connections, logger: logger)),
      logger: logger)
  }

  private static func stop(_ code: Int32, _ text: String) -> Never {
    FileHandle.standardError.write(Data(text.utf8))
    exit(code)
  }
}

/// Asks after the health of endpoints, as the policy says.
struct Prober: Service {
  let gateway: Gateway

  func run() async throws {
    let (engine, client) = (gateway.engine, gateway.client)
    await cancelWhenGracefulShutdown {
      await engine.runProbes { try await client.status(of: $0) }
    }
  }
}

/// Takes the policy anew at each SIGHUP.
struct Reloader: Service {
  let gateway: Gateway

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      gateway.reload()
    }
    gateway.end()
  }
}
