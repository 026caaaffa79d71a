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
    var page = TestPage(color: options.color)
    for file in files {
      page.line("", file.name, .strong)
      if let problem = file.problem {
        page.line("  FAIL  ", problem, .bad)
        continue
      }
      if file.scenarios.isEmpty, file.guarantees.isEmpty {
        page.line("  ", "no guarantee and no scenario: nothing was tested", .dim)
      }
      for guarantee in file.guarantees { guarantee.write(&page, options) }
      for assumption in file.assumptions { page.line("    ", assumption, .dim) }
      for scenario in file.scenarios {
        write(scenario, file, &page)
        for notice in scenario.notices { page.line("    note: ", notice, .dim) }
      }
      if let coverage = file.coverage, !coverage.items.isEmpty {
        write(coverage, file, options, &page)
      }
      if let mutants = file.mutants, !mutants.isEmpty { page.write(mutants) }
    }
    page.line("", "", .plain)
    page.line("", summary, holds ? .good : .bad)
    return page.out
  }

  private func write(_ scenario: TestScenario, _ file: TestFile, _ page: inout TestPage) {
    let runs = TestWords.count(scenario.runs, "run")
    let all = TestWords.count(scenario.checks.count, "expectation")
    if let problem = scenario.problem {
      page.line("  FAIL  ", "\(scenario.name): it cannot run", .bad)
      page.line("    ", "\(scenario.file):\(scenario.line): \(problem)", .plain)
      return
    }
    let failing = scenario.checks.filter { !$0.held }
    guard !failing.isEmpty else {
      let one = scenario.checks.count == 1
      let what = scenario.checks.isEmpty ? "no expectations" : "\(all) hold\(one ? "s" : "")"
      return page.line("  ok    ", "\(scenario.name): \(what), \(runs)", .good)
    }
    let verb = failing.count == 1 ? "does" : "do"
    page.line(
      "  FAIL  ", "\(scenario.name): \(failing.count) of \(all) \(verb) not hold, \(runs)", .bad)
    for check in failing {
      page.line("    ", "\(scenario.file):\(check.line): expect \(check.text)", .plain)
      page.line("      ", TestWords.finding(check), .plain)
      page.line("      ", scenario.command(for: check, in: file), .dim)
    }
  }

  private func write(
    _ coverage: Coverage, _ file: TestFile, _ options: TextOptions, _ page: inout TestPage
  ) {
    let taken = coverage.items.count { $0.count > 0 }
    let share = TestWords.value(coverage.share, .share)
    var words = "coverage: \(taken) of \(TestWords.count(coverage.items.count, "path")), \(share)"
    if falls(file), let coverageMin {
      words += "; \(TestWords.value(coverageMin, .share)) are required"
    }
    page.line(falls(file) ? "  FAIL  " : "  ", words, falls(file) ? .bad : .plain)
    guard options.listsCoverage || falls(file) else { return }
    let items = options.listsCoverage ? coverage.items : coverage.items.filter { $0.count == 0 }
    let width = items.reduce(0) { max($0, "\($1.count)".utf8.count) }
    for item in items {
      let count = "\(item.count)"
      let blank = String(repeating: " ", count: width - count.utf8.count)
      let kind = item.kind.rawValue
      page.line(
        "    \(blank)\(count)  ",
        kind + String(repeating: " ", count: 10 - kind.utf8.count)
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
