import TestThreads
import Testing

@testable import PolicyLanguage

/// Nothing of the language is without its case in the corpus and its words for people; that every
/// row of the schema has a clean case is held by `SchemaCoverage`.
@Suite(.offPool) struct CoverageTests {
  private static let corpus = Repository.files.filter {
    $0.path.hasPrefix("Tests/Corpus/") && $0.path.hasSuffix(".md")
  }

  @Test func `a code is given once`() {
    let ids = DiagnosticCode.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids == ids.sorted())
    #expect(Set(DiagnosticCode.all.map(\.name)).count == ids.count)
    var found = Violations("a code stands once in DiagnosticCode+All.swift, and in `all`")
    let pattern = #/DiagnosticCode\("(P\d{4})", "([a-z0-9-]+)"\)/#
    for file in Repository.swift(in: "Sources/PolicyLanguage/Diagnostics/") {
      for line in file.lines {
        guard let match = line.text.firstMatch(of: pattern) else { continue }
        if !ids.contains(String(match.output.1)) { found.add(file, line, "not in `all`") }
      }
    }
    found.report()
  }

  @Test func `every code is reported somewhere`() {
    var found = Violations("a code that nothing reports: report it, or retire it")
    let files = Repository.swift(in: "Sources/").filter {
      !$0.path.contains("/Explain/") && !$0.path.hasSuffix("DiagnosticCode+All.swift")
    }
    let text = files.flatMap { $0.lines.map(\.code) }.joined(separator: "\n")
    for file in Repository.swift(in: "Sources/PolicyLanguage/Diagnostics/DiagnosticCode+All") {
      for line in file.lines {
        guard let match = line.code.firstMatch(of: #/static let (\w+) = DiagnosticCode/#) else {
          continue
        }
        if !text.contains(".\(match.output.1)") { found.add(file, line) }
      }
    }
    found.report()
  }

  @Test func `every code has a case in the corpus`() {
    var found = Violations("add a case to Tests/Corpus whose outcome holds the code")
    let text = CoverageTests.corpus.flatMap { $0.lines.map(\.text) }.joined(separator: "\n")
    // What would fill pages is made up by `DescribedExamples`, which `ExplainTests` holds to its
    // codes.
    let described = Explanation.all.filter { $0.bad.description != nil }.map(\.code)
    for code in DiagnosticCode.all where !described.contains(code) && !text.contains(code.id) {
      found.add("Tests/Corpus", "\(code.id) \(code.name)")
    }
    found.report()
  }

  @Test func `every row of the schema has a doc`() {
    var found = Violations("say in a sentence what it is for")
    for row in Schema.rows {
      let labels = row.arguments + (row.openLabel.map { [$0] } ?? [])
      for (what, doc) in [(row.word.text, row.doc)]
        + labels.map({ ("\(row.word.text) \($0.name)", $0.doc) })
      where doc.count < 8 || !doc.hasSuffix(".") {
        found.add("Schema", "\(what): \"\(doc)\"")
      }
    }
    found.report()
  }
}
