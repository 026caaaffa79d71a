import PolicyGraph

// The words for files that cannot be taken in.

extension Diagnostic {
  static func importFailed(
    file: FileID, range: SourceRange, path: String, _ failure: SourceFailure
  ) -> Diagnostic {
    switch failure {
    case .missing:
      Diagnostic(
        .importMissing, "there is no file `\(path)`", file: file, range: range,
        notes: ["the path is relative to the file that imports it"])
    case .directory:
      Diagnostic(
        .importNotAFile, "`\(path)` is a directory: import the files in it", file: file,
        range: range)
    case .notRegular:
      Diagnostic(
        .importNotAFile, "`\(path)` is not a regular file", file: file, range: range,
        notes: ["FIFOs, devices and sockets are not read"])
    case .tooLarge(let bytes):
      Diagnostic(
        .fileTooLarge, "`\(path)` has \(bytes) bytes; the limit is \(Limits.fileBytesMax)",
        file: file, range: range)
    case .outsideRoot: importOutsideRoot(file: file, range: range, path: path)
    case .unreadable(let reason):
      Diagnostic(
        .importUnreadable, "`\(path)` cannot be read: \(reason)", file: file, range: range)
    }
  }

  static func importOutsideRoot(file: FileID, range: SourceRange, path: String) -> Diagnostic {
    Diagnostic(
      .importOutsideRoot, "`\(path)` is outside the program's root", file: file, range: range,
      notes: ["the root is the folder of the file that is compiled; `--root DIR` widens it"])
  }

  static func importCycle(file: FileID, range: SourceRange, chain: [String]) -> Diagnostic {
    let from = chain.firstIndex(of: chain.last ?? "") ?? 0
    return Diagnostic(
      .importCycle, "these files import each other: \(chain[from...].joined(separator: " → "))",
      file: file, range: range, notes: ["put what they share into a third file"])
  }

  static func importTooDeep(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .importTooDeep, "imports are nested more than \(Limits.importDepthMax) files deep",
      file: file,
      range: range)
  }

  static func tooManyFiles(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .tooManyFiles, "a program has at most \(Limits.filesMax) files", file: file, range: range)
  }

  static func programTooLarge(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .programTooLarge, "the files of this program have more than \(Limits.programBytesMax) bytes",
      file: file, range: range)
  }

  /// An artifact of `bytes`, or of more than can be told where that is nil.
  static func artifactTooLarge(file: FileID, bytes: Int?) -> Diagnostic {
    Diagnostic(
      .artifactTooLarge,
      "the artifact of this program would have \(bytes.map { "\($0)" } ?? "too many") bytes; the limit is \(ArtifactFormat.bytesMax)",
      file: file, range: SourceRange(0, 0), notes: ["split it into several programs"])
  }

  /// A file that is something else from its first bytes on.
  static func notAPolicy(file: FileID, range: SourceRange, _ kind: ForeignFile) -> Diagnostic {
    Diagnostic(
      .notAPolicy, "this file is \(kind.noun), not a policy", file: file, range: range,
      notes: [kind.note])
  }

  static func languageFirst(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .languageFirst, "a policy starts with `language 1`", file: file, range: range,
      fix: Fix(
        "insert `language 1`",
        edits: [
          Edit(
            file: file, range: SourceRange(Int(range.start), Int(range.start)),
            newText: "language 1\n")
        ]))
  }

  static func languageLate(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .languageFirst, "`language` must be the first statement of a file", file: file, range: range)
  }

  static func languageVersion(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(
      .languageVersion, "this policyc reads language 1, not `\(found)`", file: file, range: range,
      notes: ["a file for a later version needs a later policyc"])
  }
}
