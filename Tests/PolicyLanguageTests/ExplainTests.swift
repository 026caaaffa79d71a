import PolicyGraph

import TestThreads
import Testing

@testable import PolicyLanguage

/// Holds the explanations against the compiler: what they show is what it says.
@Suite(.offPool) struct ExplainTests {
  static let codes = Explanation.all.map(\.code.id)

  @Test func `every finding is explained, in the order of the codes`() {
    #expect(Explanation.all.map(\.code) == DiagnosticCode.all)
  }

  @Test(arguments: codes)
  func `the bad example gives its finding alone, the good one none`(code: String) throws {
    let explanation = try #require(Explanation.all.first { $0.code.id == code })
    guard explanation.bad.description == nil else {
      // What cannot be shown is made up by `DescribedExamples`.
      let made = DescribedExamples.all.first { $0.code == explanation.code }
      guard let made else {
        Issue.record(
          "\(explanation.code.id) is only described: make its examples in DescribedExamples")
        return
      }
      #expect(made.bad().map(\.code) == [explanation.code])
      #expect(made.good().map(\.code) == [])
      return
    }
    let found = explanation.bad.findings
    #expect(found.map(\.code.id) == [explanation.code.id], "\(found.map(\.message))")
    #expect(explanation.good.findings.map(\.message) == [])
  }

  @Test(arguments: codes)
  func `an example is in canonical layout once it is fixed`(code: String) throws {
    let explanation = try #require(Explanation.all.first { $0.code.id == code })
    for file in explanation.good.files {
      let formatted = format(SourceFile(name: file.name, bytes: Array(file.text.utf8))).text
      #expect(formatted.map { String(decoding: $0, as: UTF8.self) } == file.text)
    }
  }

  @Test(arguments: codes)
  func `the reason is a sentence or two, and not the finding again`(code: String) throws {
    let explanation = try #require(Explanation.all.first { $0.code.id == code })
    #expect(explanation.why.hasSuffix("."))
    #expect((30...200).contains(explanation.why.count))
    #expect(!explanation.bad.findings.contains { $0.message == explanation.why })
  }

  @Test(arguments: Explain.topics)
  func `every topic has a page that fits a terminal and holds no control character`(topic: String) {
    guard let page = Explain.text(for: topic) else {
      Issue.record("`\(topic)` is listed and has no page")
      return
    }
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !SafeText.isEscaped($0) })
    for line in page.split(separator: "\n") where !line.hasPrefix("    ") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test(arguments: ["P0402", "p0402", "unknown-unit", "Unknown-Unit"])
  func `a finding is found by its code and by its name`(query: String) {
    #expect(Explain.text(for: query)?.hasPrefix("P0402 unknown-unit\n") == true)
  }

  @Test func `a word is explained by its rows`() {
    let timeout = Explain.text(for: "timeout") ?? ""
    #expect(timeout.contains("`timeout` in an endpoint or `defaults` (since language 1)"))
    #expect(timeout.contains("attempt: duration"))
    #expect(timeout.contains("`timeout`, an error class"))
    #expect(timeout.contains("`probe timeout:` in an endpoint"))
    let label = Explain.text(for: "timeout attempt:") ?? ""
    let words = label.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("Above 0s, at most 30d."))
    #expect(!label.contains("connect"))
    #expect(Explain.text(for: "full")?.contains("as a value of `jitter`") == true)
    #expect(Explain.text(for: "endpoint probe")?.contains("An active health check.") == true)
  }

  @Test(arguments: ["", "P9999", "timeuot", "timeout atempt", "a b c", "\u{1B}[2J"])
  func `what nobody knows is nil`(query: String) {
    #expect(Explain.text(for: query) == nil)
  }

  @Test func `every class of the language has a sign`() {
    #expect(BuiltinClass.signs.map(\.class) == BuiltinClass.all.map(\.word))
  }
}
