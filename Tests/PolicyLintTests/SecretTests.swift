import PolicyLanguage
import TestThreads
import Testing

@testable import PolicyLint

/// A rule that finds a secret must not be the one that shows it.
@Suite(.offPool) struct SecretTests {
  @Test func `what looks like a secret is in no finding, and masked for renderers`() throws {
    let text = LintRule.textLooksSecret.bad
    let compilation = compile("a.policy") { _ in .success(Array(text.utf8)) }
    let result = Lint.run(try #require(compilation.policy), today: nil)
    #expect(!result.masked.isEmpty)
    #expect(result.masked.map(\.range) == result.findings.map(\.range))
    for secret in ["hf_Zx81kQp0Lm2vT7"] {
      for finding in result.findings {
        #expect(!finding.message.contains(secret))
        #expect(!finding.notes.contains { $0.contains(secret) })
      }
      var report = compilation.report
      report.diagnostics += result.findings
      report.masked += result.masked
      let shown = String(decoding: Render.text(report), as: UTF8.self)
      #expect(!shown.contains(secret))
    }
  }

  @Test(arguments: [
    ("9fQ2x8LmZ04kTt7Rb31cVw65", true), ("ask 9fQ2x8LmZ04kTt7Rb31cVw65 now", true),
    ("sha256:9fQ2x8LmZ04kTt7Rb31cVw65", false), ("the-quick-brown-fox-1-jumps-2-3", false),
    ("supercalifragilisticexpialidocious", false), ("2026-11-28T03:30:00.000000000Z", false),
    ("123456789012345678901234567890", false), ("", false),
  ])
  func `letters and digits in no order look like a secret`(text: String, isSecret: Bool) {
    #expect(CheckedPolicy.looksRandom(Array(text.utf8)[...]) == isSecret)
  }
}
