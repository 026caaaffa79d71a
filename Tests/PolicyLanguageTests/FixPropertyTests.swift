import TestThreads
import Testing

@testable import PolicyLanguage

/// Takes the fixes of every input of the corpus: they leave no mistake that was not there.
@Suite(.offPool) struct `the fixes of the corpus` {
  private static let cases: [CorpusCase] = CorpusFile.all.flatMap(\.cases).filter {
    $0.stage != "format" && $0.stage != "mutants"
      && asFound($0).diagnostics.contains { $0.fix != nil }
  }

  /// What is found in a case as it stands: the fragments of `syntax` are only parsed.
  private static func asFound(_ corpus: CorpusCase) -> Report {
    corpus.stage == "syntax" ? corpus.report : corpus.compilation.report
  }

  @Test func `there are many`() { #expect(Self.cases.count > 60) }

  @Test(arguments: cases)
  func `add no mistake of their own`(_ corpus: CorpusCase) {
    let report = Self.asFound(corpus)
    let fixes = Fixes(report)
    let before = Set(errors(report).map(\.code.id))
    let after = fixed(corpus, report, fixes)
    for error in errors(after) where !before.contains(error.code.id) {
      // What a mistake hid comes to light; what stands where a fix wrote is of its making.
      let written = regions(report, of: after.files[Int(error.file.raw)].name)
      #expect(
        !written.contains { $0.start <= error.range.end && error.range.start <= $0.end },
        "\(corpus.testDescription): \(error.code.id): \(error.message)")
    }
  }

  @Test(arguments: cases)
  func `change the value of no number`(_ corpus: CorpusCase) {
    let report = Self.asFound(corpus)
    // What is said of units; that `retries 3` is `attempts 4` is another matter.
    let units = ["P0205", "P0401", "P0402"]
    for finding in report.diagnostics where units.contains(finding.code.id) {
      guard let fix = finding.fix else { continue }
      for edit in fix.edits {
        let bytes = report.files[Int(edit.file.raw)].bytes
        let old = bytes[Int(edit.range.start)..<Int(edit.range.end)]
        let text = String(decoding: old, as: UTF8.self)
        #expect(
          text.filter(\.isNumber) == edit.newText.filter(\.isNumber),
          "\(corpus.testDescription): \(fix.title)")
        // A thousand is no 1024, and nobody knows which of the two a `KB` was.
        let unit = text.trimmingPrefix { $0.isNumber || $0 == " " }.lowercased()
        #expect(
          !["kb", "mb", "gb", "kib", "mib", "gib"].contains(unit),
          "\(corpus.testDescription): \(fix.title)")
      }
    }
  }

  /// What is found in a case behind its fixes.
  private func fixed(_ corpus: CorpusCase, _ report: Report, _ fixes: Fixes) -> Report {
    func bytes(_ path: String) -> [UInt8]? {
      guard let i = report.files.firstIndex(where: { $0.name == path }) else { return nil }
      return fixes.files.first { Int($0.id.raw) == i }?.bytes
    }
    if corpus.stage == "syntax" {
      let root = corpus.root
      let fixed = SourceFile(name: root.name, bytes: bytes(root.name) ?? root.bytes)
      return Report(files: [fixed], diagnostics: parse(fixed).diagnostics)
    }
    return compile(corpus.root.name, settings: corpus.set) { path in
      bytes(path).map { .success($0) } ?? corpus.read(path)
    }.report
  }

  private func errors(_ report: Report) -> [Diagnostic] {
    report.diagnostics.filter { $0.severity == .error }
  }

  /// Where the fixes of a report have written something in a file, in its new bytes.
  private func regions(_ report: Report, of name: String) -> [SourceRange] {
    var edits: [Diagnostic.Edit] = []
    // As `Fixes` takes them: a fix that touches one taken before is left out.
    for diagnostic in report.diagnostics {
      // What follows a keyword that nobody knew was not judged before.
      guard let fix = diagnostic.fix, diagnostic.code.id != "P0301" else { continue }
      let isFree = fix.edits.allSatisfy { edit in
        !edits.contains { $0.range.start < edit.range.end && edit.range.start < $0.range.end }
      }
      if isFree { edits += fix.edits }
    }
    edits = edits.filter { report.files[Int($0.file.raw)].name == name && !$0.newText.isEmpty }
    var shift = 0
    return edits.sorted { $0.range.start < $1.range.start }.map { edit in
      let start = Int(edit.range.start) + shift
      shift += edit.newText.utf8.count - edit.range.count
      return SourceRange(start, start + edit.newText.utf8.count)
    }
  }
}
