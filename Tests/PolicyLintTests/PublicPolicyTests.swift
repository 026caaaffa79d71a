import Foundation
import PolicyLanguage
import PolicyLint
import TestThreads
import Testing

/// What the linter says of policies that were translated from public configurations: the table in
/// `Tests/Corpus/public/README.md`, so that a change of a rule shows whom it would reach.
@Suite(.offPool) struct PublicPolicyTests {
  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Corpus/public")

  /// One policy, and what was found in it.
  private struct LintedPolicy {
    let name: String
    let findings: [Diagnostic]
    let lines: [Int]
  }

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".policy") }.sorted()
  }

  private static func lint(_ name: String) throws -> LintedPolicy {
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    let compilation = compile(name) { _ in .success(bytes) }
    let errors = compilation.report.diagnostics.map { "\(name): \($0.code.id): \($0.message)" }
    let policy = try #require(compilation.policy, "\(errors)")
    #expect(
      format(SourceFile(name: name, bytes: bytes)).text == bytes, "\(name): run `policyc fmt`")
    let findings =
      errors.isEmpty ? Lint.findings(in: policy, today: CivilDate("2026-01-01".utf8)) : []
    #expect(errors.isEmpty, "\(errors)")
    let lines = findings.map { finding in
      let file = compilation.report.files[Int(finding.file.raw)]
      return LineMap(file).line(at: Int(finding.range.start))
    }
    return LintedPolicy(
      name: String(name.dropLast(".policy".count)), findings: findings, lines: lines)
  }

  @Test func `the table of findings is what the rules find`() throws {
    let all = try PublicPolicyTests.names().map { try PublicPolicyTests.lint($0) }
    #expect(all.count >= 10)
    let page = PublicPolicyTests.page(all)
    let file = PublicPolicyTests.folder.appendingPathComponent("README.md")
    if ProcessInfo.processInfo.environment["UPDATE_CORPUS"] == "1" {
      try Data(page.utf8).write(to: file)
    }
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(kept == page, "read what changed: UPDATE_CORPUS=1 swift test --filter PublicPolicy")
  }

  private static func page(_ all: [LintedPolicy]) -> String {
    var counts: [String: Int] = [:]
    for finding in all.flatMap(\.findings) { counts[finding.code.id, default: 0] += 1 }
    let total = counts.values.reduce(0, +)
    var page = """
      # What lint says of public configurations

      Each policy here is a plain translation of an example that a project publishes, as somebody \
      would write it who knows that project and not our rules. `PublicPolicyTests` makes this page; \
      a rule that cries wolf shows here first.

      \(total) findings in \(all.count) policies:

      | policy | findings | by rule |
      | --- | ---: | --- |

      """
    for linted in all {
      let rules = Set(linted.findings.map(\.code.id)).sorted().map { rule in
        let count = linted.findings.count { $0.code.id == rule }
        return count == 1 ? "`\(rule)`" : "`\(rule)` ×\(count)"
      }
      page += "| [\(linted.name)](\(linted.name).policy) | \(linted.findings.count) |"
      page += " \(rules.isEmpty ? "none" : rules.joined(separator: ", ")) |\n"
    }
    page += "\n| rule | findings |\n| --- | ---: |\n"
    for rule in counts.keys.sorted() { page += "| `\(rule)` | \(counts[rule] ?? 0) |\n" }
    for linted in all where !linted.findings.isEmpty {
      page += "\n## \(linted.name)\n\n```\n"
      for (finding, line) in zip(linted.findings, linted.lines) {
        page += "\(line): \(finding.severity.word)[\(finding.code.id)]: \(finding.message)\n"
        for note in finding.notes { page += "  note: \(note)\n" }
      }
      page += "```\n"
    }
    return page
  }
}
