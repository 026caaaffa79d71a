/// The findings of a check, and where all of them lie, kept or not.
struct CheckFindings: Sendable {
  private(set) var findings = Findings()
  /// File and first byte of each finding, for judgements that leave spoiled declarations out.
  private(set) var spots: [UInt64] = []

  /// Whether no more are kept: the check then stops.
  var isFull: Bool { findings.isFull }

  /// How many there are in all.
  var count: Int { findings.count }

  /// Adds a finding.
  mutating func append(_ finding: Diagnostic) {
    spots.append(UInt64(finding.file.raw) << 32 | UInt64(finding.range.start))
    findings.append(finding)
  }

  /// How many of them are kept.
  var kept: Int { findings.kept.count }

  /// Changes the finding that was kept as number `index`.
  mutating func change(_ index: Int, _ body: (inout Diagnostic) -> Void) {
    findings.change(index, body)
    let finding = findings.kept[index]
    spots[index] = UInt64(finding.file.raw) << 32 | UInt64(finding.range.start)
  }

  /// Counts findings that were made elsewhere and not kept.
  mutating func omit(_ count: Int) { findings.omit(count) }

  /// Where the findings lie, in order, for `holds`.
  mutating func sortSpots() { spots.sort() }

  /// Whether a finding lies in `range` of `file`; the spots must have been sorted.
  func holds(_ file: FileID, _ range: SourceRange) -> Bool {
    let first = UInt64(file.raw) << 32 | UInt64(range.start)
    let end = UInt64(file.raw) << 32 | UInt64(range.end)
    var low = 0
    var high = spots.count
    while low < high {
      let middle = (low + high) / 2
      if spots[middle] < first { low = middle + 1 } else { high = middle }
    }
    return low < spots.count && spots[low] < end
  }
}
