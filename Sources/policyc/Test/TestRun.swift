import PolicyLanguage
import PolicySimulator

/// Runs the scenarios of several policies, all their runs over the same threads.
struct TestRun {
  private(set) var subjects: [TestSubject]
  private let keepsCoverage: Bool
  /// One scenario of one subject, and the runs before its first.
  private struct Share: Sendable {
    var subject: Int
    var course: Int
    var simulation: Simulation
    var traces: [RequestFiles.Found]
    var seed: UInt64
    var first: Int
  }
  private var shares: [Share] = []
  private var count = 0
  /// What ended the runs of a scenario before their time.
  private var problems: [[String?]]

  /// Lays out the runs.
  init(_ subjects: [TestSubject], keepsCoverage: Bool) {
    self.subjects = subjects
    self.keepsCoverage = keepsCoverage
    problems = subjects.map { $0.courses.map(\.problem) }
    for (s, subject) in subjects.enumerated() {
      for (c, course) in subject.courses.enumerated() {
        guard let simulation = course.simulation else { continue }
        shares.append(
          Share(
            subject: s, course: c, simulation: simulation, traces: course.traces,
            seed: course.seed, first: count))
        count += course.report.runsWanted
      }
    }
  }

  /// Runs all; how that ended.
  mutating func run(threads: Int, progress: (Double) -> Void) -> Workers<RunResult>.End {
    let (shares, keepsCoverage) = (shares, keepsCoverage)
    let batch = Batch(count: count, threads: threads) { index in
      let share = shares[TestRun.share(of: index, shares)]
      var job = Job(share.simulation, index: index - share.first, from: share.seed)
      job.keepsCoverage = keepsCoverage
      job.traces = share.traces.map(\.file)
      return job
    }
    let total = Double(max(1, count))
    return batch.run(
      receive: { index, result in
        take(result, shares[TestRun.share(of: index, shares)])
        return true
      }, progress: { progress($0 / total) })
  }

  /// The last share that does not begin behind a run.
  private static func share(of index: Int, _ shares: [Share]) -> Int {
    var (low, high) = (0, shares.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if shares[middle].first <= index { low = middle } else { high = middle }
    }
    return low
  }

  private mutating func take(_ result: RunResult, _ share: Share) {
    subjects[share.subject].courses[share.course].report.runs.append(result.report)
    if let coverage = result.coverage {
      subjects[share.subject].file.coverage?.add(coverage)
    }
    if problems[share.subject][share.course] == nil {
      problems[share.subject][share.course] = result.traceProblem?.told ?? stop(result)
    }
  }

  private func stop(_ result: RunResult) -> String? {
    switch result.report.stopped {
    case nil: nil
    case .interrupted: "a run was interrupted"
    case .tooManyAlive:
      "with seed \(result.report.seed) more requests are alive at once than memory is set aside for;"
        + " lower the rate, or let callers give up by `patience`"
    case .trace: "a file of requests cannot be read any further"
    }
  }

  /// The reports, judged, with the commands that show more.
  func files() -> [TestFile] {
    subjects.enumerated().map { s, subject in
      var file = subject.file
      file.scenarios = subject.courses.enumerated().map { c, course in
        var scenario = TestScenario(
          name: course.name, file: course.file, line: course.line, seed: course.seed,
          runs: course.report.runsWanted, problem: problems[s][c],
          command: subject.command(course))
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
