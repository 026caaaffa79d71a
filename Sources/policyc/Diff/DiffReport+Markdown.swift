import PolicyGraph
import PolicyVerifier

extension DiffReport {
  /// Rows and requests that one comment holds: a forge cuts longer ones off.
  private static let rowsMax = 100
  private static let storiesMax = 20

  /// The report as a comment for a pull request.
  func markdown() -> [UInt8] {
    var lines = ["### Policy behaviour: \(changes.isEmpty ? calm : headline)", ""]
    lines += ["\(names.old.escaped) → \(names.new.escaped)"]
    if !changes.isEmpty { lines += ["", "| severity | route | change |", "|---|---|---|"] }
    for (change, _) in changes.prefix(DiffReport.rowsMax) {
      let severity = change.severity == .danger ? "**danger**" : change.severity.word
      lines.append(
        "| \(severity) | \((change.route ?? "").escaped) | \(change.sentence.escaped) |")
    }
    let more = changes.count - DiffReport.rowsMax
    if more > 0 { lines += ["", "And \(more) more changes."] }
    lines += stories
    for line in notProved { lines += ["", line.escaped] }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private var stories: [String] {
    var lines: [String] = []
    var told: [String] = []
    for (change, witness) in changes {
      guard let witness, told.count < DiffReport.storiesMax else { continue }
      let command = witness.command(names.new)
      if told.contains(command) { continue }
      told.append(command)
      let given = witness.given.isEmpty ? "nothing wrong" : witness.given
      lines += [
        "", "<details><summary>\(change.sentence.escaped)</summary>", "",
        "- given: \(given.escaped)", "- before: \(witness.before.escaped)",
        "- after: \(witness.after.escaped)", "- to see why: <code>\(command.escaped)</code>", "",
        "</details>",
      ]
    }
    return lines
  }
}

extension String {
  /// The text as Markdown shows it: no sign of it is one of Markdown or HTML, names nobody and
  /// nothing, and reorders no text.
  fileprivate var escaped: String {
    var safe: [UInt8] = []
    SafeText.append(self, to: &safe)
    var out: [UInt8] = []
    for byte in safe {
      switch byte {
      case UInt8(ascii: "<"): out += "&lt;".utf8
      case UInt8(ascii: ">"): out += "&gt;".utf8
      case UInt8(ascii: "&"): out += "&amp;".utf8
      // A comment between the sign and the name keeps a forge from seeing a person or an issue.
      case UInt8(ascii: "@"), UInt8(ascii: "#"):
        if byte == UInt8(ascii: "#") { out.append(UInt8(ascii: "\\")) }
        out.append(byte)
        out += "<!-- -->".utf8
      case 0x21...0x2F, 0x3A...0x3F, 0x5B...0x60, 0x7B...0x7E:
        out += [UInt8(ascii: "\\"), byte]
      case _: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
