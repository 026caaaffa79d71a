public import PolicyGraph

/// Reads, checks and lowers the program whose root file is at `path`.
///
/// - Parameters:
///   - path: the root file, relative to the program's root.
///   - settings: values that replace those of `let`s.
///   - read: reads a file; called once for each file of the program.
/// - Returns: the findings, and a graph unless one of them is an error. A root file that cannot be
///   read gives one finding without a place.
public func compile(
  _ path: String, settings: [Setting] = [], read: SourceReader
) -> Compilation {
  var words = Words()
  switch Program.load(path, words: &words, read: read) {
  case .failure(let failure):
    let source = SourceFile(name: path, bytes: [])
    let finding = Diagnostic.importFailed(
      file: FileID(0), range: SourceRange(0, 0), path: path, failure)
    return Compilation(
      report: Report(files: [source], diagnostics: [finding]), graph: nil, settings: settings,
      policy: nil)
  case .success(let program):
    var checker = Checker(program, words: consume words)
    return checker.run(settings)
  }
}

extension Checker {
  /// All stages, and the report.
  mutating func run(_ settings: [Setting]) -> Compilation {
    collect(settings)
    lower()
    // Of a program that has a file missing, or mistakes without end, nothing else can be said.
    if !program.isIncomplete, !diagnostics.isFull, !isTooLarge { validate() }
    checkSize()
    // The last file is what holds where nothing is said; here everything may be said.
    let files = program.files.dropLast(usesStandard ? 0 : 1).map(\.tree.source)
    let report = report(files)
    let sound = diagnostics.count == 0
    return Compilation(
      report: report, graph: sound ? graph : nil, settings: settings,
      policy: sound ? CheckedPolicy(self) : nil)
  }

  /// Reports a graph that no artifact can hold.
  private mutating func checkSize() {
    guard diagnostics.count == 0 else { return }
    let bytes = graph.tableBytes
    if bytes > ArtifactFormat.bytesMax {
      diagnostics.append(.artifactTooLarge(file: FileID(0), bytes: bytes))
    }
  }

  /// The findings in order, each once, as many as may be shown.
  private func report(_ files: [SourceFile]) -> Report {
    var sorted = diagnostics.findings.kept.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.file != y.file { return x.file < y.file }
      if x.range.start != y.range.start { return x.range.start < y.range.start }
      return a.offset < b.offset
    }.map(\.element)
    if sorted.count > Limits.diagnosticsMax {
      sorted.removeLast(sorted.count - Limits.diagnosticsMax)
    }
    let secrets = Secrets(masked, program, sorted)
    return Report(
      files: files, diagnostics: sorted.map(secrets.scrubbed), masked: secrets.masked,
      omitted: diagnostics.count - sorted.count)
  }
}

extension Compilation {
  /// The graph with the digest of its sources; nil if there are errors.
  ///
  /// The digest is made here and not while compiling, for whoever only checks does not need it.
  public func sealed() -> FailoverGraph? {
    guard var graph else { return nil }
    graph.sourceDigest = digest()
    return graph
  }

  /// The artifact that services load; nil if there are errors.
  public func artifact() -> [UInt8]? { sealed()?.encode() }

  /// SHA-256 over names and bytes of all files and the settings, each with its length in front.
  private func digest() -> [UInt8] {
    var hash = SHA256()
    func add(_ bytes: [UInt8]) {
      var length = UInt64(bytes.count)
      var prefix: [UInt8] = []
      for _ in 0..<8 {
        prefix.append(UInt8(truncatingIfNeeded: length))
        length >>= 8
      }
      hash.update(prefix)
      hash.update(bytes)
    }
    for file in report.files {
      add(Array(file.name.utf8))
      add(file.bytes)
    }
    for setting in settings {
      add(Array(setting.name.utf8))
      add(Array(setting.value.utf8))
    }
    return hash.finish()
  }
}
