public import PolicyGraph
public import PolicyRuntime

/// What went wrong with an attempt, as a client saw it: thrown by the closure of `run`, and
/// classified by the policy's error table.
///
/// ```swift
/// guard response.status == 200 else {
///   throw AttemptFailure(status: response.status, headers: headers, body: prefix)
/// }
/// ```
/// Its description shows the status or the transport's word, and never a header or the body.
public struct AttemptFailure: Error, Sendable {
  /// What the client has in hand.
  public var evidence: Evidence

  /// A failure of which all that is known stands in `evidence`.
  public init(_ evidence: Evidence) { self.evidence = evidence }

  /// An answer that is not what was wanted.
  ///
  /// - Parameters:
  ///   - status: the status of HTTP.
  ///   - headers: all headers; hints about coming back are read from them.
  ///   - body: the body from its start, as much of it as came, at most
  ///     `Evidence.bodyBytesMax` bytes of it are looked at.
  public init(
    status: Int, headers: [(name: String, value: String)] = [], body: some Sequence<UInt8> = []
  ) {
    evidence = Evidence(status: status, headers: headers, body: body)
  }

  /// Something that went wrong below HTTP.
  public static func transport(_ kind: Transport) -> AttemptFailure {
    AttemptFailure(Evidence(transport: kind))
  }

  /// One event of a stream, after a good beginning, that says what went wrong.
  public static func event(_ body: some Sequence<UInt8>, status: Int = 200) -> AttemptFailure {
    var evidence = Evidence(status: status, headers: [], body: body)
    evidence.isEvent = true
    return AttemptFailure(evidence)
  }
}

extension AttemptFailure: CustomStringConvertible {
  /// The status or the transport's word.
  public var description: String {
    if evidence.transport != .none { return "attempt failed: \(evidence.transport.word)" }
    if let status = evidence.grpcStatus { return "attempt failed: gRPC status \(status)" }
    return evidence.status.map { "attempt failed: status \($0)" } ?? "attempt failed"
  }
}

extension Evidence {
  /// What is known of an answer over HTTP; a status that is none counts as unknown.
  init(status: Int, headers: [(name: String, value: String)], body: some Sequence<UInt8>) {
    self.init(
      status: UInt32(exactly: status),
      headers: headers.prefix(Evidence.headersMax).map { Header($0.name, $0.value) },
      body: Evidence.beginning(of: body))
  }

  /// As much of a body as is looked at, copied in one go where it lies in one place.
  ///
  /// Byte by byte it would cost a call for each of them.
  private static func beginning(of body: some Sequence<UInt8>) -> ArraySlice<UInt8> {
    let copy = body.withContiguousStorageIfAvailable {
      unsafe Array($0.prefix(bodyBytesMax))
    }
    return (copy ?? Array(body.prefix(bodyBytesMax)))[...]
  }
}
