import PolicyGraph
import PolicyLanguage
import PolicySimulator

extension TestReport {
  /// The report for a program: `grammar/schemas/test.schema.json`.
  func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.field("formatVersion", 1)
      json.object("summary") { summary(&$0) }
      json.array("files") { json in for file in files { json.object { write(file, &$0) } } }
    }
    return writer.finish()
  }

  private func summary(_ json: inout JSONWriter) {
    json.flag("holds", holds)
    json.field("files", files.count)
    json.field("scenarios", files.reduce(0) { $0 + $1.scenarios.count })
    json.field("checks", checks.count)
    json.field("held", checks.count { $0.held })
    json.field("vacuous", checks.count { $0.vacuous })
    json.field("guarantees", guarantees.count)
    json.field("guaranteesHeld", guarantees.count { $0.holds })
    json.field("guaranteesNotProved", guarantees.count { $0.isUnknown })
    json.real("minCoverage", coverageMin)
  }

  private func write(_ file: TestFile, _ json: inout JSONWriter) {
    json.field("file", file.name)
    json.text("problem", file.problem)
    json.field(
      "guaranteesNotProved", file.guarantees.count { $0.isUnknown })
    json.array("guarantees") { json in
      for guarantee in file.guarantees { json.object { guarantee.write(&$0) } }
    }
    json.array("scenarios") { json in
      for scenario in file.scenarios { json.object { write(scenario, &$0) } }
    }
    json.key("coverage")
    if let coverage = file.coverage {
      json.object { write(coverage, !falls(file), &$0) }
    } else {
      json.null()
    }
    json.key("mutants")
    if let mutants = file.mutants {
      json.object { write(mutants, &$0) }
    } else {
      json.null()
    }
  }

  private func write(_ scenario: TestScenario, _ json: inout JSONWriter) {
    json.field("scenario", scenario.name)
    json.field("file", scenario.file)
    json.field("line", scenario.line)
    json.key("seed")
    json.number("\(scenario.seed)")
    json.field("runs", scenario.runs)
    json.text("problem", scenario.problem)
    json.array("notices") { json in for notice in scenario.notices { json.value(notice) } }
    json.array("checks") { json in
      for check in scenario.checks { json.object { write(check, &$0) } }
    }
  }

  private func write(_ check: TestCheck, _ json: inout JSONWriter) {
    json.field("kind", "expectation")
    json.field("text", check.text)
    json.field("line", check.line)
    json.flag("held", check.held)
    json.flag("vacuous", check.vacuous)
    json.real("observed", check.observed)
    json.real("bound", check.bound)
    json.flag("atLeast", check.isAtLeast)
    json.field("unit", check.unit.rawValue)
    json.real("inRuns", check.inRuns)
    json.field("heldRuns", check.heldRuns)
    json.field("vacuousRuns", check.vacuousRuns)
    json.field("runs", check.runs)
    json.key("failingSeed")
    if let seed = check.failingSeed { json.number("\(seed)") } else { json.null() }
  }

  private func write(_ coverage: Coverage, _ isEnough: Bool, _ json: inout JSONWriter) {
    json.real("share", coverage.share)
    json.flag("enough", isEnough)
    json.array("items") { json in
      for item in coverage.items {
        json.object { json in
          json.field("kind", item.kind.rawValue)
          json.field("name", item.name)
          json.field("count", item.count)
        }
      }
    }
  }

  private func write(_ mutants: [MutantOutcome], _ json: inout JSONWriter) {
    let noticed = mutants.count { $0.isNoticed }
    json.field("total", mutants.count)
    json.field("noticed", noticed)
    json.real("score", mutants.isEmpty ? nil : Double(noticed) / Double(mutants.count))
    json.array("items") { json in
      for outcome in mutants { json.object { write(outcome, &$0) } }
    }
  }

  private func write(_ outcome: MutantOutcome, _ json: inout JSONWriter) {
    json.field("file", outcome.file)
    json.field("line", outcome.mutant.line)
    json.field("kind", outcome.mutant.kind.rawValue)
    json.field("title", outcome.mutant.title)
    switch outcome.verdict {
    case .unnoticed: json.field("outcome", "unnoticed")
    case .refused(let code, let message):
      json.field("outcome", "refused")
      json.text("code", code)
      json.field("message", message)
    case .expectation(let scenario, let text, let line):
      json.field("outcome", "expectation")
      json.field("scenario", scenario)
      json.field("expectation", text)
      json.field("expectationLine", line)
    case .guarantee(let route, let text, let line):
      json.field("outcome", "guarantee")
      json.field("route", route)
      json.field("guarantee", text)
      json.field("guaranteeLine", line)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func flag(_ name: String, _ value: Bool) {
    key(name)
    self.value(value)
  }

  fileprivate mutating func text(_ name: String, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  fileprivate mutating func real(_ name: String, _ number: Double?) {
    key(name)
    if let number, number.isFinite { self.number("\(number)") } else { null() }
  }
}
