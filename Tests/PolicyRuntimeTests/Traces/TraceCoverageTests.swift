import PolicyRuntime
import TestThreads
import Testing

/// No reason is without its case: whoever adds one shows when it is given.
@Suite(.offPool) struct TraceCoverage {
  /// Reasons that no trace can show, and why.
  static let elsewhere: [Reason: String] = [
    .none: "it stands for no reason at all",
    .attemptOverran: "the service measures how long closures take",
    .excluded: "the service knows which credentials are missing",
    .reloaded: "the service says so when it has swapped policies",
    .carried: "the service reports a reload cell by cell",
    .notCarried: "the service reports a reload cell by cell",
  ]

  @Test func `every reason is given in some trace, or by the service`() {
    var seen: Set<Reason> = []
    for corpus in TraceFile.allCases { seen.formUnion(corpus.run().reasons) }
    for reason in Reason.allCases {
      let isElsewhere = TraceCoverage.elsewhere[reason] != nil
      #expect(
        seen.contains(reason) != isElsewhere || reason == .none,
        isElsewhere
          ? "`\(reason.word)` is listed as given elsewhere, and a trace shows it"
          : "add a case to Tests/Corpus/trace in which `\(reason.word)` is given")
    }
  }

  @Test func `a reason has a code of its own`() {
    let words = Reason.allCases.map { "\($0.word)" }
    #expect(Set(words).count == words.count)
    for word in words { #expect(word.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(word)") }
  }
}
