import PolicyGraph
import PolicySimulator

extension TestReport {
  /// The report as JUnit's XML: a suite a policy, a test case an expectation.
  ///
  /// What could not be run at all is an `error`; what does not hold, and too little coverage, is a
  /// `failure`.
  func junit() -> [UInt8] {
    var xml = XMLText()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n")
    for file in files { write(file, &xml) }
    xml.raw("</testsuites>\n")
    return xml.out
  }

  private func write(_ file: TestFile, _ xml: inout XMLText) {
    let checks = file.scenarios.flatMap(\.checks)
    let broken = file.scenarios.count { $0.problem != nil } + (file.problem == nil ? 0 : 1)
    let judgesCoverage = coverageMin != nil && file.problem == nil
    let failures =
      checks.count { !$0.held } + file.guarantees.count { !$0.holds }
      + (falls(file) ? 1 : 0)
    xml.raw("  <testsuite name=\"")
    xml.text(file.name)
    let guarantees = file.guarantees
    let tests = checks.count + guarantees.count + broken + (judgesCoverage ? 1 : 0)
    xml.raw("\" tests=\"\(tests)\"")
    xml.raw(" failures=\"\(failures)\" errors=\"\(broken)\" skipped=\"0\">\n")
    if let problem = file.problem {
      xml.raw("    <testcase")
      xml.attributes([("classname", "policyc.test"), ("name", file.name), ("file", file.name)])
      xml.raw(">\n      <error")
      xml.attributes([("message", problem)])
      xml.raw("/>\n    </testcase>\n")
    }
    for guarantee in file.guarantees { guarantee.write(&xml) }
    for scenario in file.scenarios { write(scenario, file, &xml) }
    if judgesCoverage, let coverageMin {
      let share = TestWords.value(file.coverage?.share ?? 0, .share)
      xml.raw("    <testcase")
      xml.attributes([("classname", "policyc.test"), ("name", "coverage"), ("file", file.name)])
      guard falls(file) else {
        xml.raw("/>\n  </testsuite>\n")
        return
      }
      xml.raw(">\n      <failure")
      let asked = TestWords.value(coverageMin, .share)
      xml.attributes([("message", "\(share) of the paths are covered; \(asked) are required")])
      xml.raw(">")
      for item in file.coverage?.items ?? [] where item.count == 0 {
        xml.text("never taken: \(item.kind.rawValue) \(item.name)")
        xml.raw("\n")
      }
      xml.raw("</failure>\n    </testcase>\n")
    }
    xml.raw("  </testsuite>\n")
  }

  private func write(_ scenario: TestScenario, _ file: TestFile, _ xml: inout XMLText) {
    let owner = ("classname", "policyc.test.\(scenario.name)")
    if let problem = scenario.problem {
      xml.raw("    <testcase")
      xml.attributes([
        owner, ("name", "it can be run"), ("file", scenario.file), ("line", "\(scenario.line)"),
      ])
      xml.raw(">\n      <error")
      xml.attributes([("message", problem)])
      xml.raw("/>\n    </testcase>\n")
    }
    for check in scenario.checks {
      xml.raw("    <testcase")
      xml.attributes([
        owner, ("name", check.text), ("file", scenario.file), ("line", "\(check.line)"),
      ])
      if check.held {
        xml.raw("/>\n")
        continue
      }
      xml.raw(">\n      <failure")
      xml.attributes([
        ("type", check.vacuous ? "vacuous" : "expectation"),
        ("message", TestWords.finding(check)),
      ])
      xml.raw(">")
      xml.text("\(scenario.file):\(check.line): expect \(check.text)")
      xml.raw("\n")
      xml.text(scenario.command(for: check, in: file))
      xml.raw("</failure>\n    </testcase>\n")
    }
  }
}

/// XML while it is written.
struct XMLText {
  private(set) var out: [UInt8] = []

  /// Appends markup.
  mutating func raw(_ markup: String) { out += markup.utf8 }

  /// Appends text; what XML 1.0 cannot hold is among what is escaped for terminals.
  mutating func text(_ text: String) {
    var safe: [UInt8] = []
    SafeText.append(text, to: &safe)
    for byte in safe {
      switch byte {
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "\""): raw("&quot;")
      default: out.append(byte)
      }
    }
  }

  /// Appends attributes, each with a blank before it.
  mutating func attributes(_ attributes: [(name: String, value: String)]) {
    for attribute in attributes {
      raw(" \(attribute.name)=\"")
      text(attribute.value)
      raw("\"")
    }
  }
}
