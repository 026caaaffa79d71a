import Foundation
import PolicyLanguage
import PolicyLint
import TestThreads
import Testing

/// What claims to be good is silent: a rule that cries wolf is soon switched off.
@Suite(.offPool) struct GoodPolicyTests {
  private static let examples = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("examples")

  private static let names: [String] = {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: examples.path)) ?? []
    return found.filter { $0.hasSuffix(".policy") }.sorted()
  }()

  @Test(arguments: names)
  func `an example is silent`(name: String) throws {
    let compilation = compile(name) { path in
      let file = GoodPolicyTests.examples.appendingPathComponent(path).path
      return FileManager.default.contents(atPath: file).map { .success([UInt8]($0)) }
        ?? .failure(.missing)
    }
    let policy = try #require(compilation.policy)
    for finding in Lint.findings(in: policy, today: CivilDate("2026-01-01".utf8)) {
      let file = compilation.report.files[Int(finding.file.raw)]
      let line = LineMap(file).line(at: Int(finding.range.start))
      Issue.record("\(file.name):\(line): \(finding.code.id): \(finding.message)")
    }
  }
}
