import PolicyGraph
import PolicyVerifier

/// A comment on a pull request, cut where a forge would refuse it.
struct DiffComment {
  /// GitHub takes 65,536 characters; a byte is never less than a character.
  private static let bytesMax = 65_000

  private var text: [UInt8] = []
  private var leftOut = 0

  /// Adds lines that belong together: all of them, or none once there is no room.
  mutating func add(_ lines: [String]) {
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    if leftOut > 0 || text.count + bytes.count > DiffComment.bytesMax {
      leftOut += 1
    } else {
      text += bytes
    }
  }

  /// The whole comment.
  var bytes: [UInt8] {
    leftOut == 0
      ? text : text + "\nThe rest does not fit here; `policyc diff` shows all of it.\n".utf8
  }
}

extension DiffReport {
  /// Requests that one comment tells of one policy.
  private static let storiesMax = 20

  /// The report as a comment for a pull request.
  func markdown() -> [UInt8] {
    var comment = DiffComment()
    comment.add(["### Policy behaviour: \(changes.isEmpty ? calm : headline)", ""])
    write("\(names.old.escaped) → \(names.new.escaped)", to: &comment)
    return comment.bytes
  }

  /// The changes under a title, the worst first, then requests that show them.
  func write(_ title: String, to comment: inout DiffComment) {
    comment.add([title])
    for (place, (change, _)) in changes.enumerated() {
      let severity = change.severity == .danger ? "**danger**" : change.severity.word
      let row = "| \(severity) | \((change.route ?? "").escaped) | \(change.sentence.escaped) |"
      comment.add(
        place == 0 ? ["", "| severity | route | change |", "|---|---|---|", row] : [row])
    }
    for story in stories { comment.add(story) }
    for line in notProved { comment.add(["", line.escaped]) }
  }

  private var stories: [[String]] {
    var stories: [[String]] = []
    var told: [String] = []
    for (change, witness) in changes {
      guard let witness, told.count < DiffReport.storiesMax else { continue }
      let command = witness.command(names.new)
      if told.contains(command) { continue }
      told.append(command)
      let given = witness.given.isEmpty ? "nothing wrong" : witness.given
      stories.append([
        "", "<details><summary>\(change.sentence.escaped)</summary>", "",
        "- given: \(given.escaped)", "- before: \(witness.before.escaped)",
        "- after: \(witness.after.escaped)", "- to see why: <code>\(command.escaped)</code>", "",
        "</details>",
      ])
    }
    return stories
  }
}

extension String {
  /// The text as Markdown shows it: no sign of it is one of Markdown or HTML, names nobody and
  /// nothing, and reorders no text.
  var escaped: String {
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
