#if HTTPClient
  import AsyncHTTPClient
  import Glibc
  import NIOCore
  import NIOSSL
  import PolicyHTTP
  import PolicyService
  import Testing

  /// What goes wrong below HTTP has the policy's word.
  @Suite struct TransportTests {
    /// The word that the policy was told; nil if the request was answered.
    private func word(
      _ url: String, times: String = Policy.patient,
      options: PolicyHTTPOptions = .standard, by client: HTTPClient = client
    ) async throws -> String? {
      do {
        let route = try route(Policy.telling(url, times: times))
        _ = try await client.execute(question(), route: route, options: options)
        return nil
      } catch let error as PolicyHTTPError {
        #expect(!"\(error)".contains("canary"))
        return error.failure?.errorClass?.replacing("saw-", with: "")
      }
    }

    private func word(
      times: String = Policy.patient, options: PolicyHTTPOptions = .standard,
      _ script: @escaping Provider.Script
    ) async throws -> String? {
      let provider = try await Provider(script)
      return try await word(provider.url, times: times, options: options)
    }

    @Test func `a name that is nobody's is dns`() async throws {
      #expect(try await word("http://nobody.invalid") == "dns")
    }

    @Test func `a port where nobody listens is refused`() async throws {
      let port = try await Provider { _ in }.port
      #expect(await until { port != 0 })
      #expect(try await word("http://127.0.0.1:\(port)") == "refused")
    }

    @Test func `a server that speaks no TLS is tls`() async throws {
      let provider = try await Provider(greeting: "not tls at all, never mind what\r\n") { _ in }
      let word = try await word("https://127.0.0.1:\(provider.port)")
      #expect(word == "tls" || word == "closed")
    }

    @Test func `a certificate that nobody has signed is certificate`() async throws {
      let provider = try await SecureProvider()
      #expect(try await word(provider.url) == "certificate")
    }

    @Test func `a stream that HTTP/2 refuses is refused-stream`() async throws {
      let provider = try await SecureProvider()
      var configuration = HTTPClient.Configuration.policy
      configuration.tlsConfiguration = .makeClientConfiguration()
      configuration.tlsConfiguration?.certificateVerification = .none
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      let word = try await word(provider.url, by: client)
      try await client.shutdown()
      #expect(word == "refused-stream")
    }

    @Test func `a connection that does not stand in time is connect-timeout`() async throws {
      let deaf = try Deaf()
      #expect(
        try await word("http://127.0.0.1:\(deaf.port)", times: "connect: 200ms, attempt: 60s")
          == "connect-timeout")
    }

    @Test func `a connection that stands may be silent for longer than connecting may take`()
      async throws
    {
      let word = try await word(times: "connect: 4s, first-byte: 50s, attempt: 60s") { visit in
        try await Task.sleep(for: .seconds(5))
        try await visit.answer()
      }
      #expect(word == nil)
    }

    @Test func `silence before the first byte is timeout, headers or not`() async throws {
      let times = "first-byte: 200ms, attempt: 60s"
      #expect(try await word(times: times) { try await $0.closed() } == "timeout")
      let word = try await word(times: times) { visit in
        try await visit.begin()
        try await visit.closed()
      }
      #expect(word == "timeout")
    }

    @Test func `silence amid the body is idle-timeout`() async throws {
      let word = try await word(times: "first-byte: 50s, idle: 200ms, attempt: 60s") { visit in
        try await visit.begin()
        try await visit.piece("{")
        try await visit.closed()
      }
      #expect(word == "idle-timeout")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a byte now and then is cut by the attempt's time`() async throws {
      let word = try await word(times: "attempt: 1s") { visit in
        try await visit.begin()
        // Only its client ends it.
        while true {
          try await visit.piece(".")
          try await Task.sleep(for: .milliseconds(50))
        }
      }
      #expect(word == "timeout")
    }

    @Test func `a connection broken off before the answer is reset, a closed one closed`()
      async throws
    {
      #expect(try await word { try await $0.reset() } == "reset")
      #expect(try await word { try await $0.close() } == "closed")
    }

    @Test func `a body that ends too soon is cut`() async throws {
      let counted = try await word { visit in
        try await visit.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345")
        try await visit.close()
      }
      #expect(counted == "cut")
      let inPieces = try await word { visit in
        try await visit.begin()
        try await visit.piece("12345")
        try await visit.close()
      }
      #expect(inPieces == "cut")
      let brokenOff = try await word { visit in
        try await visit.begin()
        try await visit.piece("12345")
        try await Task.sleep(for: .milliseconds(50))
        try await visit.reset()
      }
      #expect(brokenOff == "cut")
    }

    @Test func `what is no HTTP is unreadable`() async throws {
      #expect(try await word { try await $0.send("SSH-2.0-OpenSSH_9.2\r\n\r\n") } == "unreadable")
      let pieces = try await word { visit in
        try await visit.begin()
        try await visit.send("zz\r\nnot a chunk\r\n")
      }
      #expect(pieces == "unreadable")
    }

    @Test func `an answer larger than may be held is unreadable, and not read to its end`()
      async throws
    {
      var options = PolicyHTTPOptions()
      options.heldBytesMax = 1 << 20
      let sent = Recorder<Int>()
      let word = try await word(options: options) { visit in
        try await visit.begin()
        let piece = String(repeating: "x", count: 1 << 16)
        for _ in 0..<16_384 {
          try await visit.piece(piece)
          sent.add(piece.utf8.count)
        }
      }
      #expect(word == "unreadable")
      #expect(await until { sent.all.count < 512 })
    }
  }

  /// A port where connections never stand: the queue of those who wait is full.
  final class Deaf: Sendable {
    let port: UInt16
    private let files: [Int32]

    init() throws {
      let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let size = length
      var files = [server]
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          _ = bind(server, address, size)
          _ = getsockname(server, address, &length)
          _ = listen(server, 0)
          for _ in 0..<4 {
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            _ = connect(filler, address, size)
            files.append(filler)
          }
        }
      }
      port = UInt16(bigEndian: address.sin_port)
      self.files = files
    }

    deinit { for file in files { close(file) } }
  }
#endif
