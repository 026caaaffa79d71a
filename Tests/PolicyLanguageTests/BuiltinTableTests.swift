import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// The tables of the language against what providers answer.
@Suite(.offPool) struct BuiltinTablesClassify {
  /// An answer, or what the client saw below HTTP.
  struct Signal: Sendable, CustomTestStringConvertible {
    var table: String
    var status: UInt32?
    var code: String?
    var body: String = ""
    var header: String?
    var transport: Transport = .none
    var expected: String

    var testDescription: String {
      let parts = [
        status.map { "\($0)" }, code, body, header, transport == .none ? nil : "\(transport)",
      ]
      return "\(table): \(parts.compactMap { $0 }.joined(separator: " ")) is \(expected)"
    }
  }

  private static func http(_ status: UInt32, _ expected: String, header: String? = nil) -> Signal {
    Signal(table: "http", status: status, header: header, expected: expected)
  }
  private static func llm(
    _ status: UInt32, _ code: String?, _ expected: String, body: String = ""
  ) -> Signal {
    Signal(table: "llm-http", status: status, code: code, body: body, expected: expected)
  }
  private static func exchange(
    _ status: UInt32, _ code: String?, _ expected: String, body: String = ""
  ) -> Signal {
    Signal(table: "exchange-http", status: status, code: code, body: body, expected: expected)
  }
  private static func grpc(_ code: String, _ expected: String) -> Signal {
    Signal(table: "grpc", code: code, expected: expected)
  }
  private static func transport(_ table: String, _ word: Transport, _ expected: String) -> Signal {
    Signal(table: table, transport: word, expected: expected)
  }

  /// Class, whether executed, scope.
  static let signals: [Signal] = [
    // What a client sees below HTTP: not sent is not executed, all else is unknown.
    transport("http", .dns, "connection no endpoint"),
    transport("http", .refused, "connection no endpoint"),
    transport("http", .tls, "connection no endpoint"),
    transport("http", .certificate, "connection no endpoint"),
    transport("http", .refusedStream, "connection no endpoint"),
    transport("http", .connectTimeout, "connection no endpoint"),
    transport("http", .reset, "interrupted maybe endpoint"),
    transport("http", .closed, "interrupted maybe endpoint"),
    transport("http", .cut, "interrupted maybe endpoint"),
    transport("http", .timeout, "timeout maybe endpoint"),
    transport("http", .idleTimeout, "timeout maybe endpoint"),
    transport("http", .unreadable, "malformed maybe endpoint"),
    transport("http", .cancelled, "cancelled maybe local"),
    http(400, "rejected no request"), http(422, "rejected no request"),
    http(409, "rejected no request"), http(401, "unauthorized no credential"),
    http(402, "quota-exhausted no account"), http(403, "forbidden no credential"),
    http(404, "not-found no endpoint"), http(405, "not-found no endpoint"),
    http(410, "not-found no endpoint"), http(501, "not-found no endpoint"),
    http(408, "timeout maybe endpoint"), http(413, "too-large no request"),
    http(425, "connection no endpoint"), http(429, "rate-limited no credential"),
    http(500, "unavailable maybe endpoint"), http(502, "unavailable maybe endpoint"),
    http(504, "unavailable maybe endpoint"), http(503, "unavailable maybe endpoint"),
    http(503, "overloaded no provider", header: "retry-after"),
    http(529, "overloaded no provider"), http(599, "unavailable maybe endpoint"),
    http(200, "success"), http(299, "success"), http(304, "success"),
    http(100, "unclassified"), http(300, "unclassified"), http(301, "unclassified"),
    http(302, "unclassified"), http(303, "unclassified"), http(305, "unclassified"),
    http(307, "not-found no endpoint"), http(308, "not-found no endpoint"),
    // OpenAI, Azure, Anthropic, Gemini.
    llm(400, "context_length_exceeded", "too-large no request"),
    llm(400, nil, "too-large no request", body: "prompt is too long: 210000 tokens"),
    llm(400, "content_policy_violation", "content-filtered no request"),
    llm(400, "content_filter", "content-filtered no request"),
    llm(400, nil, "rejected no request"),
    llm(401, "invalid_api_key", "unauthorized no credential"),
    llm(400, nil, "unauthorized no credential", body: "API_KEY_INVALID"),
    llm(403, "unsupported_country_region_territory", "forbidden no credential"),
    llm(402, "billing_error", "quota-exhausted no account"),
    llm(429, "insufficient_quota", "quota-exhausted no account"),
    llm(429, "credit_balance_exhausted", "quota-exhausted no account"),
    llm(429, "enforced_spend_limit_reached", "quota-exhausted no account"),
    llm(400, nil, "quota-exhausted no account", body: "Your credit balance is too low"),
    llm(429, "RESOURCE_EXHAUSTED", "quota-exhausted no account", body: "GenerateRequestsPerDay"),
    llm(429, "RESOURCE_EXHAUSTED", "rate-limited no credential"),
    llm(429, "rate_limit_exceeded", "rate-limited no credential"),
    llm(429, nil, "rate-limited no credential"),
    llm(404, "model_not_found", "not-found no endpoint"),
    llm(529, "overloaded_error", "overloaded no provider"),
    llm(503, "server_is_overloaded", "overloaded no provider"),
    llm(503, "slow_down", "overloaded no provider"),
    llm(503, nil, "overloaded no provider", body: "The model is overloaded. UNAVAILABLE"),
    llm(413, "request_too_large", "too-large no request"),
    llm(500, "api_error", "unavailable maybe endpoint"),
    llm(504, "DEADLINE_EXCEEDED", "timeout maybe endpoint"),
    // An error event in a stream, after a 200.
    llm(200, "overloaded_error", "overloaded no provider"), llm(200, nil, "success"),
    // Binance, Kraken, Coinbase, OKX.
    exchange(418, nil, "banned no address"), exchange(403, nil, "forbidden no address"),
    exchange(429, "-1003", "rate-limited no address"),
    exchange(429, nil, "rate-limited no address"),
    exchange(400, "-1015", "rate-limited no account"),
    exchange(400, "-1021", "clock no local"),
    exchange(200, "EAPI:Invalid nonce", "clock no local"),
    exchange(401, "-2014", "unauthorized no credential"),
    exchange(401, "-2015", "unauthorized no credential"),
    exchange(200, "EAPI:Invalid key", "unauthorized no credential"),
    exchange(200, "EAPI:Rate limit exceeded", "rate-limited no credential"),
    exchange(500, "-1006", "ambiguous maybe request"),
    exchange(504, "-1007", "ambiguous maybe request"),
    exchange(409, "-2021", "ambiguous maybe request"),
    exchange(200, "51149", "ambiguous maybe request"),
    exchange(503, nil, "ambiguous maybe request", body: "Unknown error, please check"),
    exchange(503, nil, "overloaded no provider", body: "Service Unavailable."),
    exchange(503, "-1008", "overloaded no provider"),
    exchange(200, "EService:Busy", "overloaded no provider"),
    exchange(200, "EService:Unavailable", "overloaded no provider"),
    exchange(400, "-1013", "rejected no request"),
    exchange(400, "-2010", "rejected no request"),
    exchange(200, "EOrder:Insufficient funds", "rejected no request"),
    exchange(503, nil, "unavailable maybe endpoint"), exchange(200, nil, "success"),
    exchange(200, "0", "success"), exchange(200, "-9999", "ambiguous maybe request"),
    exchange(400, "-9999", "rejected no request"),
    // gRPC.
    grpc("UNAVAILABLE", "unavailable maybe endpoint"),
    grpc("DEADLINE_EXCEEDED", "timeout maybe endpoint"),
    grpc("RESOURCE_EXHAUSTED", "rate-limited no credential"),
    grpc("UNAUTHENTICATED", "unauthorized no credential"),
    grpc("PERMISSION_DENIED", "forbidden no credential"),
    grpc("UNIMPLEMENTED", "not-found no endpoint"),
    grpc("INVALID_ARGUMENT", "rejected no request"), grpc("INTERNAL", "unavailable maybe endpoint"),
    grpc("ABORTED", "interrupted maybe endpoint"), grpc("CANCELLED", "interrupted maybe endpoint"),
    grpc("DATA_LOSS", "malformed maybe endpoint"),
    transport("grpc", .refused, "connection no endpoint"),
    transport("grpc", .cancelled, "cancelled maybe local"),
  ]

