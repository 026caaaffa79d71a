import PolicyGraph
import PolicyLanguage
import TestThreads
public import Testing

@testable public import PolicyLint

/// Holds every rule to its own examples.
@Suite(.offPool) struct RuleTests {
  @Test(arguments: LintRule.all)
  func `what is bad gives this finding and no other`(rule: LintRule) throws {
    let found = try Examined(rule.bad).findings
    #expect(found.count > 0, "\(rule.id): its bad example is silent")
    for finding in found {
      #expect(finding.code.id == rule.id, "\(rule.id): \(finding.code.id): \(finding.message)")
      #expect(finding.severity == rule.severity)
      #expect(!finding.subject.isEmpty || rule.isAboutAllowances, "\(rule.id): about what?")
    }
  }

  @Test(arguments: LintRule.all)
  func `what is good is silent`(rule: LintRule) throws {
    #expect(rule.good != rule.bad, "\(rule.id): nothing is fixed")
    for finding in try Examined(rule.good).findings {
      Issue.record("\(rule.id): \(finding.code.id): \(finding.message)")
    }
  }

  @Test(arguments: LintRule.all)
  func `a fix silences its finding and changes nothing else`(rule: LintRule) throws {
    let bad = try Examined(rule.bad)
    #expect(bad.findings.contains { $0.fix != nil } == rule.fixable, "\(rule.id)")
    guard rule.fixable else { return }
    let fixes = Fixes(Report(files: bad.files, diagnostics: bad.findings))
    let bytes = try #require(fixes.files.first?.bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    let fixed = try Examined(text)
    let left = fixed.findings.map(\.code.id)
    #expect(left == [], "\(rule.id) fixed:\n\(text)")
    let isMeant = try fixed.meaning == Examined(rule.good).meaning
    #expect(isMeant, "\(rule.id) means something else than the good example:\n\(text)")
  }

  @Test func `rules stand in the order of their ids, each once`() {
    let ids = LintRule.all.map(\.id)
    #expect(ids == Set(ids).sorted())
  }

  @Test(arguments: LintRule.all)
  func `a rule has words for people`(rule: LintRule) {
    let form = #/[a-z][a-z0-9]*(-[a-z0-9]+)*/#
    #expect(rule.id.wholeMatch(of: form) != nil)
    #expect(rule.severity != .error, "a rule never refuses a policy")
    #expect(rule.summary.first?.isUppercase == true && !rule.summary.hasSuffix("."))
    #expect((10...60).contains(rule.summary.count), "\(rule.summary)")
    #expect(rule.why.hasSuffix(".") && rule.why.count > 40)
    for finding in (try? Examined(rule.bad).findings) ?? [] {
      #expect(finding.message.first?.isUppercase != true && !finding.message.hasSuffix("."))
      #expect(finding.notes.count >= 1, "\(rule.id): what is to be done?")
      #expect(finding.notes.count <= 2, "\(rule.id): a note too many")
    }
  }
}

/// A text that compiled, and what the rules found.
struct Examined {
  let files: [SourceFile]
  let findings: [Diagnostic]
  /// The policy as JSON without the lines that it stands at.
  let meaning: String

  /// What the rules find on New Year's Day of 2026.
  init(_ text: String) throws {
    let compilation = compile("a.policy") { name in
      name == "a.policy" ? .success(Array(text.utf8)) : .failure(.missing)
    }
    guard let policy = compilation.policy else {
      throw DoesNotCompile(
        errors: compilation.report.diagnostics.map { "\($0.code.id): \($0.message)" })
    }
    files = compilation.report.files
    findings = Lint.findings(in: policy, today: CivilDate("2026-01-01".utf8))
    meaning = policy.graph.graphJSON().replacing(#/"line": ?\d+/#, with: "")
  }
}

/// An example that the compiler refuses.
struct DoesNotCompile: Error {
  let errors: [String]
}

extension LintRule: CustomTestStringConvertible {
  public var testDescription: String { id }
}
