import PolicySimulator
import TestThreads
import Testing

/// Parts of a simulation are laid together, or it is said why they are none.
@Suite(.offPool) struct MergeTests {
  private func parts(
    _ whole: SimulationReport, of count: Int
  ) -> [(name: String, report: SimulationReport)] {
    (1...count).map { index in
      let shard = Shard(index, of: count)
      var part = whole
      part.shard = shard
      for place in part.scenarios.indices {
        part.scenarios[place].runs.removeAll { !shard.holds($0.index) }
        if index != 1 { part.scenarios[place].timeline = nil }
      }
      return (name: "part\(index).json", report: part)
    }
  }

  private func message(_ parts: [(name: String, report: SimulationReport)]) -> String? {
    do throws(ReportError) {
      _ = try SimulationReport.merged(parts)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: [1, 2, 3, 7, 20, 21])
  func `parts give what one machine would have given`(count: Int) throws {
    var mixed = parts(Fixtures.repeated, of: count)
    var random = TestRandom(UInt64(count))
    mixed.shuffle(using: &random)
    let read = try mixed.map {
      (name: $0.name, report: try SimulationReport(json: $0.report.json()))
    }
    #expect(try SimulationReport.merged(read) == Fixtures.repeated)
  }

  @Test func `what is missing or twice there is named`() {
    let all = parts(Fixtures.repeated, of: 4)
    #expect(message([]) == "there is no part to merge: name the reports of all parts")
    #expect(message(Array(all.dropLast())) == "of 4 parts there is missing: 4")
    #expect(message([all[1]]) == "of 4 parts there are missing: 1, 3, 4")
    #expect(
      message(all + [(name: "again.json", report: all[2].report)])
        == "part 3 of 4 is given twice: part3.json and again.json")
    #expect(
      message([(name: "all.json", report: Fixtures.repeated)])
        == "all.json holds all runs and is no part: only what `--shard` gave is merged")
    #expect(
      message([parts(Fixtures.repeated, of: 1000)[0]])
        == "of 1000 parts there are missing: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 989 more")
    let other = parts(Fixtures.repeated, of: 3)
    #expect(
      message([all[0], other[1]]) == "part2.json is one of 3 parts, part1.json one of 4")
  }

  @Test func `parts of different simulations are refused`() {
    let changes: [(inout ScenarioReport) -> Void] = [
      { $0.scenario = "other" }, { $0.digest = "6f" }, { $0.seed = 2 }, { $0.runsWanted = 21 },
      { $0.variant = "attempts=2" }, { $0.duration = 601 }, { $0.expectations[0].bound = 0.5 },
    ]
    let words = ["scenario", "policy", "seed", "21 runs", "variant", "another policyc", "another"]
    for (change, word) in zip(changes, words) {
      var all = parts(Fixtures.repeated, of: 2)
      change(&all[1].report.scenarios[0])
      let message = message(all) ?? ""
      #expect(message.hasPrefix("part2.json does not belong to part1.json: "))
      #expect(message.contains(word), "\(message)")
    }
    var all = parts(Fixtures.repeated, of: 2)
    all[1].report.scenarios = []
    #expect(message(all)?.contains("1 scenarios") == true)
  }

  @Test func `a run that is in no part is missed, unless a part was interrupted`() throws {
    var all = parts(Fixtures.repeated, of: 2)
    all[1].report.scenarios[0].runs.removeLast()
    #expect(message(all) == "run 20 of scenario `azure-outage` is in no part")
    all[1].report.isPartial = true
    let merged = try SimulationReport.merged(all)
    #expect(merged.isPartial && merged.scenarios[0].runs.count == 19)
  }

  @Test func `how the policy was called may differ`() throws {
    var all = parts(Fixtures.repeated, of: 2)
    all[1].report.scenarios[0].policy = "elsewhere/llm-chat.policy"
    #expect(try SimulationReport.merged(all) == Fixtures.repeated)
  }
}
