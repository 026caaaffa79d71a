import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Servers that speak like LLM providers and fail on demand: `one`, `two` and `long`.
@main
struct FakeProviders {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    guard words.count <= 1, let port = words.isEmpty ? 9101 : words.first.flatMap({ Int($0) }),
      (1...65_533).contains(port)
    else {
      FileHandle.standardError.write(Data("usage: fake-providers [FIRST-PORT]\n".utf8))
      exit(2)
    }
    let providers = [
      Provider(name: "one", port: port, context: 8_000),
      Provider(name: "two", port: port + 1, context: 8_000),
      Provider(name: "long", port: port + 2, context: 1_000_000),
    ]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for provider in providers {
        let server = try await listen(provider)
        print("\(provider.name): http://127.0.0.1:\(provider.port)")
        group.addTask { try await serve(provider, server) }
      }
      fflush(nil)
      try await group.waitForAll()
    }
  }

  typealias Server = NIOAsyncChannel<Connection.Channel, Never>

  private static func listen(_ provider: Provider) async throws -> Server {
    try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: "127.0.0.1", port: provider.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          // Only requests are decoded: answers are written as bytes, so that they may be wrong.
          let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
          try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
          return try Connection.Channel(wrappingChannelSynchronously: channel)
        }
      }
  }

  private static func serve(_ provider: Provider, _ server: Server) async throws {
    try await server.executeThenClose { connections in
      for try await channel in connections {
        let task = Task { await Connection(provider: provider, channel: channel).serve() }
        // The other side went away: whatever is being waited for is over.
        channel.channel.closeFuture.whenComplete { _ in task.cancel() }
      }
    }
  }
}
