import Foundation
import PolicySimulator
import Testing

/// The JSON of a report determines it, and no bytes make the reader fall over.
@Suite struct ReportJSONTests {
  static let fixtures = [
    Fixtures.single, Fixtures.repeated, Fixtures.swept, Fixtures.empty, Fixtures.hostile,
  ]

  @Test(arguments: fixtures)
  func `a report comes back from its JSON`(report: SimulationReport) throws {
    let json = report.json()
    #expect(try SimulationReport(json: json) == report)
    #expect(report.json() == json)
  }

  @Test func `so does every other report`() throws {
    for seed in 0..<400 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      let report = random.report()
      #expect(try SimulationReport(json: report.json()) == report, "seed \(seed)")
    }
  }

  @Test(arguments: fixtures)
  func `other readers of JSON read the same figures`(report: SimulationReport) throws {
    let json = try JSONSerialization.jsonObject(with: Data(report.json())) as? [String: Any]
    let scenarios = try #require(json?["scenarios"] as? [[String: Any]])
    #expect(scenarios.count == report.scenarios.count)
    for (object, scenario) in zip(scenarios, report.scenarios) {
      let runs = try #require(object["runs"] as? [[String: Any]])
      for (object, run) in zip(runs, scenario.runs) {
        #expect(object["requests"] as? Int == run.total.requests)
        #expect(object["availability"] as? Double == run.total.availability)
        #expect((object["latency"] as? [String: Any])?["p99"] as? Double == run.total.latency.p99)
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
    scenario.timeline?.bins.removeSubrange(2...)
    scenario.faults[1].to = nil
    return SimulationReport(scenarios: [scenario])
  }
}
