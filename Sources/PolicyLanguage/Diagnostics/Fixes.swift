/// What the certain fixes of a report make of its files.
public struct Fixes: Sendable {
  /// One file as it becomes.
  public struct File: Sendable {
    /// The file.
    public let id: FileID
    /// Its new bytes.
    public let bytes: [UInt8]
  }

  /// One fix that was taken.
  public struct Applied: Sendable {
    /// The file of the finding.
    public let file: FileID
    /// Where the finding was.
    public let range: SourceRange
    /// What the fix did, in the imperative.
    public let title: String
  }

  /// The files that change, in the order of their ids.
  public let files: [File]
  /// The fixes taken, in the order of the report.
  public let applied: [Applied]

  /// Takes the fixes of `report` in its order, each whole or not at all.
  ///
  /// A fix is left for another round if one of its edits overlaps an edit taken before, and is
  /// never taken if it edits a file that `mayEdit` refuses.
  public init(_ report: Report, mayEdit: (FileID) -> Bool = { _ in true }) {
    var taken: [[Diagnostic.Edit]] = Array(repeating: [], count: report.files.count)
    var applied: [Applied] = []
    for diagnostic in report.diagnostics {
      guard let fix = diagnostic.fix, !fix.edits.isEmpty else { continue }
      let fits = fix.edits.allSatisfy { edit in
        let index = Int(edit.file.raw)
        return index < taken.count && Int(edit.range.end) <= report.files[index].bytes.count
          && mayEdit(edit.file)
          && !taken[index].contains { Fixes.collide($0.range, edit.range) }
      }
      guard fits, !Fixes.overlapsItself(fix.edits) else { continue }
      for edit in fix.edits { taken[Int(edit.file.raw)].append(edit) }
      applied.append(Applied(file: diagnostic.file, range: diagnostic.range, title: fix.title))
    }
    self.applied = applied
    files = taken.indices.compactMap { index in
      taken[index].isEmpty
        ? nil
        : File(
          id: FileID(index), bytes: Fixes.edited(report.files[index].bytes, taken[index]))
    }
  }

  /// True if the order of two edits would matter: they share a byte, or insert at the same place.
  private static func collide(_ a: SourceRange, _ b: SourceRange) -> Bool {
    a.start < b.end && b.start < a.end || a.start == b.start
  }

  private static func overlapsItself(_ edits: [Diagnostic.Edit]) -> Bool {
    edits.indices.contains { i in
      edits[..<i].contains { $0.file == edits[i].file && collide($0.range, edits[i].range) }
    }
  }

  private static func edited(_ bytes: [UInt8], _ edits: [Diagnostic.Edit]) -> [UInt8] {
    var result: [UInt8] = []
    var done = 0
    for edit in edits.sorted(by: { $0.range.start < $1.range.start }) {
      result.append(contentsOf: bytes[done..<Int(edit.range.start)])
      result.append(contentsOf: edit.newText.utf8)
      done = Int(edit.range.end)
    }
    result.append(contentsOf: bytes[done...])
    return result
  }
}
