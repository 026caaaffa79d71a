import PolicyGraph
import PolicyLanguage
import PolicySimulator

extension TestReport {
  /// The report for a program: `grammar/schemas/test.schema.json`.
  func json() -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.object("summary") { summary(&$0) }
      json.objects("files", files) { write($0, &$1) }
    }
  }

  private func summary(_ json: inout JSONWriter) {
    json.field("holds", holds)
    json.field("files", files.count)
    json.field("scenarios", files.reduce(0) { $0 + $1.scenarios.count })
    json.field("checks", checks.count)
    json.field("held", checks.count { $0.held })
    json.field("vacuous", checks.count { $0.vacuous })
    json.field("guarantees", guarantees.count)
    json.field("guaranteesHeld", guarantees.count { $0.holds })
    json.field("guaranteesNotProved", guarantees.count { $0.isUnknown })
    json.field("minCoverage", coverageMin)
  }

  private func write(_ file: TestFile, _ json: inout JSONWriter) {
    json.field("file", file.name)
    json.field("problem", file.problem)
    json.field(
      "guaranteesNotProved", file.guarantees.count { $0.isUnknown })
    json.objects("guarantees", file.guarantees) { $0.write(&$1) }
    json.objects("scenarios", file.scenarios) { write($0, &$1) }
    json.object("coverage", file.coverage) { write($0, !falls(file), &$1) }
    json.object("mutants", file.mutants) { write($0, &$1) }
  }

  private func write(_ scenario: TestScenario, _ json: inout JSONWriter) {
    json.field("scenario", scenario.name)
    json.field("file", scenario.file)
    json.field("line", scenario.line)
    json.field("seed", scenario.seed)
    json.field("runs", scenario.runs)
    json.field("problem", scenario.problem)
    json.field("notices", scenario.notices)
    json.objects("checks", scenario.checks) { write($0, &$1) }
  }

  private func write(_ check: TestCheck, _ json: inout JSONWriter) {
    json.field("kind", "expectation")
    json.field("text", check.text)
    json.field("line", check.line)
    json.field("held", check.held)
    json.field("vacuous", check.vacuous)
    json.field("observed", check.observed)
    json.field("bound", check.bound)
    json.field("atLeast", check.isAtLeast)
    json.field("unit", check.unit.rawValue)
    json.field("inRuns", check.inRuns)
    json.field("heldRuns", check.heldRuns)
    json.field("vacuousRuns", check.vacuousRuns)
    json.field("runs", check.runs)
    json.field("failingSeed", check.failingSeed)
  }

  private func write(_ coverage: Coverage, _ isEnough: Bool, _ json: inout JSONWriter) {
    json.field("share", coverage.share)
    json.field("enough", isEnough)
    json.objects("items", coverage.items) { item, json in
      json.field("kind", item.kind.rawValue)
      json.field("name", item.name)
      json.field("count", item.count)
    }
  }

  private func write(_ mutants: [MutantOutcome], _ json: inout JSONWriter) {
    let noticed = mutants.count { $0.isNoticed }
    json.field("total", mutants.count)
    json.field("noticed", noticed)
    json.field("score", mutants.isEmpty ? nil : Double(noticed) / Double(mutants.count))
    json.objects("items", mutants) { write($0, &$1) }
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
      json.field("code", code)
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
