import Foundation
import PolicyLanguage
import PolicyLint
import TestThreads
import Testing

/// Holds `grammar/rules.md` against the rules that it is made from.
@Suite(.offPool) struct RuleReferenceTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("grammar/rules.md")

  private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_REFERENCE"] == "1"

  @Test func `the page is what the rules say`() throws {
    let made = RulePages.markdown()
    if RuleReferenceTests.isUpdating {
      try Data(made.utf8).write(to: RuleReferenceTests.file)
    }
    let kept = (try? String(contentsOf: RuleReferenceTests.file, encoding: .utf8)) ?? ""
    let isSame = kept == made
    #expect(
      isSame,
      "grammar/rules.md is out of date: `UPDATE_REFERENCE=1 swift test --filter RuleReference`")
  }

  @Test func `every rule stands on the page, in the list and in the contents`() {
    let (page, list, contents) = (RulePages.markdown(), RulePages.list(), RulePages.contents())
    for rule in LintRule.all {
      let isThere =
        page.contains("### `\(rule.id)`") && list.contains("  \(rule.id) ")
        && contents.contains(rule.id)
      #expect(isThere, "\(rule.id)")
    }
  }

  @Test func `a page about a rule shows both examples and what is found`() throws {
    for rule in LintRule.all {
      let page = try #require(RulePages.text(for: rule.id.uppercased()))
      let isWhole =
        page.contains("Found:") && page.contains("\(rule.severity.word): ")
        && page.contains("Fixed") && page.contains("allow \(rule.id), because:")
      #expect(isWhole, "\(rule.id)")
    }
    #expect(RulePages.text(for: "no-such-rule") == nil)
  }
}
