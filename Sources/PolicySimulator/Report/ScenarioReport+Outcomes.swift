/// The verdict on one expectation over the finished runs.
public struct ExpectationOutcome: Equatable, Sendable {
  /// Runs in which it held.
  public var heldRuns: Int
  /// Runs in which nothing tested it; it did not hold in those.
  public var vacuousRuns: Int
  /// All runs.
  public var runs: Int
  /// Whether it holds: in as large a share of the runs as it asks for.
  public var holds: Bool
  /// Whether no run tested it; then it fails, because it shows nothing.
  public var isVacuous: Bool { runs > 0 && vacuousRuns == runs }

  /// Counts the verdicts of one expectation, which asks to hold in the share `inRuns` of the runs.
  ///
  /// A vacuous run counts as one in which it did not hold, and stays in the denominator: were it
  /// left out, `in: 95%` could be had from one lucky run in twenty. Without a run nothing holds.
  public init(_ verdicts: some Sequence<Verdict>, inRuns: Double) {
    heldRuns = 0
    vacuousRuns = 0
    runs = 0
    for verdict in verdicts {
      runs += 1
      if verdict.vacuous {
        vacuousRuns += 1
      } else if verdict.held {
        heldRuns += 1
      }
    }
    // 0.95 × 20 is a little more than 19 in binary: what counts is the whole number meant.
    let wanted = (inRuns * Double(runs) - 1e-9).rounded(.up)
    holds = heldRuns > 0 && Double(heldRuns) >= wanted
  }
}

extension ScenarioReport {
  /// The verdict on each expectation, in their order.
  public var outcomes: [ExpectationOutcome] {
    expectations.indices.map { place in
      ExpectationOutcome(
        runs.lazy.compactMap { run in
          run.expectations.indices.contains(place) ? run.expectations[place] : nil
        }, inRuns: expectations[place].inRuns)
    }
  }

  /// Whether a run was interrupted: then no expectation is judged.
  public var isInterrupted: Bool { runs.contains { $0.stopped == .interrupted } }

  /// Whether every expectation holds; true where there is none.
  public var holds: Bool { outcomes.allSatisfy(\.holds) }
}
