import NIOCore

/// The far end's side of one connection: bytes as they go over the wire, right or wrong.
struct Wire {
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

  func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

  /// A whole answer of a known length.
  func reply(
    _ status: Int, _ body: [UInt8], type: String = "application/json", headers: [String] = [],
    length: Int? = nil
  ) async throws {
    var head = "HTTP/1.1 \(status) \(status < 400 ? "OK" : "Error")\r\ncontent-type: \(type)\r\n"
    head += "content-length: \(length ?? body.count)\r\n"
    for header in headers { head += header + "\r\n" }
    var buffer = ByteBuffer(string: head + "\r\n")
    buffer.writeBytes(body)
    try await outbound.write(buffer)
  }

  /// The beginning of a stream.
  func streamHead(_ headers: [String] = []) async throws {
    var head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
    head += "transfer-encoding: chunked\r\n"
    for header in headers { head += header + "\r\n" }
    try await send(head + "\r\n")
  }

  /// One chunk of a stream.
  func chunk(_ bytes: [UInt8]) async throws {
    var buffer = ByteBuffer(string: String(bytes.count, radix: 16) + "\r\n")
    buffer.writeBytes(bytes)
    buffer.writeString("\r\n")
    try await outbound.write(buffer)
  }

  /// The end of a stream.
  func streamEnd() async throws { try await send("0\r\n\r\n") }
}

/// Waits until the other side goes away.
func forever() async throws {
  while true { try await Task.sleep(for: .seconds(3600)) }
}
