import PolicyGraph
import PolicyLint

@testable import PolicyLanguage

extension CorpusCase {
  /// What a case gives, as its block of this kind should say; nil for a kind that nobody knows.
  func outcome(_ kind: String) -> String? {
    switch kind {
    case "tree": return parse(root).tree.dump()
    case "diagnostics": return CorpusOutcome.text(of: report)
    case "fixed":
      let fixes = Fixes(report)
      let bytes = fixes.files.first { $0.id == FileID(0) }?.bytes ?? root.bytes
      return CorpusOutcome.lines(bytes)
    case "formatted": return format(root).text.map(CorpusOutcome.lines) ?? "(refused)\n"
    case "mutants": return mutants.map { CorpusOutcome.line(of: $0) }.joined()
    default: return nil
    }
  }

  /// The kind of outcome that the case must have and has not: any will do, but a case of `syntax`
  /// always says what is found.
  var missingOutcome: String? {
    let kinds = outcomes.map(\.kind)
    if stage == "syntax" { return kinds.contains("diagnostics") ? nil : "diagnostics" }
    if stage == "mutants" { return kinds.contains("mutants") ? nil : "mutants" }
    return kinds.isEmpty ? stage == "format" ? "formatted" : "diagnostics" : nil
  }

  /// The root file.
  var root: SourceFile {
    sources.first.map { SourceFile(name: $0.name, bytes: $0.bytes) }
      ?? SourceFile(name: "case.policy", bytes: [])
  }

  /// What is found in the case; the cases of `syntax` and `format` are only parsed.
  var report: Report {
    if stage == "syntax" || stage == "format" {
      return Report(files: [root], diagnostics: parse(root).diagnostics)
    }
    // Only those of `lint` are about the rules; the day is fixed, as allowances expire.
    let compilation = compilation
    var report = compilation.report
    if stage == "lint", let policy = compilation.policy {
      report.diagnostics += Lint.findings(in: policy, today: CivilDate("2026-01-01".utf8))
    }
    return report
  }

  /// What the files of the case compile to; the blocks are all the files that there are.
  var compilation: Compilation { compile(root.name, settings: set, read: read) }

  /// What can be taken from the policy or weakened in it.
  var mutants: [Mutant] { Mutants.of(root.name, settings: set, read: read) }

  var set: [Setting] { settings.map { Setting(name: $0.name, value: $0.value) } }

  func read(_ path: String) -> Result<[UInt8], SourceFailure> {
    guard let block = policies.first(where: { $0.fileName == path }) else {
      // A folder is where a file lies in it.
      let isFolder = path.isEmpty || policies.contains { $0.fileName.hasPrefix(path + "/") }
      return .failure(isFolder ? .directory : .missing)
    }
    return block.failure.map { .failure($0) } ?? .success(block.bytes)
  }
}

extension CorpusCase.Block {
  /// Why its file cannot be read, if one of these words stands behind its name.
  var failure: SourceFailure? {
    if info.contains("not-regular") { return .notRegular }
    if info.contains("outside-root") { return .outsideRoot }
    if info.contains("unreadable") { return .unreadable(reason: "permission denied") }
    return nil
  }
}

/// Findings and texts in the words of the corpus.
enum CorpusOutcome {
  /// A report, a line a finding, with what else it says indented below.
  static func text(of report: Report) -> String {
    var places = Places(report)
    var out = ""
    for found in report.diagnostics {
      let place = position(found.range, found.file, &places)
      out += "\(place): \(found.severity.word)[\(found.code.id)]: \(safe(found.message))\n"
      out += "  at: \(excerpt(found.range, found.file, &places))\n"
      if !found.label.isEmpty { out += "  label: \(safe(found.label))\n" }
      for related in found.related {
        out += "  see \(position(related.range, related.file, &places)): \(safe(related.message))\n"
      }
      for note in found.notes { out += "  note: \(safe(note))\n" }
      if let fix = found.fix {
        let edits = fix.edits.map { edit in
          let place = position(edit.range, edit.file, &places)
          return edit.range.count == 0
            ? "\(place) + `\(safe(edit.newText))`"
            : "\(place) \(excerpt(edit.range, edit.file, &places)) -> `\(safe(edit.newText))`"
        }
        out += "  fix: \(safe(fix.title)): \(edits.joined(separator: "; "))\n"
      }
    }
    if report.omitted > 0 { out += "and \(report.omitted) more\n" }
    return out
  }

  /// A mutant: its place and what was done.
  static func line(of mutant: Mutant) -> String {
    "\(safe(mutant.file)):\(mutant.line): \(safe(mutant.title))\n"
  }

  /// Bytes as the lines of a block: a last line that is not ended is marked with `\`, and what
  /// cannot stand in Markdown is escaped.
  static func lines(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.startIndex > 0 { out.append(UInt8(ascii: "\n")) }
      SafeText.append(line, to: &out)
    }
    let text = String(decoding: out, as: UTF8.self)
    return text.isEmpty || text.hasSuffix("\n") ? text : text + "\\\n"
  }

  private static func position(
    _ range: SourceRange, _ file: FileID, _ places: inout Places
  ) -> String {
    let start = places.span(range, in: file).start
    let name = file == FileID(0) ? "" : safe(places.file(file).name) + ":"
    return "\(name)\(start.line):\(start.column)"
  }

  private static func excerpt(
    _ range: SourceRange, _ file: FileID, _ places: inout Places
  ) -> String {
    let source = places.file(file)
    let end = min(Int(range.end), source.bytes.count)
    let bytes = source.bytes[min(Int(range.start), end)..<end]
    if bytes.isEmpty { return Int(range.start) == source.bytes.count ? "(the end)" : "(nothing)" }
    let cut = bytes.count > 48
    var out: [UInt8] = []
    SafeText.append(cut ? bytes.prefix(48) : bytes, to: &out)
    return "`" + String(decoding: out, as: UTF8.self) + (cut ? "…" : "") + "`"
  }

  static func safe(_ text: String) -> String {
    var out: [UInt8] = []
    SafeText.append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }
}
