import PolicyGraph
import PolicySimulator
import TestThreads
import Testing

/// What a terminal shows of a report, and that it fits.
@Suite(.offPool) struct ReportTextTests {
  private func text(_ report: SimulationReport, _ width: Int = 80, color: Bool = false) -> String {
    String(decoding: report.text(width: width, color: color), as: UTF8.self)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  private func columns(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  private func requireFit(_ report: SimulationReport, _ width: Int) {
    let plain = text(report, width)
    for line in lines(plain) {
      #expect(columns(line) <= width, "\(line)")
      #expect(line.last != " ", "\(line)")
      for scalar in line.unicodeScalars {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .format && category != .lineSeparator)
      }
    }
    let colored = text(report, width, color: true)
    #expect(colored.replacing(#/\u{1B}\[[0-9;]+m/#, with: "") == plain)
  }

  @Test(arguments: Fixtures.Sample.allCases)
  func `no row is wider than the terminal, and colours change nothing else`(
    sample: Fixtures.Sample
  ) {
    for width in [60, 83, 200] { requireFit(sample.report, width) }
  }

  @Test func `so it is with every other report`() {
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      requireFit(random.report(), 60 + Int(seed % 141))
    }
  }

  @Test func `widths beyond 60 and 200 are taken for these`() {
    #expect(text(Fixtures.single, 0) == text(Fixtures.single, 60))
    #expect(text(Fixtures.single, 5000) == text(Fixtures.single, 200))
  }

  @Test(arguments: [60, 80, 133])
  func `the rows of the timeline, the faults and the axis stand on the same columns`(width: Int) {
    let rows = lines(text(Fixtures.single, width))
    let axis = rows.first { $0.contains("└") } ?? ""
    let left = axis.prefix { $0 == " " }.count
    for name in ["full", "degraded", "p99", "attempts", "azure-east", "gemini"] {
      let row = rows.first { $0.hasPrefix("  \(name) ") && $0.contains(#/[▁▂▃▄▅▆▇█·]{9}/#) } ?? ""
      let plot = row.dropFirst(left).prefix { $0 != " " }
      #expect(plot.count == axis.count - left, "\(row)")
      #expect(columns(plot) == plot.count)
    }
    // Azure is away from the first minute to the fifth, and its breakers are open a little later.
    let fault = rows.first { $0.contains("├") } ?? ""
    let row = rows.first { $0.contains("×") && $0.hasPrefix("  azure-east") } ?? ""
    let plot = Double(axis.count - left)
    let from = fault.prefix { $0 != "├" }.count - left
    #expect(abs(Double(from) - plot / 10) <= 1)
    #expect((0...2).contains(row.prefix { $0 != "×" }.count - left - from))
  }

  @Test func `a full block is said only of columns in which all was well`() {
    let row = lines(text(Fixtures.single)).first { $0.hasPrefix("  full  ") } ?? ""
    #expect(row.contains("█") && row.contains("▇"))
    var report = Fixtures.single
    report.scenarios[0].timeline?.bins.indices.forEach { place in
      report.scenarios[0].timeline?.bins[place].full -= 1
      report.scenarios[0].timeline?.bins[place].failed += 1
    }
    let worse = lines(text(report)).first { $0.hasPrefix("  full  ") } ?? "█"
    #expect(!worse.contains("█"))
  }

  @Test func `what is not the whole truth says so first`() {
    var report = Fixtures.repeated
    report.isPartial = true
    report.scenarios[0].runs.removeLast(13)
    #expect(text(report).hasPrefix("partial: the simulation was interrupted"))
    #expect(lines(text(report)).contains { $0.hasSuffix("7 of 20 runs, seed 1") })
    report.isPartial = false
    report.shard = Shard(2, of: 3)
    #expect(text(report).hasPrefix("part 2 of 3: "))
    report.scenarios = []
    #expect(text(report).contains("no scenario was simulated"))
  }

  @Test func `a run that ended early is told`() {
    let page = text(Fixtures.repeated)
    #expect(page.contains("! run 8 ended early: there were more concurrent requests"))
  }

  @Test func `an expectation is told over the runs, with what was worst`() {
    let shown = text(Fixtures.repeated, 120)
    #expect(shown.contains("held in 19 of 20 runs (95% asked), never in 1: median 98s"))
    #expect(shown.contains("vacuous: nothing tested it"))
    #expect(shown.contains("expectations 6 of 7 hold"))
  }

  @Test func `what misses its bound never looks as if it met it`() {
    var report = Fixtures.single
    report.scenarios[0].runs[0].expectations[0] = Verdict(
      observed: 0.9899999, held: false, vacuous: false)
    report.scenarios[0].runs[0].expectations[1] = Verdict(
      observed: 6.0000004, held: false, vacuous: false)
    let shown = text(report)
    #expect(shown.contains(#/✗ availability, at-least: 99% +98.99999% < 99%\n/#))
    #expect(shown.contains("6.0000004s > 6s"))
  }

  @Test func `several routes have a table`() {
    var report = Fixtures.single
    #expect(!text(report).contains("requests   "))
    report.scenarios[0].routes = ["chat", "embed"]
    report.scenarios[0].runs[0].routes.append(RequestCounts())
    let row = lines(text(report)).first { $0.hasPrefix("  embed") } ?? ""
    #expect(row.split(separator: " ") == ["embed", "0", "–", "–", "–", "–", "–", "–"])
  }

  @Test func `many faults and endpoints are cut short with a count`() {
    var report = Fixtures.single
    report.scenarios[0].faults = (0..<20).map { place in
      FaultSpan(text: "slow e\(place)", from: Double(place * 10), to: nil, endpoints: [])
    }
    #expect(text(report).contains("and 8 more faults"))
  }
}
