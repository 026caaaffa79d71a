import Foundation
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicyLanguage

/// Holds `grammar/reference.md` against the schema that it is made from.
@Suite(.offPool) struct ReferenceTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("grammar/reference.md")

  private static let isUpdating =
    ["UPDATE_REFERENCE", "UPDATE_CORPUS"].contains {
      ProcessInfo.processInfo.environment[$0] == "1"
    }

  /// The page as it has to be: the language's, the reasons of the runtime, and the names that the
  /// telemetry's own page has, which its tests hold against the code.
  private static let made = Reference.markdown(
    reasons: Reason.allCases.filter { $0 != .none }.map { ("\($0.word)", "\($0.sentence)") },
    telemetry: telemetry)

  private static let telemetry: String = {
    let file = page.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/PolicyTelemetry/PolicyTelemetry.docc/PolicyTelemetry.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let sections = text.components(separatedBy: "\n## ").filter {
      $0.hasPrefix("Keys\n") || $0.hasPrefix("Metrics\n")
    }
    return sections.map { "### " + $0.trimmingCharacters(in: .newlines) }
      .joined(separator: "\n\n")
  }()

  @Test func `the reference page is what the schema says`() throws {
    let made = ReferenceTests.made
    if ReferenceTests.isUpdating { try Data(made.utf8).write(to: ReferenceTests.page) }
    let kept = (try? String(contentsOf: ReferenceTests.page, encoding: .utf8)) ?? ""
    if kept != made {
      Issue.record(
        """
        grammar/reference.md is out of date: `UPDATE_REFERENCE=1 swift test --filter Reference` \
        makes it anew
        \(difference(kept, made).split(separator: "\n").filter { !$0.hasPrefix("  ") }.prefix(20)
          .joined(separator: "\n"))
        """)
    }
  }

  @Test func `every row of the schema is on the page once`() {
    let page = ReferenceTests.made
    for row in Schema.rows {
      let anchor = "<a id=\"\(Reference.anchor(of: row))\">"
      #expect(page.components(separatedBy: anchor).count == 2, "\(row.word.text)")
      #expect(page.contains(row.doc))
      for label in row.arguments { #expect(page.contains(label.doc.replacing("|", with: "\\|"))) }
    }
    #expect(Set(Reference.order) == Set(Context.allCases))
  }

  @Test func `every link leads somewhere`() {
    let page = ReferenceTests.made
    for link in page.matches(of: #/\]\(#([^)]+)\)/#) {
      let target = String(link.output.1)
      let heading = target.replacing("-", with: " ").capitalized.lowercased()
      #expect(
        page.contains("<a id=\"\(target)\">") || page.lowercased().contains("\n## \(heading)\n"),
        "\(target)")
    }
  }
}
