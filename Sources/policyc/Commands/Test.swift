import PolicyLanguage

extension Session {
  /// `policyc test`: what policies say of themselves, held against what happens.
  mutating func test(_ arguments: Arguments) throws(UsageError) {
    let operands = try arguments.several("the policies to test; `.` means all below this folder")
    let options = try TestOptions(arguments)
    var subjects = try subjects(operands, arguments, options)
    if let filter = options.filter { try choose(filter, &subjects) }
    var run = TestRun(subjects, keepsCoverage: options.keepsCoverage)
    guard finish(&run, options), let proofs = prove(subjects, options) else { return }
    var report = TestReport(files: run.files(), coverageMin: options.coverageMin)
    for i in report.files.indices { report.files[i].guarantees = proofs[i] }
    if options.mutates {
      guard mutate(run.subjects, &report, options) else { return }
    }
    if !report.holds { end(.findings) }
    show(report, options, arguments)
  }

  private mutating func show(
    _ report: TestReport, _ options: TestOptions, _ arguments: Arguments
  ) {
    // Nothing could be read: that was said already.
    if report.files.isEmpty, options.format == .text { return }
    switch options.format {
    case .text:
      let color = TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
      out += report.text(.init(color: color, listsCoverage: options.listsCoverage))
    case .json: out += report.json()
    case .junit: out += report.junit()
    }
  }

  /// Every policy, compiled; what is wrong with one is shown.
  private mutating func subjects(
    _ operands: [Path], _ arguments: Arguments, _ options: TestOptions
  ) throws(UsageError) -> [TestSubject] {
    let settings = try arguments.settings()
    var inputs = Inputs(operands, root: arguments.value(.root))
    var findings = Findings()
    var subjects: [TestSubject] = []
    inputs.forEach { input in
      let built = Built(input, settings)
      findings.add(built.compilation.report, root: input.root, read: built.read)
      subjects.append(TestSubject(input, built, settings, options))
    }
    for problem in inputs.problems { complain(problem) }
    showText(findings.report(limit: Limits.diagnosticsMax))
    return subjects
  }

  /// Leaves what `--filter` names; that nothing is left is a mistake, or a pipeline that tests
  /// nothing would be green.
  private func choose(
    _ filter: TestFilter, _ subjects: inout [TestSubject]
  ) throws(UsageError) {
    var names = subjects.flatMap { $0.courses.map(\.name) }
    for subject in subjects {
      for route in subject.guaranteedRoutes where !names.contains(route) { names.append(route) }
    }
    filter.apply(to: &subjects)
    subjects.removeAll { $0.isEmpty && $0.file.problem == nil }
    guard subjects.allSatisfy(\.isEmpty), !names.isEmpty else { return }
    let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    throw .operands(
      "no scenario, expectation or guarantee is called like `\(filter.text)`; scenarios and routes"
        + " with guarantees are \(shown)", .test)
  }

  /// Runs everything; false after a complaint.
  private mutating func finish(_ run: inout TestRun, _ options: TestOptions) -> Bool {
    var line = ProgressLine()
    let isDone = run.run(threads: options.threads) { share in
      line.show("testing: \(Int(share * 100))%")
    }
    line.erase()
    if !isDone { complainOfThreads() }
    return isDone
  }

  private mutating func complainOfThreads() {
    complain("the system has no thread left; try again when it is less busy")
  }

  /// The proofs of each policy's guarantees; nil after a complaint.
  private mutating func prove(
    _ subjects: [TestSubject], _ options: TestOptions
  ) -> [[TestGuarantee]]? {
    var line = ProgressLine()
    defer { line.erase() }
    let work = ProofWork(subjects)
    let proofs = work.run(threads: options.threads) { share in
      line.show("proving: \(Int(share * 100))%")
    }
    if proofs == nil {
      line.erase()
      complainOfThreads()
    }
    return proofs
  }

  /// Looks who notices the changes of each policy; false after a complaint.
  private mutating func mutate(
    _ subjects: [TestSubject], _ report: inout TestReport, _ options: TestOptions
  ) -> Bool {
    var line = ProgressLine()
    defer { line.erase() }
    for (index, subject) in subjects.enumerated() where subject.plan != nil {
      let bench = MutantBench(subject, report.files[index].guarantees)
      let outcomes = bench.run(threads: options.threads) { share in
        line.show("changing \(subject.file.name): \(Int(share * 100))%")
      }
      guard let outcomes else {
        line.erase()
        complainOfThreads()
        return false
      }
      report.files[index].mutants = outcomes
    }
    return true
  }
}
