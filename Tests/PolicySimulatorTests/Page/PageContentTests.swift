import Foundation
import PolicySimulator
import TestThreads
import Testing

/// What a reader finds on the page.
@Suite(.offPool) struct PageContentTests {
  private func page(_ report: SimulationReport) -> ParsedPage { ParsedPage(report.html()) }

  private func page(_ change: (inout ScenarioReport) -> Void) -> ParsedPage {
    var report = Fixtures.azureOutage()
    change(&report)
    return ParsedPage(SimulationReport(scenarios: [report]).html())
  }

  /// The cells of a table's line that begins with a name.
  private func row(_ name: String, _ page: ParsedPage) -> String? {
    page.text { $0.name == "tr" }.first { $0.contains(name) }
  }

  @Test func `a scenario says what it was and what came of it`() throws {
    let found = page(Fixtures.single)
    #expect(found.all("title").first?.text == "Simulation of examples/llm-chat.policy")
    #expect(found.text { $0.name == "h2" }.first?.contains("azure-outage") == true)
    #expect(found.text { $0.attributes["class"] == "doc" }.joined().contains("Azure is gone"))
    let verdict = found.text { ($0.attributes["class"] ?? "").hasPrefix("verdict") }.joined()
    #expect(verdict.contains("1 of 7 expectations did not hold"))
    #expect(verdict.contains("nothing tested it"))
    let tiles = found.text { $0.name == "dl" }.joined()
    let run = Fixtures.single.scenarios[0].runs[0]
    #expect(tiles.contains("Full answers") && tiles.contains("p99"))
    #expect(tiles.contains("\(run.total.requests / 1000),"))
    #expect(found.text { $0.attributes["class"] == "notices" }.joined().contains("`cache` serves"))
  }

  @Test func `expectations that hold are said to hold`() {
    let found = page { report in
      report.expectations = [report.expectations[0]]
      report.runs[0].expectations = [Verdict(observed: 0.995, held: true, vacuous: false)]
    }
    #expect(found.classed("verdict").first?.attributes["class"] == "verdict ok")
    #expect(row("availability, at-least", found)?.contains("held") == true)
  }

  @Test func `what was interrupted, cut short or only a part is marked as such`() {
    #expect(page(Fixtures.single).classed("banner").isEmpty)
    var report = Fixtures.repeated
    report.isPartial = true
    report.shard = Shard(2, of: 5)
    let found = page(report)
    #expect(found.text { $0.attributes["class"] == "banner" }.joined().contains("Partial"))
    #expect(found.text { $0.name == "header" }.joined().contains("Part 2 of 5"))
    let notices = found.text { $0.attributes["class"] == "notices" }.joined()
    #expect(notices.contains("1 of 20 runs (the first is run 7) ended early: more requests"))
  }

  @Test func `charts say in words what they show`() {
    let found = page(Fixtures.single)
    let labels = found.classed("plot").map { $0.attributes["aria-label"] ?? "" }
    #expect(labels.count == 8 && labels.allSatisfy { $0.count > 20 })
    #expect(labels[0].contains("1. outage provider: azure, 1:00–5:00"))
    #expect(labels.contains { $0.hasPrefix("Answers over time, 0:00 to 10:00: azure-east") })
    #expect(
      labels.contains { $0.contains("azure-east: attempts") && $0.contains("open 1:05–1:20") })
    let pictures = found.all("svg").filter { $0.attributes["role"] == "img" }
    #expect(pictures.count == 9)
  }

  @Test func `every layer of the answers is drawn in its own colour`() {
    let found = page(Fixtures.single)
    let areas = found.classed("area").compactMap { $0.attributes["class"] }
    for name in ["e0", "e1", "e2", "e3", "s1", "s2", "bad"] {
      #expect(areas.contains("area \(name)"), "\(name)")
    }
    let names = found.elements.compactMap { $0.attributes["data-n"] }
    #expect(names.contains("azure-east") && names.contains("chat-ladder/cached"))
    #expect(names.contains("failed") && names.contains("p99"))
    for list in found.elements.compactMap({ $0.attributes["data-v"] }) {
      #expect(list.split(separator: ",").count == 120)
    }
  }

  @Test func `layers add up even where a report does not`() {
    let found = page { report in
      report.timeline = Timeline(
        step: 1,
        bins: [0.0, 1].map { start in
          var bin = Timeline.Bin(t: start)
          bin.offered = 5
          bin.full = start == 0 ? 5 : 2
          bin.endpoints = [Timeline.EndpointBin()]
          bin.endpoints[0].answers = 3
          return bin
        })
    }
    let lists = found.elements.filter { $0.attributes["data-n"] == "azure-east" }
    #expect(lists.first?.attributes["data-v"] == "3,2")
    let rest = found.elements.filter { $0.attributes["data-n"] == "full, elsewhere" }
    #expect(rest.first?.attributes["data-v"] == "2,0")
  }

  @Test func `several runs are shown as dots with their median`() {
    let found = page(Fixtures.repeated)
    let dots = found.classed("dots").compactMap { $0.attributes["aria-label"] }
    #expect(dots.count == 4)
    #expect(dots[0].hasPrefix("Availability of 20 runs: median 99."))
    #expect(row("failback, within: 3m", found)?.contains("19 of 20") == true)
    #expect(page(Fixtures.single).classed("dots").isEmpty)
  }

  @Test func `variants are compared, what differs first, on equal axes`() throws {
    let found = page(Fixtures.swept)
    let table = try #require(
      found.text { $0.name == "table" }.first { $0.contains("Variants compared") })
    let degraded = try #require(table.range(of: "Degraded"))
    let same = try #require(table.range(of: "Latency p99"))
    #expect(degraded.lowerBound < same.lowerBound)
    #expect(table.contains("better") && table.contains("attempts=3"))
    #expect(found.classed("times").count == 3)
    #expect(Set(found.classed("times").map { $0.attributes["data-w"] }).count == 1)
  }

  @Test func `variants of different loads share the larger scale`() {
    var small = Fixtures.azureOutage(variant: "small")
    for i in small.timeline?.bins.indices ?? 0..<0 {
      small.timeline?.bins[i].full /= 4
      small.timeline?.bins[i].offered /= 4
    }
    let large = Fixtures.azureOutage(variant: "large")
    let labels = { (reports: [ScenarioReport]) in
      page(SimulationReport(scenarios: reports)).classed("y").map(\.text)
    }
    let alone = Set(labels([large])).subtracting(labels([small]))
    #expect(!alone.isEmpty, "another load has another scale")
    let both = labels([small, large])
    for label in alone {
      let once = labels([large]).count { $0 == label }
      #expect(both.count { $0 == label } == 2 * once, "\(label)")
    }
  }

  @Test func `a topology names every node and the faults that strike it`() {
    let found = page(Fixtures.single)
    let titles = found.text { $0.name == "g" }
    for name in ["chat: idempotent", "azure: least-loaded", "gemini", "chat-ladder/cached"] {
      #expect(titles.contains { $0.contains(name) }, "\(name)")
    }
    #expect(found.classed("wire").count == 11)
    let badges = found.classed("badge").filter { $0.name == "circle" }
    #expect(badges.count == 3)
  }

  @Test func `the timeline stands there as a table too`() throws {
    let found = page(Fixtures.single)
    let table = try #require(found.text { $0.name == "details" }.first)
    #expect(table.contains("azure-east") && table.contains("9:40"))
    #expect(row("9:40", found) != nil)
  }
}
