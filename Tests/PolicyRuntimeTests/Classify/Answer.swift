import PolicyGraph
import PolicyLanguage
import Testing

@testable import PolicyRuntime

/// What a client had in hand, and what that is.
struct Answer: Sendable, CustomTestStringConvertible {
  /// Where it is from.
  var name: String
  /// The error table.
  var table: String
  var status: UInt32?
  var transport = Transport.none
  var headers: [(String, String)] = []
  var body = ""
  var isEvent = false
  /// Class, whether executed, scope; or `success`, and the tokens used where they are told.
  var expected: String
  /// What its shorter beginnings may be taken for as well: what a body that says less would be.
  var shorter: [String] = []

  var testDescription: String { "\(table), \(name): \(expected)" }

  var evidence: Evidence {
    Evidence(
      status: status, transport: transport,
      headers: headers.map { Evidence.Header($0.0, $0.1) }, body: Array(body.utf8)[...],
      isEvent: isEvent)
  }
}

/// The tables of the language, and a few more, as a policy.
struct Tables: Sendable {
  var graph: FailoverGraph
  var classifier: Classifier

  /// Compiles the tables that `text` declares, and the language's.
  init(_ text: String = "", _ names: [String] = ["http", "llm-http", "exchange-http", "grpc"])
    throws
  {
    let source =
      "language 1\nendpoint a { url \"http://a.test\"; timeout attempt: 1s }\n" + text
      + names.map {
        "\nroute r-\($0) { to a; effect read; deadline 5s; degrade none; errors \($0) }\n"
      }.joined()
    let result = compile("tables.policy") { _ in .success(Array(source.utf8)) }
    graph = try #require(result.graph, "\(result.report.diagnostics.map(\.message))")
    classifier = Classifier(graph)
  }

  static let shared = Result { try Tables() }

  func id(_ table: String) throws -> ID<ErrorTable> {
    try #require(graph.errorTables.ids.first { graph.text(graph.errorTables[$0].name) == table })
  }

  func outcome(_ answer: Answer) throws -> Outcome {
    classifier.classify(answer.evidence, by: try id(answer.table))
  }

  func describe(_ outcome: Outcome) -> String {
    guard let errorClass = outcome.errorClass else {
      return outcome.usage < 0 ? "success" : "success \(outcome.usage)"
    }
    let name = graph.text(graph.classes[errorClass].name)
    return "\(name) \(outcome.executed.word) \(outcome.scope.word)"
  }
}
