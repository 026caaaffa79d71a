import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// Answers of every provider against the tables of the language.
@Suite(.offPool) struct ClassifyTests {
  static let answers =
    Answer.openAI + Answer.azure + Answer.anthropic + Answer.gemini + Answer.binance
    + Answer.kraken + Answer.coinbaseAndOKX + Answer.okx + Answer.bybit + Answer.deribit
    + Answer.hyperliquid + Answer.unnamed + Answer.overflows + Answer.elsewhere
    + Answer.inPlaceOfSuccess + Answer.grpc + Answer.successes

  @Test(arguments: answers)
  func `an answer has its class`(_ answer: Answer) throws {
    let tables = try Tables.shared.get()
    #expect(tables.describe(try tables.outcome(answer)) == answer.expected)
  }

  /// What `policyc classify` shows as the row that decides.
  @Test(arguments: answers)
  func `the first row that matches is the one that decides`(_ answer: Answer) throws {
    let tables = try Tables.shared.get()
    let graph = tables.graph
    let table = try tables.id(answer.table)
    let outcome = try tables.outcome(answer)
    let found = tables.classifier.matchingRows(answer.evidence, by: table)
    #expect(found == found.sorted())
    guard let first = found.first else {
      #expect(outcome.errorClass == nil || outcome.errorClass == tables.classifier.unclassified)
      return
    }
    let row = graph.errorRows[ID(graph.errorTables[table].rows.startIndex + first)]
    #expect(row.errorClass == outcome.errorClass)
    #expect(row.errorClass == nil || row.executed == outcome.executed)
  }

  /// A cut answer says less: at every length it is what a shorter answer would be, or what the
  /// whole one is, and never goes back to being less.
  @Test(arguments: answers)
  func `a cut never makes another class`(_ answer: Answer) throws {
    let tables = try Tables.shared.get()
    let table = try tables.id(answer.table)
    var evidence = answer.evidence
    let whole = evidence.body
    var seen: [String] = []
    for length in 0...whole.count {
      evidence.body = whole.prefix(length)
      let outcome = tables.describe(tables.classifier.classify(evidence, by: table))
      if seen.last != outcome { seen.append(outcome) }
    }
    #expect(seen.last == answer.expected)
    #expect(Set(seen.dropLast()).isSubset(of: answer.shorter), "\(seen)")
    #expect(Set(seen).count == seen.count, "\(seen) goes back")
  }

  @Test(arguments: answers)
  func `bytes that are no text change nothing but what they stand in`(_ answer: Answer) throws {
    let tables = try Tables.shared.get()
    let table = try tables.id(answer.table)
    var evidence = answer.evidence
    evidence.body = evidence.body + [0x20, 0xFF, 0xC0, 0x80, 0x0A, 0xF8]
    let outcome = tables.classifier.classify(evidence, by: table)
    #expect(tables.describe(outcome) == answer.expected)
  }

  /// What each status is without a word, by a walk over the table's rows.
  @Test(arguments: ["http", "llm-http", "exchange-http", "grpc"])
  func `a bare status is taken by the first row that asks for nothing else`(_ name: String) throws {
    let tables = try Tables.shared.get()
    let graph = tables.graph
    let table = try tables.id(name)
    for status in UInt32(0)...1100 {
      let row = graph.errorRows[graph.errorTables[table].rows].first {
        let matches = graph.matches[$0.matches]
        let statuses = matches.filter { $0.field == .status }
        // Without a body every error has no good code.
        let isError = !(200...299).contains(status) || !matches.contains { $0.field == .codeNot }
        return matches.allSatisfy { $0.field == .status || $0.field == .codeNot } && isError
          && (statuses.isEmpty || statuses.contains { $0.first <= status && status <= $0.last })
      }
      let outcome = tables.classifier.classify(Evidence(status: status), by: table)
      let isSuccess = (200...299).contains(status)
      let name = row.map { row in
        row.errorClass.map { graph.text(graph.classes[$0].name) } ?? "success"
      }
      #expect(
        tables.describe(outcome).split(separator: " ").first.map(String.init)
          == name ?? (isSuccess ? "success" : "unclassified"))
    }
  }

  @Test func `more tables than have rows of their own for each status classify alike`() throws {
    let count = TablePacking.directTablesMax
    for extra in [0, 1] {
      let names = (0..<count + extra).map { "t\($0)" }
      let tables = try Tables(
        names.map { "errors \($0) { forbidden status: 500; unavailable status: 400..599 }\n" }
          .joined(), names)
      #expect(tables.classifier.statusRows.isEmpty == (extra == 1))
      for (status, expected) in [
        (UInt32(500), "forbidden no credential"), (501, "unavailable maybe endpoint"),
        (200, "success"), (1500, "unclassified maybe endpoint"),
      ] {
        let outcome = tables.classifier.classify(
          Evidence(status: status), by: try tables.id("t\(count + extra - 1)"))
        #expect(tables.describe(outcome) == expected)
      }
    }
  }

  @Test(arguments: ["http", "llm-http", "exchange-http", "grpc"], Transport.allCases)
  func `a failure below HTTP is the same with and without headers`(
    _ name: String, _ transport: Transport
  ) throws {
    let tables = try Tables.shared.get()
    let table = try tables.id(name)
    var expected: String
    switch transport {
    case .none: expected = "success"
    case .dns, .refused, .unreachable, .tls, .certificate, .refusedStream, .connectTimeout:
      expected = "connection no endpoint"
    case .timeout, .idleTimeout: expected = "timeout maybe endpoint"
    case .reset, .closed, .cut: expected = "interrupted maybe endpoint"
    case .unreadable: expected = "malformed maybe endpoint"
    case .cancelled: expected = "cancelled maybe local"
    }
    #expect(
      tables.describe(tables.classifier.outcome(of: table, transport: transport)) == expected)
    var evidence = Evidence(transport: transport)
    #expect(tables.describe(tables.classifier.classify(evidence, by: table)) == expected)
    evidence.headers = [Evidence.Header("x", "y")]
    #expect(tables.describe(tables.classifier.classify(evidence, by: table)) == expected)
  }

  @Test func `an answer that was cut is no success, whatever its status`() throws {
    let tables = try Tables.shared.get()
    for transport in Transport.allCases where transport != .none {
      for body in ["", #"{"choices":[]}"#] {
        let evidence = Evidence(
          status: 200, transport: transport, body: Array(body.utf8)[...])
        let outcome = tables.classifier.classify(evidence, by: try tables.id("http"))
        #expect(outcome.errorClass != nil)
      }
    }
  }

  @Test func `a gRPC status may be handed over as a number`() throws {
    let tables = try Tables.shared.get()
    let table = try tables.id("grpc")
    for answer in Answer.grpc {
      let code = try #require(answer.headers.first.flatMap { UInt32($0.1) })
      let outcome = tables.classifier.classify(Evidence(grpcStatus: code), by: table)
      #expect(tables.describe(outcome) == answer.expected)
    }
    for text in ["", "x", "-1", "99999999999999999999"] {
      let evidence = Evidence(status: 200, headers: [Evidence.Header("grpc-status", text)])
      let outcome = tables.classifier.classify(evidence, by: table)
      #expect(tables.describe(outcome) == "unavailable maybe endpoint")
    }
  }

  @Test func `only tables that look into answers want to read them`() throws {
    let tables = try Tables.shared.get()
    #expect(tables.classifier.readsBody(try tables.id("http")) == false)
    #expect(tables.classifier.readsBody(try tables.id("llm-http")))
    #expect(tables.classifier.readsBody(try tables.id("exchange-http")))
  }
}
