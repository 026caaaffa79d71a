import Fuzzing
import PolicyGraph
import PolicyLanguage

@testable import PolicyRuntime

/// The tables of the language, and one that asks for what they do not.
private let graph: FailoverGraph? = {
  let tables = ["http", "llm-http", "exchange-http", "grpc", "own"]
  let text =
    """
    language 1
    endpoint a { url "http://a.test"; timeout attempt: 1s }
    errors own {
      rejected   status: [400, 500..502], header: ["x-why: busy", "date"], body: ["aabaab", "}"]
      forbidden  code: ["é", "a\\"b", "-1", "1"], transport: cut
      not-found  code: ["é", "a\\"b", "-1", "1"]
      too-large  body: "aba"
      success    status: [404, 500..509], body: "b"
      clock      code-not: ["é", "1", "0"]
    }

    """
    + tables.map {
      "route r-\($0) { to a; effect read; deadline 5s; errors \($0); retry none; breaker none }\n"
    }.joined()
  return compile("tables.policy") { _ in .success(Array(text.utf8)) }.graph
}()
private let classifier = graph.map { Classifier($0) }

/// Classifies any bytes as an answer: alike each time, within what an outcome may hold, and never
/// by a later row the more of the body is known.
///
/// The first bytes choose the table, the status and the rest; what follows is a header, up to the
/// first byte 0, and the body.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Fuzzing.bytes(start, count)
  guard bytes.count >= 4, let graph, let classifier else { return 0 }
  let table = ID<ErrorTable>(Int(bytes[0]) % graph.errorTables.count)
  var evidence = Evidence()
  evidence.status = bytes[1] < 250 ? UInt32(bytes[1]) * 4 : nil
  evidence.transport = Transport(rawValue: bytes[2] & 0x7F) ?? .none
  evidence.isEvent = bytes[2] & 0x80 != 0
  evidence.grpcStatus = bytes[3] < 20 ? UInt32(bytes[3]) : nil
  let rest = bytes[4...]
  let end = rest.firstIndex(of: 0) ?? rest.startIndex
  if end > rest.startIndex {
    let colon = rest[..<end].firstIndex(of: 0x3A) ?? end
    evidence.headers = [
      Evidence.Header(Array(rest[..<colon]), Array(rest[colon..<end].dropFirst()))
    ]
  }
  evidence.body = rest[end...].drop { $0 == 0 }
  let outcome = classifier.classify(evidence, by: table, epochNs: 1_706_333_224_000_000_000)
  require(
    outcome == classifier.classify(evidence, by: table, epochNs: 1_706_333_224_000_000_000),
    "the same evidence is another outcome")
  require((-1...Tick.max.ns).contains(outcome.hint.wait), "a hint of \(outcome.hint.wait)")
  if let found = outcome.errorClass {
    require(found.index < graph.classes.count, "a class that there is not")
    require(outcome.usage == -1, "a failure with usage")
  } else {
    require(evidence.transport == .none, "an answer that was cut is a success")
  }
  checkRows(evidence, classifier, table)
  return 0
}

/// A beginning of the body is never taken by an earlier row than the whole.
private func checkRows(_ evidence: Evidence, _ classifier: Classifier, _ table: ID<ErrorTable>) {
  var last = Int.max
  for part in [4, 2, 1] {
    var shorter = evidence
    shorter.body = evidence.body.prefix(evidence.body.count / part)
    var known = Known(shorter)
    known.scan.read(shorter.body.span, upTo: shorter.body.count)
    let row = classifier.firstRow(shorter, known, table.index) ?? .max
    require(row <= last, "a longer body is taken by a later row")
    last = row
  }
}
