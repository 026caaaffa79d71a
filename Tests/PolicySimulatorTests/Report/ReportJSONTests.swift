import Foundation
import PolicySimulator
import TestThreads
import Testing

/// The JSON of a report determines it, and no bytes make the reader fall over.
@Suite(.offPool) struct ReportJSONTests {
  @Test(arguments: Fixtures.Sample.allCases)
  func `a report comes back from its JSON`(sample: Fixtures.Sample) throws {
    let report = sample.report
    let json = report.json()
    #expect(try SimulationReport(json: json) == report)
    #expect(report.json() == json)
  }

  @Test func `so does every other report`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      let report = random.report()
      #expect(try SimulationReport(json: report.json()) == report, "seed \(seed)")
    }
  }

  @Test(arguments: Fixtures.Sample.allCases)
  func `other readers of JSON read the same figures`(sample: Fixtures.Sample) throws {
    let report = sample.report
    let json = try JSONSerialization.jsonObject(with: Data(report.json())) as? [String: Any]
    let scenarios = try #require(json?["scenarios"] as? [[String: Any]])
    #expect(scenarios.count == report.scenarios.count)
    for (object, scenario) in zip(scenarios, report.scenarios) {
      let runs = try #require(object["runs"] as? [[String: Any]])
      for (object, run) in zip(runs, scenario.runs) {
        #expect(object["requests"] as? Int == run.total.requests)
        let share = try #require(object["availability"] as? NSNumber).doubleValue
        #expect(abs(share - (run.total.availability ?? 0)) < 1e-15)
        let p99 = try #require((object["latency"] as? [String: Any])?["p99"] as? NSNumber)
        #expect(abs(p99.doubleValue - (run.total.latency.p99 ?? 0)) < 1e-12)
      }
    }
  }

  @Test func `no hidden character stands in it as it is`() {
    let text = String(decoding: Fixtures.hostile.json(), as: UTF8.self)
    for scalar in text.unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      #expect(category != .control && category != .format && category != .lineSeparator)
    }
  }

  @Test func `a report that is cut off is refused at every byte`() {
    let json = small.json()
    for count in 0..<json.count - 1 {
      #expect(throws: ReportError.self) { try SimulationReport(json: Array(json[..<count])) }
    }
  }

  @Test func `a flipped byte gives an error or a report, and that can be written again`() {
    let json = small.json()
    var random = TestRandom(7)
    for place in json.indices {
      var damaged = json
      damaged[place] ^= UInt8(1 << random.below(8))
      if random.once(in: 4) { damaged[place] = UInt8(random.below(256)) }
      guard let report = try? SimulationReport(json: damaged) else { continue }
      let again = try? SimulationReport(json: report.json())
      #expect(again == report, "byte \(place)")
      #expect(!report.text(width: 80, color: false).isEmpty && !report.csv().isEmpty)
    }
  }

  /// Everything once, and not much of it.
  private var small: SimulationReport {
    var scenario = Fixtures.azureOutage(runs: 2)
    scenario.endpoints.removeSubrange(1...)
    scenario.steps.removeSubrange(1...)
    scenario.topology = [
      TopologyNode(.route, name: "chat", detail: "", children: [1]),
      TopologyNode(.endpoint, name: "azure-east", detail: "", children: []),
    ]
    scenario.faults = [FaultSpan(text: "outage", from: 1, to: nil, endpoints: [0])]
    scenario.expectations.removeSubrange(1...)
    for place in scenario.runs.indices {
      scenario.runs[place].endpoints.removeSubrange(1...)
      scenario.runs[place].steps.removeSubrange(1...)
      scenario.runs[place].expectations.removeSubrange(1...)
    }
    scenario.timeline?.bins.removeSubrange(2...)
    for place in 0..<2 {
      scenario.timeline?.bins[place].endpoints.removeSubrange(1...)
      scenario.timeline?.bins[place].steps.removeSubrange(1...)
    }
    return SimulationReport(scenarios: [scenario])
  }
}
