#if HTTPClient
  import Glibc
  import NIOConcurrencyHelpers
  import NIOCore
  import NIOPosix

  /// A server on 127.0.0.1 that does with each request what its script says, right or wrong.
  final class Provider: Sendable {
    typealias Script = @Sendable (Visit) async throws -> Void

    let port: Int
    let seen: Recorder<Seen>
    private let channel: any Channel

    /// The base URL.
    var url: String { "http://127.0.0.1:\(port)" }

    /// - Parameters:
    ///   - greeting: what it says as soon as somebody connects.
    ///   - script: what it does with each request.
    init(greeting: String? = nil, _ script: @escaping Script) async throws {
      let seen = Recorder<Seen>()
      channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(Ear(seen, greeting, script))
          }
        }.bind(host: "127.0.0.1", port: 0).get()
      self.seen = seen
      port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }
  }

  /// One request, as a provider saw it.
  struct Seen: Sendable {
    var method = ""
    var path = ""
    /// By their names in lower case.
    var headers: [String: String] = [:]
    var body = ""
  }

  /// A request and the connection that it came on.
  struct Visit: Sendable {
    let seen: Seen
    /// Counted from 1, by provider.
    let number: Int
    let channel: any Channel

    func send(_ text: String) async throws {
      try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    /// A whole answer.
    func answer(_ status: Int = 200, _ headers: [String] = [], _ body: String = "{}") async throws {
      let lines = ["HTTP/1.1 \(status) Status", "content-length: \(body.utf8.count)"] + headers
      try await send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// The beginning of an answer in pieces.
    func begin(_ status: Int = 200, _ headers: [String] = []) async throws {
      let lines = ["HTTP/1.1 \(status) Status", "transfer-encoding: chunked"] + headers
      try await send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// The beginning of a stream of events.
    func beginEvents() async throws { try await begin(200, ["content-type: text/event-stream"]) }

    func piece(_ text: String) async throws {
      try await send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
    }

    func finish() async throws { try await send("0\r\n\r\n") }

    func close() async throws { try await channel.close() }

    /// Breaks the connection off.
    func reset() async throws {
      let socket = channel as? any SocketOptionProvider
      try await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
      try await channel.close()
    }

    /// Returns when the other side has closed the connection.
    func closed() async throws { try await channel.closeFuture.get() }
  }

  /// Reads requests from one connection.
  private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let seen: Recorder<Seen>
    private let greeting: String?
    private let script: Provider.Script
    private var bytes = ""

    init(_ seen: Recorder<Seen>, _ greeting: String?, _ script: @escaping Provider.Script) {
      self.seen = seen
      self.greeting = greeting
      self.script = script
    }

    func channelActive(context: ChannelHandlerContext) {
      guard let greeting else { return }
      context.channel.writeAndFlush(ByteBuffer(string: greeting), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      bytes += String(buffer: unwrapInboundIn(data))
      guard let end = bytes.firstRange(of: "\r\n\r\n") else { return }
      let lines = bytes[..<end.lowerBound].split(separator: "\r\n")
      var request = Seen()
      let words = lines.first?.split(separator: " ") ?? []
      request.method = words.first.map(String.init) ?? ""
      request.path = words.count > 1 ? String(words[1]) : ""
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        request.headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
      }
      let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
      request.body = String(bytes[end.upperBound...])
      guard request.body.utf8.count >= length else { return }
      bytes = ""
      seen.add(request)
      let visit = Visit(seen: request, number: seen.all.count, channel: context.channel)
      // What a script fails of is what its client has done to the connection.
      Task { [script] in try? await script(visit) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }

  /// Remembers what happened, in the order in which it did.
  final class Recorder<Item: Sendable>: Sendable {
    private let items = NIOLockedValueBox([Item]())

    var all: [Item] { items.withLockedValue { $0 } }
    func add(_ item: Item) { items.withLockedValue { $0.append(item) } }
  }

  /// Waits until something is so, or for half a minute.
  func until(_ isSo: @Sendable () -> Bool) async -> Bool {
    for _ in 0..<3000 {
      if isSo() { return true }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return isSo()
  }
#endif
