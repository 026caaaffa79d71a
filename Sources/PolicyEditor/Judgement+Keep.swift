import PolicyLanguage

extension Judgement {
  /// Keeps what the rules found before a program ceased to compile.
  ///
  /// Rules need a policy that compiles, and a line that is being typed breaks it. Findings before
  /// and behind the edit stay where their text is now; one that the edit touches goes.
  mutating func keepFindings(of old: Judgement) {
    guard report.count(.error) > 0 else { return }
    let moves = old.report.files.map { file in
      report.files.firstIndex { $0.name == file.name }.map { index in
        Move(to: FileID(index), file.bytes, report.files[index].bytes)
      }
    }
    func moved(_ file: FileID, _ range: SourceRange) -> (file: FileID, range: SourceRange)? {
      guard let move = moves[Int(file.raw)], let range = move.range(range) else { return nil }
      return (move.to, range)
    }
    for finding in old.report.diagnostics where finding.code.rule != nil {
      guard let place = moved(finding.file, finding.range) else { continue }
      var kept = finding
      (kept.file, kept.range) = place
      kept.related = finding.related.compactMap { related in
        moved(related.file, related.range).map {
          Diagnostic.Related(related.message, file: $0.file, range: $0.range)
        }
      }
      // A fix is only certain for the text that it was made for.
      kept.fix = nil
      report.diagnostics.append(kept)
    }
  }
}

/// Where the bytes of an old text are in a new one that differs from it in one stretch.
private struct Move {
  let to: FileID
  private let prefix: Int
  private let suffix: Int
  private let oldCount: Int
  private let shift: Int

  init(to: FileID, _ old: [UInt8], _ new: [UInt8]) {
    self.to = to
    let most = min(old.count, new.count)
    var prefix = 0
    while prefix < most, old[prefix] == new[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < most - prefix, old[old.count - 1 - suffix] == new[new.count - 1 - suffix] {
      suffix += 1
    }
    self.prefix = prefix
    self.suffix = suffix
    oldCount = old.count
    shift = new.count - old.count
  }

  /// The range in the new text; nil if the edit touches it.
  func range(_ range: SourceRange) -> SourceRange? {
    if Int(range.end) <= prefix { return range }
    if Int(range.start) < oldCount - suffix { return nil }
    return SourceRange(Int(range.start) + shift, Int(range.end) + shift)
  }
}
