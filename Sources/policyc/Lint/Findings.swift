import PolicyLanguage
import PolicyLint

/// The reports of several programs as one: a file that several import is shown once, under the path
/// that it was reached by.
struct Findings {
  private var files: [SourceFile] = []
  private var isWanted: [Bool] = []
  private var diagnostics: [Diagnostic] = []
  private var masked: [Report.Masked] = []
  private var omitted = 0
  /// Every `allow` that some program needs, in files numbered as above.
  private var used: [Lint.Used] = []
  /// The files that were named themselves.
  private var roots: Set<String> = []

  /// True if an error was among what was added.
  private(set) var hasErrors = false

  /// Adds what was found in a program whose root is `root`.
  ///
  /// Of the files that were not read from there, as the tables that come with the language, only
  /// those are kept that a finding points into.
  mutating func add(_ report: Report, used: [Lint.Used] = [], root: Path, read: [String]) {
    let shift = files.count
    var isShown = Array(repeating: false, count: report.files.count)
    for diagnostic in report.diagnostics {
      diagnostic.forEachFile { if Int($0.raw) < isShown.count { isShown[Int($0.raw)] = true } }
      diagnostics.append(diagnostic.moved { FileID(Int($0.raw) + shift) })
      if diagnostic.severity == .error { hasErrors = true }
    }
    for (index, file) in report.files.enumerated() {
      let wasRead = read.contains(file.name)
      let name = wasRead ? root.appending(Path(file.name)).shown : file.name
      // What is not shown need not be kept: a run may check thousands of files.
      files.append(SourceFile(name: name, bytes: isShown[index] ? file.bytes : []))
      isWanted.append(wasRead || isShown[index])
    }
    if let main = report.files.first { roots.insert(root.appending(Path(main.name)).shown) }
    self.used += used.map { Lint.Used(file: FileID(Int($0.file.raw) + shift), range: $0.range) }
    for mask in report.masked {
      masked.append(Report.Masked(file: FileID(Int(mask.file.raw) + shift), range: mask.range))
    }
    omitted += report.omitted
  }

  /// Everything in one report, each finding once; `limit` is how many findings it may hold.
  func report(limit: Int? = nil) -> Report {
    // The same file of two programs has two indices: all but the first that is shown give way.
    var order = files.indices.filter { isWanted[$0] }
    order.sort {
      (files[$0].name, files[$0].bytes.isEmpty ? 1 : 0, $0)
        < (files[$1].name, files[$1].bytes.isEmpty ? 1 : 0, $1)
    }
    var kept: [SourceFile] = []
    var renumbered = Array(repeating: FileID(0), count: files.count)
    for index in order {
      if kept.last?.name != files[index].name { kept.append(files[index]) }
      renumbered[index] = FileID(kept.count - 1)
    }
    var all = diagnostics.map { $0.moved { renumbered[Int($0.raw)] } }
    let needed = Set(used.map { Lint.Used(file: renumbered[Int($0.file.raw)], range: $0.range) })
    all.removeAll { finding in
      // An `allow` of a file that was not named may be for programs that were not named either.
      Lint.isUnused(finding)
        && (needed.contains(Lint.Used(file: finding.file, range: finding.range))
          || !roots.contains(kept[Int(finding.file.raw)].name))
    }
    all.sort { $0.precedes($1) }
    all = all.reduce(into: []) { unique, diagnostic in
      if unique.last.map({ !$0.isSame(as: diagnostic) }) ?? true { unique.append(diagnostic) }
    }
    let surplus = limit.map { max(0, all.count - $0) } ?? 0
    all.removeLast(surplus)
    let hidden = masked.filter { isWanted[Int($0.file.raw)] }
      .map { Report.Masked(file: renumbered[Int($0.file.raw)], range: $0.range) }
    return Report(
      files: kept, diagnostics: all, masked: hidden, omitted: omitted + surplus)
  }
}

extension Diagnostic {
  /// The same finding in files numbered otherwise.
  fileprivate func moved(_ renumber: (FileID) -> FileID) -> Diagnostic {
    var copy = self
    copy.file = renumber(file)
    for i in copy.related.indices { copy.related[i].file = renumber(related[i].file) }
    if let fix {
      let edits = fix.edits.map {
        Edit(file: renumber($0.file), range: $0.range, newText: $0.newText)
      }
      copy.fix = Fix(fix.title, edits: edits)
    }
    return copy
  }

  fileprivate func forEachFile(_ body: (FileID) -> Void) {
    body(file)
    for related in related { body(related.file) }
    for edit in fix?.edits ?? [] { body(edit.file) }
  }

  /// By file, by place, then by what it says.
  fileprivate func precedes(_ other: Diagnostic) -> Bool {
    if file != other.file { return file < other.file }
    let (a, b) = (range, other.range)
    if a != b { return (a.start, a.end) < (b.start, b.end) }
    return (code.id, message) < (other.code.id, other.message)
  }

  /// Whether both say the same; a rule says it once of a place, whichever program has it.
  fileprivate func isSame(as other: Diagnostic) -> Bool {
    file == other.file && range == other.range && code.id == other.code.id
      && (message == other.message || code.rule != nil)
  }
}
