/// The help pages, laid out from the tables.
enum Help {
  /// The help of a command; without one, that of the tool.
  static func page(_ command: Command?) -> String {
    guard let command else { return overview }
    let row = command.row
    var page = row.summary + (row.summary.hasSuffix("?") ? "\n\n" : ".\n\n")
    page += "Usage: policyc \(command.rawValue) [OPTIONS]"
    page += row.operands.isEmpty ? "\n" : " \(row.operands)\n"
    if !row.details.isEmpty { page += "\n" + row.details.joined(separator: "\n") + "\n" }
    if row.operands == "FILES…" {
      page +=
        "\nA folder means every *.policy below it, `-` standard input; `--` ends the options.\n"
    }
    page += "\nOptions:\n" + options(of: command)
    return page + examples(row.examples)
  }

  private static var overview: String {
    var page = "policyc checks, draws and compiles failover policies.\n\n"
    page += "Usage: policyc COMMAND [OPTIONS] FILES…\n\nCommands:\n"
    page += table(Command.allCases.map { ($0.rawValue, $0.row.summary) })
    page += "\nOptions:\n" + options(of: nil)
    page += "\n`policyc COMMAND --help` says more about a command.\n"
    page +=
      "Exits with 0 if nothing was found, 1 for findings, 2 for a command line or a file that\n"
    page += "cannot be used, 3 for a defect of policyc.\n"
    return page + examples(["policyc init", "policyc lint ."])
  }

  private static func options(of command: Command?) -> String {
    table(
      OptionRow.rows(of: command).map { row in
        let name = row.name == .help ? "-h, --help" : row.name.rawValue
        let left = row.value.map { "\(name) \($0)" } ?? name
        let choices = row.choices.joined(separator: ", ")
        let isShort = row.doc.utf8.count + choices.utf8.count <= 60
        return (left, choices.isEmpty ? row.doc : "\(row.doc):\(isShort ? " " : "\n")\(choices)")
      })
  }

  private static func examples(_ lines: [String]) -> String {
    "\nExamples:\n" + lines.map { "  \($0)\n" }.joined()
  }

  /// Two columns; what stands right of a line break goes on below.
  private static func table(_ rows: [(left: String, right: String)]) -> String {
    let width = rows.reduce(0) { max($0, $1.left.utf8.count) }
    return rows.reduce(into: "") { text, row in
      for (index, line) in row.right.split(separator: "\n").enumerated() {
        let left = index == 0 ? row.left : ""
        text += "  \(left)\(String(repeating: " ", count: width - left.utf8.count + 2))\(line)\n"
      }
    }
  }
}
