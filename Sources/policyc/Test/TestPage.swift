import PolicyGraph

/// Lines for a person: what policies say in them is escaped, and colours are the page's own.
struct TestPage {
  /// How a line looks.
  enum Style: String {
    case plain = ""
    case strong = "1"
    case dim = "2"
    case good = "32"
    case bad = "31"
  }

  private(set) var out: [UInt8] = []
  private let color: Bool

  init(color: Bool) { self.color = color }

  /// One line: what stands before it, and its text.
  mutating func line(_ lead: String, _ text: String, _ style: Style) {
    let styled = color && style != .plain && !text.isEmpty
    if styled { out += "\u{1B}[\(style.rawValue)m".utf8 }
    out += lead.utf8
    SafeText.append(text, to: &out)
    if styled { out += "\u{1B}[0m".utf8 }
    out.append(UInt8(ascii: "\n"))
  }

  /// Lines that are ready to be shown, indented.
  mutating func story(_ text: [UInt8], indent: Int) {
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    {
      if !line.isEmpty { out += String(repeating: " ", count: indent).utf8 }
      out += line
      out.append(UInt8(ascii: "\n"))
    }
  }
}

extension TestScenario {
  /// The command that shows the run in which a check did not hold.
  func command(for check: TestCheck, in file: TestFile) -> String {
    var words = command
    if let seed = check.failingSeed { words += " --seed \(seed)" }
    if runs > 1 { words += " --runs 1" }
    // Who gives a policy on standard input gives it once more.
    let isStandard = file.name == Input.standardInputName.shown
    return words + " \(isStandard ? Path.standard.shown : file.name.shellQuoted)"
  }
}
