import PolicyGraph
import PolicyLanguage

/// What rules had found when an old repository began: that much is left out, and nothing new is.
///
/// A finding is known by its rule, its file, the declaration it is about and the text of its line,
/// so that it is still the same when lines move, and another one when the line is changed.
struct Baseline {
  /// What a finding is known by.
  struct Key: Hashable, Comparable {
    var file: String
    var rule: String
    /// As in `route chat`; empty for what is about no declaration.
    var declaration: String
    /// A hash of the line without the blanks around it, in hexadecimal.
    var line: String

    static func < (a: Key, b: Key) -> Bool {
      (a.file, a.rule, a.declaration, a.line) < (b.file, b.rule, b.declaration, b.line)
    }
  }

  /// How many findings there are of each.
  private(set) var counts: [Key: Int] = [:]

  /// How many findings it knows.
  var total: Int { counts.values.reduce(0, +) }

  /// A baseline that knows nothing.
  init() {}

  /// What the rules found in a report.
  init(_ report: Report) {
    var lines = LineHashes(report)
    for finding in report.diagnostics where finding.code.rule != nil {
      counts[Baseline.key(finding, report, &lines), default: 0] += 1
    }
  }

  /// Notes `count` further findings.
  mutating func add(_ key: Key, _ count: Int) { counts[key, default: 0] += count }

  /// Takes from a report what it knows, each entry as often as it was found, and gives how many
  /// entries met nothing; those of files that were not looked at do not count.
  func subtract(from report: inout Report) -> Int {
    var lines = LineHashes(report)
    var left = counts
    let files = report
    report.diagnostics.removeAll { finding in
      guard finding.code.rule != nil else { return false }
      let key = Baseline.key(finding, files, &lines)
      guard let count = left[key], count > 0 else { return false }
      left[key] = count - 1
      return true
    }
    let looked = Set(report.files.map(\.name))
    return left.reduce(0) { $0 + (looked.contains($1.key.file) ? $1.value : 0) }
  }

  private static func key(
    _ finding: Diagnostic, _ report: Report, _ lines: inout LineHashes
  ) -> Key {
    let file = report.files[Int(finding.file.raw)]
    return Key(
      file: file.name, rule: finding.code.id, declaration: finding.subject,
      line: lines.hash(finding, file))
  }
}

/// Hashes of lines; where lines begin is found once for each file.
private struct LineHashes {
  private var maps: [LineMap?]

  init(_ report: Report) { maps = Array(repeating: nil, count: report.files.count) }

  mutating func hash(_ finding: Diagnostic, _ file: SourceFile) -> String {
    let index = Int(finding.file.raw)
    let map = maps[index] ?? LineMap(file)
    maps[index] = map
    let range = map.range(ofLine: map.line(at: Int(finding.range.start)), in: file)
    var text = file.bytes[Int(range.start)..<Int(range.end)]
    text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return hexadecimal(fnv(text))
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// FNV-1a with 64 bits (Fowler, Noll, Vo): it only has to tell the lines of a file apart.
  private func fnv(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  private func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
