import PolicyGraph
import PolicyRuntime
import PolicySimulator
import TestThreads
import Testing

/// `examples/retry-storm`: its trigger is over after half a minute, what it set off need not be.
///
/// The metastable failure of Bronson and others (HotOS 2021) and Huang and others (OSDI 2022).
@Suite(.offPool) struct RetryStormTests {
  private func run(_ retries: String, _ seed: UInt64) throws -> RunResult {
    let plan = try Policies.example(
      "retry-storm", ["budget   retries, min: 1/s": "budget   \(retries)", "let retries: 10%": ""])
    return try Simulation(plan, ID(0)).run(index: 0, seed: seed)
  }

  /// The share of full answers in the last minute.
  private func lastMinute(_ run: RunResult) throws -> Double {
    let bins = try #require(run.timeline).bins
    let last = bins.filter { $0.t >= 300 }
    let offered = last.reduce(0) { $0 + $1.offered }
    try #require(offered > 5000)
    return Double(last.reduce(0) { $0 + $1.full }) / Double(offered)
  }

  @Test(arguments: Seeds.all)
  func `with a budget the storm is over soon after its cause`(seed: UInt64) throws {
    let run = try run("10%, min: 1/s", seed)
    let recovery = try #require(run.report.recovery)
    #expect(recovery > 5, "there was no storm")
    #expect(recovery <= 45)
    #expect(try lastMinute(run) > 0.999)
  }

  @Test(arguments: Seeds.all, ["none", "100%, min: 1/s"])
  func `with plain retries it never ends`(seed: UInt64, retries: String) throws {
    let run = try run(retries, seed)
    #expect(run.report.recovery == nil)
    #expect(try lastMinute(run) < 0.01)
    // The store is as busy as ever: with answers for those who have gone.
    #expect(try #require(run.report.worstWindowAmplification) > 1.9)
  }
}
