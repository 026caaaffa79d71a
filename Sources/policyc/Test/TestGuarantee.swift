import PolicyGraph
import PolicyVerifier

/// One claim of a guarantee, and what came of it.
struct TestGuarantee {
  /// The route it is about.
  var route: String
  /// Where it stands.
  var file: String
  var line: Int
  var proof: Proof

  var holds: Bool { proof.verdict == .holds }
  /// Whether nobody knows.
  var isUnknown: Bool { proof.verdict == .notProved }
}

extension TestFile {
  /// What its proofs take for granted, each once.
  var assumptions: [String] {
    var all: [String] = []
    for guarantee in guarantees {
      if let one = guarantee.proof.assumption, !all.contains(one) { all.append(one) }
    }
    return all
  }
}

extension TestGuarantee {
  /// For a person: the claim, what was found, and the request that shows why it does not hold.
  func write(_ page: inout TextPage, _ options: TestReport.TextOptions) {
    let claim = "\(route): \(proof.text)"
    switch proof.verdict {
    case .holds: page.row("  ok    \(claim)", .good)
    case .fails: page.row("  FAIL  \(claim)", .bad)
    case .notProved: page.row("  FAIL  \(claim): not proved", .bad)
    }
    if !holds { page.row("\(file):\(line)", indent: 4) }
    page.row(proof.found, holds ? .dim : .plain, indent: 10)
    for note in proof.notes { page.row(note, .dim, indent: 10) }
    guard let witness = proof.witness else { return }
    page.end()
    page.add(TraceStory(witness).text(color: options.color, width: 100), indent: 10)
    page.end()
  }

  /// For a program.
  func write(_ json: inout JSONWriter) {
    json.field("route", route)
    json.field("text", proof.text)
    json.field("file", file)
    json.field("line", line)
    json.field("verdict", proof.verdict.rawValue)
    json.field("found", proof.found)
    json.field("notes", proof.notes)
    json.field("assumption", proof.assumption)
    json.field("states", proof.states)
    json.field("events", proof.events)
    json.object("counterexample", proof.witness) { TraceStory($0).write(&$1) }
  }

  /// For a test runner.
  func write(_ xml: inout XMLText) {
    xml.raw("    <testcase")
    xml.attributes([
      ("classname", "policyc.test.\(route)"), ("name", proof.text), ("file", file),
      ("line", "\(line)"),
    ])
    guard !holds else { return xml.raw("/>\n") }
    xml.raw(">\n      <failure")
    let message =
      isUnknown ? "not proved: \(proof.found)" : proof.found
    xml.attributes([("type", proof.verdict.rawValue), ("message", message)])
    xml.raw(">")
    xml.text("\(file):\(line): guarantee \(route) { \(proof.text) }")
    xml.raw("\n")
    if let witness = proof.witness {
      for line in TraceStory(witness).text(color: false, width: 100)
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      {
        xml.text(String(decoding: line, as: UTF8.self))
        xml.raw("\n")
      }
    }
    xml.raw("</failure>\n    </testcase>\n")
  }
}
