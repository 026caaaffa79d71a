import PolicyLanguage
import PolicySimulator

/// Runs the scenarios of several policies, all their runs over the same threads.
struct TestRun {
  private(set) var subjects: [TestSubject]
  private let keepsCoverage: Bool
  private let jobs: JobList
  /// Whose scenario each of the jobs' scenarios is.
  private var owners: [(subject: Int, course: Int)] = []
  /// What ended the runs of a scenario before their time.
  private var problems: [[String?]]

  /// Lays out the runs.
  init(_ subjects: [TestSubject], keepsCoverage: Bool) {
    self.subjects = subjects
    self.keepsCoverage = keepsCoverage
    problems = subjects.map { $0.courses.map(\.problem) }
    var scenarios: [SimulatedScenario] = []
    for (s, subject) in subjects.enumerated() {
      for (c, course) in subject.courses.enumerated() {
        guard let simulation = course.simulation else { continue }
        owners.append((s, c))
        scenarios.append(
          SimulatedScenario(
            simulation: simulation, traces: course.traces.map(\.file), stories: 0, shard: nil,
            report: course.report))
      }
    }
    jobs = JobList(scenarios)
  }

  /// Runs all; false without a thread.
  mutating func run(threads: Int, progress: (Double) -> Void) -> Bool {
    let (jobs, keepsCoverage) = (jobs, keepsCoverage)
    let batch = Batch(count: jobs.count, threads: threads) { index in
      var job = jobs.job(index)
      job.keepsTimeline = false
      job.keepsCoverage = keepsCoverage
      return job
    }
    let total = Double(max(1, jobs.count))
    let end = batch.run(
      receive: { index, result in
        take(result, owners[jobs.place(of: index)])
        return true
      }, progress: { progress($0 / total) })
    return end == .done
  }

  private mutating func take(_ result: RunResult, _ owner: (subject: Int, course: Int)) {
    let (s, c) = owner
    subjects[s].courses[c].report.runs.append(result.report)
    if let coverage = result.coverage { subjects[s].file.coverage?.add(coverage) }
    if problems[s][c] == nil { problems[s][c] = result.traceProblem?.told ?? stop(result) }
  }

  private func stop(_ result: RunResult) -> String? {
    switch result.report.stopped {
    case nil: nil
    case .interrupted: "a run was interrupted"
    case .tooManyAlive:
      "with seed \(result.report.seed) there are more concurrent requests than reserved memory;"
        + " lower the rate, or let callers give up with `patience`"
    case .trace: "a request file cannot be read any further"
    }
  }

  /// The reports, judged, with the commands that show more.
  func files() -> [TestFile] {
    subjects.enumerated().map { number, subject in
      var file = subject.file
      file.scenarios = subject.courses.enumerated().map { place, course in
        var scenario = TestScenario(
          name: course.name, file: course.file, line: course.line, seed: course.seed,
          runs: course.report.runsWanted, problem: problems[number][place],
          notices: course.report.notices, command: subject.command(course))
        if scenario.problem == nil {
          scenario.checks = course.wanted.map { TestCheck(course.report, $0) }
        }
        return scenario
      }
      return file
    }
  }
}

extension TestSubject {
  /// The command that shows a scenario; the seed is for whoever knows it.
  fileprivate func command(_ course: Course) -> String {
    var words = ["policyc", "simulate", "--scenario", course.name]
    for setting in settings { words += ["--set", "\(setting.name)=\(setting.value)"] }
    if let root { words += ["--root", root.shown] }
    return words.map(\.shellQuoted).joined(separator: " ")
  }
}

extension String {
  /// The word as a shell takes it for one.
  var shellQuoted: String {
    let isPlain = !isEmpty && utf8.allSatisfy { $0.isShellPlain }
    return isPlain
      ? self
      : "'"
        + split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }
}

extension UInt8 {
  /// Whether a shell takes the character for itself.
  fileprivate var isShellPlain: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "._/-+=:@%,".utf8.contains(self)  // the few signs that mean nothing to a shell
    }
  }
}
