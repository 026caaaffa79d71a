import PolicySimulator
import TestThreads
import Testing

/// What an expectation comes to over several runs.
@Suite(.offPool) struct OutcomeTests {
  private func outcome(
    held: Int, missed: Int = 0, vacuous: Int = 0, inRuns: Double = 1
  ) -> ExpectationOutcome {
    let verdicts =
      [Verdict](
        repeating: Verdict(observed: 1, held: true, vacuous: false), count: held)
      + [Verdict](
        repeating: Verdict(observed: 9, held: false, vacuous: false), count: missed)
      + [Verdict](
        repeating: Verdict(observed: nil, held: false, vacuous: true), count: vacuous)
    return ExpectationOutcome(verdicts, inRuns: inRuns)
  }

  @Test func `without a share every run must hold`() {
    #expect(outcome(held: 20).holds)
    #expect(!outcome(held: 19, missed: 1).holds)
    #expect(!outcome(held: 19, vacuous: 1).holds)
  }

  @Test func `a share of the runs is a whole number of them`() {
    #expect(outcome(held: 19, missed: 1, inRuns: 0.95).holds)
    #expect(!outcome(held: 18, missed: 2, inRuns: 0.95).holds)
    // 95% of 10 runs is more than nine.
    #expect(!outcome(held: 9, missed: 1, inRuns: 0.95).holds)
    #expect(outcome(held: 7, missed: 3, inRuns: 0.7).holds)
    for runs in 1...1000 {
      let share = 0.29
      let wanted = (29 * runs + 99) / 100
      #expect(outcome(held: wanted, missed: runs - wanted, inRuns: share).holds)
      #expect(!outcome(held: wanted - 1, missed: runs - wanted + 1, inRuns: share).holds)
    }
  }

  @Test func `a vacuous run counts against it`() {
    #expect(outcome(held: 19, vacuous: 1, inRuns: 0.95).holds)
    #expect(!outcome(held: 1, vacuous: 19, inRuns: 0.95).holds)
    let counted = outcome(held: 2, missed: 3, vacuous: 4)
    #expect(counted.heldRuns == 2 && counted.vacuousRuns == 4 && counted.runs == 9)
    #expect(!counted.isVacuous)
  }

  @Test func `vacuous in every run fails, whatever share is asked`() {
    #expect(outcome(held: 0, vacuous: 5).isVacuous)
    #expect(!outcome(held: 0, vacuous: 5, inRuns: 0).holds)
    #expect(!outcome(held: 0).holds && !outcome(held: 0).isVacuous)
  }

  @Test func `a vacuous verdict that says it held is not counted as held`() {
    let odd = ExpectationOutcome(
      [Verdict(observed: 1, held: true, vacuous: true)], inRuns: 1)
    #expect(odd.heldRuns == 0 && odd.isVacuous && !odd.holds)
  }

  @Test func `a scenario holds if every expectation does`() {
    var scenario = Fixtures.azureOutage(runs: 20)
    #expect(scenario.outcomes.map(\.holds) == [true, true, true, true, true, true, false])
    #expect(scenario.outcomes[4].heldRuns == 19)
    #expect(!scenario.holds)
    scenario.expectations.removeLast()
    #expect(scenario.holds)
  }
}
