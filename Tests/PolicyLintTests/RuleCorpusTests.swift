import Foundation
import PolicyLanguage
import PolicyLint
import TestThreads
import Testing

/// Every rule has its case in `Tests/Corpus/lint`, in the file of its category; `CorpusTests` holds
/// the cases to what they say.
@Suite(.offPool) struct RuleCorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus/lint")

  @Test(arguments: LintRule.all)
  func `a rule has a case in the file of its category`(rule: LintRule) throws {
    let file = RuleCorpusTests.folder.appendingPathComponent("\(rule.category.rawValue).md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let isThere = text.contains(": \(rule.severity.word)[\(rule.id)]: ")
    #expect(isThere, "no case brings \(rule.id)")
  }
}
