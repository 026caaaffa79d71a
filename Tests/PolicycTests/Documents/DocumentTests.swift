import Foundation
import TestThreads
import Testing

@testable import policyc

/// What README and tour show is what a reader gets; `UPDATE_CORPUS=1` writes the outputs anew.
@Suite(.offPool) struct DocumentTests {
  private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_CORPUS"] == "1"
  /// The policy that both pages are about.
  private static let policy = "search.policy"

  @Test(arguments: ["README.md", "Sources/policyc/policyc.docc/Tour.md"])
  func `every block does what it says`(path: String) throws {
    var document = try Document(path)
    let reader = try Reader()
    for (index, part) in document.parts.enumerated() {
      guard let kind = part.kind else { continue }
      let place: Comment = "\(path):\(part.line)"
      var shown = part.lines
      switch kind {
      case "policy": try reader.write(part.lines)
      case "diff": #expect(try reader.apply(part.lines), place)
      case "console": shown = try reader.type(part.lines)
      case "mermaid": shown = try reader.lines("policyc graph search.policy --format mermaid")
      // What builds is typed by `.ci/run`.
      case "sh": #expect(try DocumentTests.inCI(part.lines), place)
      case "swift": #expect(try DocumentTests.isCompiled(part.lines), place)
      default: Issue.record("a block of \(kind) that nobody runs", sourceLocation: #_sourceLocation)
      }
      if shown == part.lines { continue }
      if DocumentTests.isUpdating {
        try document.replace(index, shown)
      } else {
        #expect(shown == part.lines, place)
      }
    }
    // It is a policy to copy: no finding, and laid out.
    #expect(
      try reader.lines("policyc lint search.policy && policyc fmt --check search.policy") == [])
  }

  @Test func `the first page is short`() throws {
    #expect(try Document.text("README.md").components(separatedBy: "\n").count <= 200)
  }

  @Test func `every page asks for this version`() throws {
    let pages = [
      "README.md", "Sources/PolicyHTTP/PolicyHTTP.docc/PolicyHTTP.md",
      "Sources/PolicyTelemetry/PolicyTelemetry.docc/PolicyTelemetry.md",
      "examples/ci/github-actions.yml", "examples/ci/gitlab-ci.yml",
    ]
    for page in pages {
      let asked = try Document.text(page).matches(
        of: #/(?:policyc", from: "|POLICYC_TAG: )(\d+\.\d+\.\d+)/#)
      #expect(!asked.isEmpty, "\(page)")
      for match in asked { #expect(String(match.output.1) == Version.tool, "\(page)") }
    }
  }

  /// Whether `.ci/run` runs each command: it evaluates the lines that begin with these words.
  private static func inCI(_ lines: [String]) throws -> Bool {
    let script = try Document.text(".ci/run")
    return lines.allSatisfy { line in
      script.matches(of: #/grep '\^([^']+)' README\.md/#).contains {
        line.hasPrefix($0.output.1)
      }
    }
  }

  /// Whether the block stands in a test; one line that asks for the package is held to its version
  /// below.
  private static func isCompiled(_ lines: [String]) throws -> Bool {
    if lines.count == 1, lines[0].hasPrefix(".package(") { return true }
    let test = try Document.text("Tests/PolicyServiceTests/ReadmeTests.swift")
    let compiled = test.components(separatedBy: "\n").map(trimmed).filter { !$0.isEmpty }
    let code = lines.map(trimmed).filter { !$0.hasPrefix("import ") && !$0.isEmpty }
    return code.count > 3 && compiled.contains(code)
      && lines.filter { $0.hasPrefix("import ") }.allSatisfy { compiled.contains($0) }
  }

  private static func trimmed(_ line: String) -> String {
    line.trimmingCharacters(in: .whitespaces)
  }
}
