import Foundation
import PolicySimulator
import TestThreads
import Testing

/// The page as a document: whole, harmless, small, and the same every time.
@Suite(.offPool) struct PageFormTests {
  /// Elements that a page has; a name of a policy can add none.
  private static let known: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1",
    "h2", "h3", "h4", "p", "span", "small", "b", "i", "a", "code", "bdi", "div", "ul", "ol", "li",
    "dl", "dt", "dd", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "details", "summary", "script", "svg", "g", "path", "line", "rect", "circle", "text",
    "tspan",
  ]

  static let reports: [(name: String, report: SimulationReport)] = [
    ("single", Fixtures.single), ("repeated", Fixtures.repeated), ("swept", Fixtures.swept),
    ("empty", Fixtures.empty), ("hostile", Fixtures.hostile),
    ("no scenario", SimulationReport(scenarios: [])),
  ]

  @Test func `a page is well-formed, of known elements only`() {
    for (name, report) in PageFormTests.reports { check(name, report) }
  }

  @Test func `any report gives a well-formed page`() {
    for seed in 0..<40 {
      var random = RandomReport(seed: UInt64(seed))
      check("seed \(seed)", random.report())
    }
  }

  private func check(_ name: String, _ report: SimulationReport) {
    let page = ParsedPage(report.html())
    #expect(page.problem == nil, "\(name)")
    for element in page.elements {
      #expect(PageFormTests.known.contains(element.name), "\(name): <\(element.name)>")
      for (key, value) in element.attributes {
        #expect(!key.hasPrefix("on") && key != "src" && key != "style", "\(name): \(key)")
        if key == "href" { #expect(value.hasPrefix("#s"), "\(name): \(value)") }
      }
    }
    #expect(page.all("script").count == 1, "\(name)")
    #expect(page.all("style").count == 1, "\(name)")
  }

  @Test func `links lead to what is there`() {
    for (name, report) in PageFormTests.reports {
      let page = ParsedPage(report.html())
      let ids = page.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count, "\(name)")
      for link in page.all("a").compactMap({ $0.attributes["href"] }) {
        #expect(ids.contains(String(link.dropFirst())), "\(name): \(link)")
      }
    }
  }

  @Test func `a name is shown as it is, and does nothing`() {
    let bytes = Fixtures.hostile.html()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("<b>\\u{1B}") && !text.contains("]]>"))
    #expect(text.components(separatedBy: "</script>").count == 2)
    for scalar in text.unicodeScalars where scalar != "\n" {
      let isHidden = scalar.value < 0x20 || scalar.properties.generalCategory == .format
      #expect(!isHidden, "U+\(String(scalar.value, radix: 16))")
    }
    let page = ParsedPage(bytes)
    let evil = #"</script><b>\u{1B}[31m\u{202E}\u{2028}",\u{D}\u{A}'=1+1&\u{0}東京🙂é"#
    let heading = page.text { $0.name == "h2" }.first ?? ""
    #expect(heading.unicodeScalars.count > 20 && heading.contains(evil.prefix(40)))
    let names = page.elements.compactMap { $0.attributes["data-n"] }
    #expect(names.contains { $0.hasPrefix("azure-east</script><b>") })
  }

  @Test func `text that would end a section of XML is escaped`() {
    var report = Fixtures.azureOutage()
    report.doc = "a ]]> b <!-- c --> &lt; <![CDATA["
    let page = ParsedPage(SimulationReport(scenarios: [report]).html())
    #expect(page.problem == nil)
    #expect(page.text { $0.attributes["class"] == "doc" }.joined().contains(report.doc ?? "?"))
  }

  @Test func `the same report gives the same page`() {
    for (name, report) in PageFormTests.reports {
      #expect(report.html() == report.html(), "\(name)")
    }
    #expect(Fixtures.single.html() != Fixtures.repeated.html())
  }

  @Test func `four scenarios of 300 bins stay below 300 KB`() {
    let scenarios = (1...4).map { number in
      var scenario = Fixtures.azureOutage(runs: 20, seed: UInt64(number))
      scenario.scenario = "outage \(number)"
      scenario.timeline = AzureTimeline(seed: UInt64(number)).bins(step: 2)
      return scenario
    }
    #expect(scenarios.allSatisfy { $0.timeline?.bins.count == 300 })
    let size = SimulationReport(scenarios: scenarios).html().count
    #expect(size < 300_000, "\(size) bytes")
  }

  @Test func `a thousand runs do not make a page of a thousand dots each`() {
    let size = SimulationReport(scenarios: [Fixtures.azureOutage(runs: 1000)]).html().count
    #expect(size < 200_000, "\(size) bytes")
  }

  @Test func `the page allows its own style and script, and nothing else`() throws {
    let page = ParsedPage(Fixtures.single.html())
    let policy = try #require(
      page.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" })
    let content = try #require(policy.attributes["content"])
    var allowed: [String: String] = [:]
    for part in content.components(separatedBy: "; ") {
      let words = part.split(separator: " ", maxSplits: 1).map(String.init)
      allowed[words[0]] = words[1]
    }
    #expect(allowed["default-src"] == "'none'")
    #expect(allowed["base-uri"] == "'none'" && allowed["form-action"] == "'none'")
    for (directive, name) in [("style-src", "style"), ("script-src", "script")] {
      let text = try #require(page.all(name).first?.text)
      #expect(allowed[directive] == "'sha256-\(try PageFormTests.digest(text))'")
    }
    #expect(allowed.count == 5)
  }

  /// The digest as another program computes it.
  private static func digest(_ text: String) throws -> String {
    let command =
      "import sys,hashlib,base64;"
      + "print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode())"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", command]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
