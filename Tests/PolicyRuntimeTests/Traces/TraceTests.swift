import Foundation
import PolicyRuntime
import TestThreads
import Testing

/// Holds every case of `Tests/Corpus/trace` against what the interpreter decides.
///
/// `UPDATE_CORPUS=1 swift test --filter Traces` writes the traces anew; then read the difference,
/// for a trace is right only if the rules say so.
@Suite(.offPool) struct Traces {
  static let transcriptPath = ProcessInfo.processInfo.environment["POLICYC_TRANSCRIPT"]
  static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_CORPUS"] == "1"

  @Test func `there are a hundred and twenty cases at least`() {
    #expect(TraceFile.allCases.count >= 120)
  }

  @Test(.enabled(if: !isUpdating), arguments: TraceFile.allCases)
  func `a case is decided as it says`(of corpus: TraceCase) throws {
    let wanted = try #require(corpus.trace, "no trace is written: UPDATE_CORPUS=1 writes it")
    let actual = corpus.run().trace
    if actual != wanted {
      Issue.record(
        "\(corpus.testDescription)\n--- what the case says\n\(wanted)--- what is decided\n\(actual)"
      )
    }
  }

  @Test(arguments: TraceFile.all)
  func `a file of traces is well made`(file: TraceFile) {
    #expect(file.faults.isEmpty)
    #expect(!file.cases.isEmpty)
  }

  @Test(.enabled(if: transcriptPath != nil))
  func `the calls of all cases are written for the other languages`() throws {
    let path = try #require(Traces.transcriptPath)
    let lines = TraceFile.allCases.flatMap { $0.transcript() }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test(.enabled(if: isUpdating), arguments: TraceFile.all)
  func `the traces are written anew`(file: TraceFile) throws {
    let updated = file.updated()
    if updated != file.lines {
      try Data((updated.joined(separator: "\n") + "\n").utf8).write(to: file.url)
    }
    #expect(TraceFile(file.name)?.updated() == updated)
  }
}
