import Foundation
import PolicySimulator
import TestThreads
import Testing

/// The page in a real browser.
@Suite(
  .offPool, .serialized,
  .enabled(
    if: Browser.program != nil, "no Chromium is installed: `apt-get install -y chromium`"))
struct PageBrowserTests {
  /// What would change the page's title if it ran.
  private static let attacks = [
    "<script>document.title='owned'</script>", "</style><script>document.title='owned'</script>",
    "\"><img src=x onerror=\"document.title='owned'\">",
    "' onpointermove='document.title=\"owned\"",
    "</title><script>document.title='owned'</script>", "javascript:document.title='owned'",
  ]

  private func attacked() -> SimulationReport {
    var scenario = Fixtures.azureOutage(runs: 2)
    let all = PageBrowserTests.attacks
    scenario.policy = all.joined()
    scenario.scenario = all[0]
    scenario.doc = all.joined(separator: " ")
    scenario.notices = all
    for i in scenario.endpoints.indices { scenario.endpoints[i].name = all[i] }
    for i in scenario.topology.indices { scenario.topology[i].name = all[i % all.count] }
    for i in scenario.faults.indices { scenario.faults[i].text = all[i + 2] }
    for i in scenario.expectations.indices { scenario.expectations[i].text = all[i % all.count] }
    var other = scenario
    scenario.variant = all[2]
    other.variant = all[3]
    return SimulationReport(scenarios: [scenario, other])
  }

  @Test func `names run no script, and our own script does`() throws {
    let browser = try Browser()
    defer { browser.close() }
    for (name, report) in [("attacked", attacked()), ("hostile", Fixtures.hostile)] {
      let page = try browser.write(report.html(), "\(name).html")
      let output = try browser.open(page, width: 1200, ["--dump-dom"])
      #expect(output.status == 0, "\(output.log)")
      #expect(output.page.contains("<title>Simulation of "), "\(name)")
      #expect(!output.page.contains("<title>owned"), "\(name)")
      // The read-out is made by the script, which the page's policy allows by its digest.
      #expect(output.page.contains("class=\"read\""), "\(name)")
      let console = output.log.split(separator: "\n").filter { $0.contains("CONSOLE") }
      #expect(console.isEmpty, "\(name): \(console)")
    }
  }

  @Test func `the page can be drawn by day and by night, on a telephone and on a wall`() throws {
    let browser = try Browser()
    defer { browser.close() }
    let day = Fixtures.single.html()
    for width in [360, 1600] {
      var pictures: [Data] = []
      for (name, page) in [("day", day), ("night", PageBrowserTests.byNight(day))] {
        let file = try browser.write(page, "\(name).html")
        let picture = browser.folder.appending(path: "\(name)-\(width).png")
        let output = try browser.open(
          file, width: width, ["--screenshot=\(picture.path())"])
        #expect(output.status == 0, "\(output.log)")
        let data = try Data(contentsOf: picture)
        #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47]) && data.count > 10_000)
        pictures.append(data)
      }
      #expect(pictures[0] != pictures[1])
    }
  }

  @Test func `nothing is wider than the window`() throws {
    let browser = try Browser()
    defer { browser.close() }
    for (name, report) in PageFormTests.reports {
      let probe =
        "<script>document.title='wide '+"
        + "Math.max(0,document.documentElement.scrollWidth-innerWidth)</script></body>"
      let page = PageBrowserTests.open(report.html())
        .replacingOccurrences(of: "</body>", with: probe)
      let file = try browser.write(Array(page.utf8), "probe.html")
      for width in [360, 1600] {
        let output = try browser.open(file, width: width, ["--dump-dom"])
        #expect(output.page.contains("<title>wide 0</title>"), "\(name), \(width)")
      }
    }
  }

  /// A page without its security policy, so that a test may change it.
  private static func open(_ page: [UInt8]) -> String {
    let lines = String(decoding: page, as: UTF8.self).components(separatedBy: "\n")
    return lines.filter { !$0.contains("Content-Security-Policy") }.joined(separator: "\n")
  }

  /// A page as it is shown to those who prefer the dark.
  private static func byNight(_ page: [UInt8]) -> [UInt8] {
    Array(
      open(page).replacingOccurrences(of: "(prefers-color-scheme:dark)", with: "all").utf8)
  }
}
