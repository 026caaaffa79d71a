/// Findings as they are made: however many there are, only so many are kept.
struct Findings: Sendable {
  /// The first of them, in the order in which they were made.
  private(set) var kept: [Diagnostic] = []
  /// How many there were besides.
  private(set) var omitted = 0

  /// Ten times of what is ever shown, as findings are not made quite in the order of the text.
  static let keptMax = 10 * Limits.diagnosticsMax

  /// Whether no more are kept: whoever looks for further ones may stop.
  var isFull: Bool { kept.count >= Findings.keptMax }

  /// Whether there is none.
  var isEmpty: Bool { kept.isEmpty }

  /// How many there are in all.
  var count: Int { kept.count + omitted }

  /// Adds a finding.
  mutating func append(_ finding: Diagnostic) {
    if kept.count < Findings.keptMax {
      kept.append(finding)
    } else {
      omitted += 1
    }
  }

  /// Counts findings that were made elsewhere and not kept.
  mutating func omit(_ count: Int) { omitted += count }

  /// Changes the finding made as number `index`, if it was kept.
  mutating func change(_ index: Int, _ body: (inout Diagnostic) -> Void) {
    if index < kept.count { body(&kept[index]) }
  }
}
