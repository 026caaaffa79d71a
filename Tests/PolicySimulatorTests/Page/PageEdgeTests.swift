import PolicySimulator
import TestThreads
import Testing

/// Reports that have hardly anything, or far too much, in them.
@Suite(.offPool) struct PageEdgeTests {
  private func page(_ change: (inout ScenarioReport) -> Void) -> ParsedPage {
    var report = Fixtures.azureOutage()
    change(&report)
    let page = ParsedPage(SimulationReport(scenarios: [report]).html())
    #expect(page.problem == nil)
    for element in page.elements {
      for (key, value) in element.attributes where ["d", "x", "y", "cx", "width"].contains(key) {
        #expect(!value.contains("nan") && !value.contains("inf"), "\(key)=\(value)")
      }
    }
    return page
  }

  @Test func `no scenario`() {
    let page = ParsedPage(SimulationReport(scenarios: []).html())
    #expect(page.text { $0.name == "main" }.joined().contains("No scenario was simulated"))
  }

  @Test func `nothing has run`() {
    let page = ParsedPage(Fixtures.empty.html())
    #expect(page.text { $0.name == "section" }.joined().contains("Nothing has run yet"))
    #expect(page.all("svg").isEmpty)
  }

  @Test func `a timeline of no bins, and one of one bin`() {
    let none = page { $0.timeline?.bins = [] }
    #expect(none.classed("times").isEmpty)
    let first = Fixtures.azureOutage().timeline?.bins.first
    let one = page { $0.timeline?.bins = first.map { [$0] } ?? [] }
    #expect(one.classed("times").count == 1)
    #expect(one.elements.compactMap { $0.attributes["data-v"] }.allSatisfy { !$0.contains(",") })
  }

  @Test func `no measure at all`() {
    let found = page { report in
      for i in report.runs.indices {
        report.runs[i] = RunReport(index: i, seed: 1)
        report.runs[i].expectations = report.expectations.map { _ in
          Verdict(observed: nil, held: false, vacuous: true)
        }
      }
      for i in report.timeline?.bins.indices ?? 0..<0 {
        report.timeline?.bins[i] = Timeline.Bin(t: Double(i * 2))
      }
    }
    #expect(found.classed("curve").isEmpty && found.classed("area").isEmpty)
    #expect(found.text { $0.name == "dl" }.joined().contains("–"))
  }

  @Test func `values beyond all bounds`() {
    _ = page { report in
      report.duration = .infinity
      report.faults[0].from = -5
      report.faults[0].to = .nan
      report.faults[1].from = 1e300
      report.faults[0].endpoints = [99, -1]
      report.runs[0].total.requests = .max
      report.runs[0].total.attempts = .max
      report.runs[0].recovery = .infinity
      report.runs[0].endpoints = []
      report.timeline?.step = 1e-300
      report.timeline?.bins[3].offered = .max
      report.timeline?.bins[3].full = .min
      report.timeline?.bins[4].p99 = 1e300
      report.timeline?.bins[5].p50 = -.infinity
      report.timeline?.bins[6].endpoints = []
      report.timeline?.bins[7].steps = []
    }
    _ = page { $0.timeline?.step = .nan }
    _ = page { $0.timeline?.step = 1e200 }
  }

  @Test func `a topology in a circle, and one that names what is not there`() {
    let found = page { report in
      report.topology = [
        TopologyNode(.route, name: "a", detail: "", children: [1, 7, -1]),
        TopologyNode(.group, name: "b", detail: "", children: [2, 1]),
        TopologyNode(.group, name: "c", detail: "", children: [1, 0]),
      ]
    }
    #expect(found.classed("node").count == 3)
  }

  @Test func `forty faults find room`() {
    let found = page { report in
      report.faults = (0..<40).map {
        FaultSpan(text: "outage \($0)", from: Double($0 * 10), to: nil, endpoints: [0])
      }
    }
    #expect(found.classed("fault").count == 40)
    #expect(found.all("ol").first?.attributes["class"] == "faults")
  }

  @Test func `a report of another shard has no timeline`() {
    let found = page { $0.timeline = nil }
    #expect(found.text { $0.name == "section" }.joined().contains("No timeline is kept here"))
  }
}
