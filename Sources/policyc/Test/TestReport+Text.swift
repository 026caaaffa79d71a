import PolicyGraph
import PolicyLanguage
import PolicySimulator

extension TestReport {
  /// What is wanted of the text besides the verdicts.
  struct TextOptions {
    var color = false
    /// Whether every way is listed with its count.
    var listsCoverage = false
  }

  /// The report for a person: a line a scenario, and what does not hold with what shows more.
  func text(_ options: TextOptions) -> [UInt8] {
    var page = TextPage(color: options.color)
    for file in files {
      page.row(file.name, .strong)
      if let problem = file.problem {
        page.row("  FAIL  \(problem)", .bad)
        continue
      }
      if file.scenarios.isEmpty, file.guarantees.isEmpty {
        page.row("no guarantee and no scenario: nothing was tested", .dim, indent: 2)
      }
      for guarantee in file.guarantees { guarantee.write(&page, options) }
      for assumption in file.assumptions { page.row(assumption, .dim, indent: 4) }
      for scenario in file.scenarios {
        write(scenario, file, &page)
        for notice in scenario.notices { page.row("    note: \(notice)", .dim) }
      }
      if let coverage = file.coverage, !coverage.items.isEmpty {
        write(coverage, file, options, &page)
      }
      if let mutants = file.mutants, !mutants.isEmpty { page.write(mutants) }
    }
    page.end()
    page.row(summary, holds ? .good : .bad)
    return page.bytes
  }

  private func write(_ scenario: TestScenario, _ file: TestFile, _ page: inout TextPage) {
    let runs = TestWords.count(scenario.runs, "run")
    let all = TestWords.count(scenario.checks.count, "expectation")
    if let problem = scenario.problem {
      page.row("  FAIL  \(scenario.name): it cannot run", .bad)
      page.row("\(scenario.file):\(scenario.line): \(problem)", indent: 4)
      return
    }
    let failing = scenario.checks.filter { !$0.held }
    guard !failing.isEmpty else {
      let one = scenario.checks.count == 1
      let what = scenario.checks.isEmpty ? "no expectations" : "\(all) hold\(one ? "s" : "")"
      return page.row("  ok    \(scenario.name): \(what), \(runs)", .good)
    }
    let verb = failing.count == 1 ? "does" : "do"
    page.row(
      "  FAIL  \(scenario.name): \(failing.count) of \(all) \(verb) not hold, \(runs)", .bad)
    for check in failing {
      page.row("\(scenario.file):\(check.line): expect \(check.text)", indent: 4)
      page.row(TestWords.finding(check), indent: 6)
      page.row(scenario.command(for: check, in: file), .dim, indent: 6)
    }
  }

  private func write(
    _ coverage: Coverage, _ file: TestFile, _ options: TextOptions, _ page: inout TextPage
  ) {
    let taken = coverage.items.count { $0.count > 0 }
    let share = TestWords.value(coverage.share, .share)
    var words = "coverage: \(taken) of \(TestWords.count(coverage.items.count, "path")), \(share)"
    if falls(file), let coverageMin {
      words += "; \(TestWords.value(coverageMin, .share)) are required"
    }
    page.row((falls(file) ? "  FAIL  " : "  ") + words, falls(file) ? .bad : .plain)
    guard options.listsCoverage || falls(file) else { return }
    let items = options.listsCoverage ? coverage.items : coverage.items.filter { $0.count == 0 }
    let width = items.reduce(0) { max($0, "\($1.count)".utf8.count) }
    for item in items {
      let count = "\(item.count)"
      let blank = String(repeating: " ", count: width - count.utf8.count)
      let kind = item.kind.rawValue
      page.row(
        "    \(blank)\(count)  \(kind)" + String(repeating: " ", count: 10 - kind.utf8.count)
          + item.name, item.count == 0 ? .bad : .plain)
    }
  }

  /// How it ended, in one line.
  private var summary: String {
    let scenarios = files.reduce(0) { $0 + $1.scenarios.count }
    let failing =
      checks.count { !$0.held } + guarantees.count { !$0.holds }
    var counts = [
      TestWords.count(files.count, "file"), TestWords.count(scenarios, "scenario"),
      TestWords.count(checks.count, "expectation"),
    ]
    if !guarantees.isEmpty {
      counts.insert(TestWords.count(guarantees.count, "guarantee"), at: 1)
    }
    var words = counts.joined(separator: ", ")
    if scenarios == 0, guarantees.isEmpty, holds { return words + ": nothing was tested" }
    words += failing == 0 ? ": " : ": \(failing) \(failing == 1 ? "does" : "do") not hold"
    if failing == 0 {
      words += checks.isEmpty && guarantees.isEmpty ? "no expectations" : "all hold"
    }
    let broken =
      files.count { $0.problem != nil }
      + files.reduce(0) { $0 + $1.scenarios.count { $0.problem != nil } }
    if broken > 0 { words += ", \(broken) could not be tested" }
    let unknown = guarantees.count { $0.isUnknown }
    if unknown > 0 { words += ", \(unknown) of them not proved" }
    let thin = files.count { falls($0) }
    if thin > 0 { words += ", \(TestWords.count(thin, "file")) too little covered" }
    return words
  }
}

extension TestScenario {
  /// The command that shows the run in which a check did not hold.
  func command(for check: TestCheck, in file: TestFile) -> String {
    var words = command
    if let seed = check.failingSeed { words += " --seed \(seed)" }
    if runs > 1 { words += " --runs 1" }
    // Who gives a policy on standard input gives it once more.
    let isStandard = file.name == Input.standardInputName.shown
    return words + " \(isStandard ? Path.standard.shown : file.name.shellQuoted)"
  }
}
