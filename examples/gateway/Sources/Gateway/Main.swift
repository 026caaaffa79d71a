import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PolicyService
import PolicyTelemetry
import ServiceLifecycle
import UnixSignals

/// `gateway POLICY.policyc`: an API that OpenAI's clients speak, with the failover of a policy.
@main
struct Main {
  static let usage = """
    usage: gateway POLICY.policyc [--host H] [--port P] [--events]

    Serves /v1/chat/completions, /v1/models, /healthz and /metrics on 127.0.0.1:8080. SIGHUP takes
    the policy's file anew, SIGTERM finishes what is begun and ends. GATEWAY_KEYS: keys that clients
    must present, with commas between them. --events tells every decision.

    """

  static func main() async throws {
    var options = Options()
    guard options.read(CommandLine.arguments.dropFirst()) else { stop(2, usage) }
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let logger = Logger(label: "gateway")
    let keys = ProcessInfo.processInfo.environment["GATEWAY_KEYS"] ?? ""
    let gateway: Gateway
    do {
      gateway = try Gateway(
        policy: options.policy, keys: keys.split(separator: ",").map(String.init), logger: logger)
    } catch {
      stop(2, "gateway: \(error)\n")
    }
    if options.tellsEvents {
      var events = Logger(label: "policy")
      events.logLevel = .debug
      PolicyTelemetry(logger: events, metrics: nil, tracer: nil).attach(to: gateway.engine)
    }
    let hangUps = gateway.hangUps
    let app = Application(
      router: gateway.router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [hangUps.makeHandler()], idleTimeout: .seconds(120),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: .init(address: .hostname(options.host, port: options.port), backlog: 1024),
      logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: app), .init(service: Reloader(gateway: gateway))],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(60)
    configuration.maximumCancellationDuration = .seconds(5)
    try await ServiceGroup(configuration: configuration).run()
    try await gateway.client.shutdown()
  }

  private static func stop(_ code: Int32, _ text: String) -> Never {
    FileHandle.standardError.write(Data(text.utf8))
    exit(code)
  }
}

/// What stands behind the command.
struct Options {
  var policy = ""
  var host = "127.0.0.1"
  var port = 8080
  var tellsEvents = false

  /// False if it cannot be meant.
  mutating func read(_ words: ArraySlice<String>) -> Bool {
    var words = words
    while let word = words.popFirst() {
      switch word {
      case "--host":
        guard let value = words.popFirst() else { return false }
        host = value
      case "--port":
        guard let value = words.popFirst(), let number = Int(value), (0...65535).contains(number)
        else { return false }
        port = number
      case "--events": tellsEvents = true
      default:
        guard !word.hasPrefix("-"), policy.isEmpty else { return false }
        policy = word
      }
    }
    return !policy.isEmpty
  }
}

/// Takes the policy anew at each SIGHUP.
struct Reloader: Service {
  let gateway: Gateway

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      gateway.reload()
    }
  }
}