  @Test(arguments: signals)
  func `a signal has its class`(_ signal: Signal) throws {
    let graph = try #require(Self.graph)
    let table = try #require(graph.errorTables.rows.first { graph.text($0.name) == signal.table })
    let row = graph.errorRows[table.rows].first { matches($0, signal, graph) }
    #expect(row.map { describe($0, graph) } ?? unmatched(signal) == signal.expected)
  }

  @Test func `no table of the language has a row that can never match`() {
    #expect(Self.report.diagnostics.map(\.message) == [])
  }

  private static let compiled = compile("tables.policy") { _ in
    var text = "language 1\nendpoint a { url \"http://a.test\"; timeout attempt: 1s }\n"
    for (name, _) in BuiltinTables.bases {
      text += "route r-\(name) { to a; effect read; deadline 5s; degrade none; errors \(name) }\n"
    }
    return .success(Array(text.utf8))
  }
  private static var graph: FailoverGraph? { compiled.graph }
  private static var report: Report { compiled.report }

  /// All fields that a row states must match, each by one of its values.
  private func matches(_ row: ErrorRow, _ signal: Signal, _ graph: FailoverGraph) -> Bool {
    let all = graph.matches[row.matches]
    return MatchField.allCases.allSatisfy { field in
      let wanted = all.filter { $0.field == field }
      if field == .codeNot {
        return wanted.isEmpty || (signal.status ?? 200) / 100 != 2
          || signal.code != nil && wanted.allSatisfy { matches($0, signal, graph) }
      }
      return wanted.isEmpty || wanted.contains { matches($0, signal, graph) }
    }
  }

  private func matches(_ match: Match, _ signal: Signal, _ graph: FailoverGraph) -> Bool {
    let text = match.text.map { graph.text($0) } ?? ""
    switch match.field {
    case .status: return signal.status.map { match.first <= $0 && $0 <= match.last } ?? false
    case .code: return signal.code == text
    case .codeNot: return signal.code != text
    case .body: return signal.body.contains(text)
    case .header: return signal.header == match.header.map { graph.text($0) }
    case .transport: return signal.transport == match.transport
    }
  }

  private func describe(_ row: ErrorRow, _ graph: FailoverGraph) -> String {
    guard let errorClass = row.errorClass else { return "success" }
    return "\(graph.text(graph.classes[errorClass].name)) \(row.executed.word) \(row.scope.word)"
  }

  private func unmatched(_ signal: Signal) -> String {
    signal.status.map { (200...299).contains($0) } ?? false ? "success" : "unclassified"
  }
}
