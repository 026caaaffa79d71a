import Foundation
import PolicySimulator
import TestThreads
import Testing

/// The table that spreadsheets open.
@Suite(.offPool) struct ReportCSVTests {
  /// The rows of a table, read as RFC 4180 says; nil where it is broken.
  private func parsed(_ bytes: [UInt8]) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      let next = i + 1 < bytes.count ? bytes[i + 1] : nil
      if isQuoted {
        if byte == 0x22, next == 0x22 {
          cell.append(byte)
          i += 1
        } else if byte == 0x22 {
          isQuoted = false
        } else {
          cell.append(byte)
        }
      } else if byte == 0x22 {
        guard cell.isEmpty else { return nil }
        isQuoted = true
      } else if byte == 0x2C {
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
      } else if byte == 0x0D, next == 0x0A {
        row.append(String(decoding: cell, as: UTF8.self))
        rows.append(row)
        row = []
        cell = []
        i += 1
      } else if byte < 0x20 {
        return nil
      } else {
        cell.append(byte)
      }
      i += 1
    }
    return isQuoted || !cell.isEmpty || !row.isEmpty ? nil : rows
  }

  private func table(_ report: SimulationReport) throws -> [[String: String]] {
    let rows = try #require(parsed(report.csv()))
    let head = rows[0]
    #expect(Set(head).count == head.count)
    return rows.dropFirst().map { row in
      #expect(row.count == head.count)
      return Dictionary(zip(head, row)) { first, _ in first }
    }
  }

  @Test(arguments: Fixtures.Sample.allCases)
  func `every run has a row for all that was counted in it`(sample: Fixtures.Sample) throws {
    let report = sample.report
    let table = try table(report)
    let wanted = report.scenarios.map { scenario in
      scenario.runs.count
        * (1 + scenario.routes.count + scenario.endpoints.count + scenario.steps.count
          + scenario.expectations.count)
    }
    #expect(table.count == wanted.reduce(0, +))
  }

  @Test func `a row says what it is about, and its figures`() throws {
    let table = try table(Fixtures.repeated)
    let scenario = Fixtures.repeated.scenarios[0]
    let totals = table.filter { $0["kind"] == "total" }
    for (row, run) in zip(totals, scenario.runs) {
      #expect(row["name"] == "all" && row["scenario"] == "azure-outage")
      #expect(row["run"] == "\(run.index)" && row["seed"] == "\(run.seed)")
      #expect(row["requests"] == "\(run.total.requests)")
      #expect(row["availability"].flatMap { Double($0) } == run.total.availability)
      #expect(row["p99"].flatMap { Double($0) } == run.total.latency.p99)
      #expect(row["failover"] == run.failover.map { "\(Int($0))" })
      #expect(row["observed"] == "" && row["answers"] == "")
    }
    #expect(totals[7]["stopped"] == "tooManyAlive")
    let gemini = table.first { $0["kind"] == "endpoint" && $0["name"] == "gemini" }
    #expect(gemini?["answers"] == "\(scenario.runs[0].endpoints[3].answers)")
    #expect(gemini?["requests"] == "")
    let expected = table.filter { $0["kind"] == "expectation" && $0["run"] == "13" }
    #expect(expected[0]["name"] == "availability, at-least: 99%")
    #expect(expected[0]["bound"] == "0.99" && expected[0]["held"] == "true")
    #expect(expected[4]["observed"] == "" && expected[4]["held"] == "false")
    #expect(expected[6]["vacuous"] == "true")
  }

  @Test func `its first lines`() {
    let text = String(decoding: Fixtures.empty.csv(), as: UTF8.self)
    #expect(
      text == "kind,policy,variant,scenario,run,seed,name,"
        + "requests,full,degraded,failed,abandoned,waited,availability,attempts,attemptsPerRequest,"
        + "mean,p50,p90,p99,p999,max,"
        + "worstWindowAmplification,failover,failback,recovery,duplicates,"
        + "failures,rejected,answers,observed,bound,unit,held,vacuous,stopped\r\n")
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@sum", "\tx", "\r=1", "\n=1"])
  func `no text is taken for a formula`(text: String) throws {
    var report = Fixtures.single
    report.scenarios[0].scenario = text
    for row in try table(report) {
      #expect(row["scenario"]?.hasPrefix("'") == true)
    }
  }

  @Test func `no hidden character stands in it`() throws {
    let bytes = Fixtures.hostile.csv()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars
    where scalar != "\r" && scalar != "\n" {
      let category = scalar.properties.generalCategory
      #expect(category != .control && category != .format && category != .lineSeparator)
    }
    #expect(try table(Fixtures.hostile).allSatisfy { $0["scenario"]?.contains("東京") == true })
  }
}
