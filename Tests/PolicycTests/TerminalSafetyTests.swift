import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `terminal safety` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let hazards = [
    "\u{1B}]0;owned\u{7}", "\u{1B}[31m", "\u{9B}31m", "\u{7F}", "\u{8}", "\u{202E}", "\u{2066}",
    "\u{200E}", "\u{61C}", "\u{200B}", "\u{2028}", "\u{FEFF}",
  ].map(Hazard.init)

  /// True if no byte of a control character, and no character that reorders or hides, is in there.
  private func isSafe(_ data: Data) -> Bool {
    guard let text = String(data: data, encoding: .utf8) else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      if scalar == "\n" { return true }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: return false
      default: return true
      }
    }
  }

  @Test(arguments: hazards, ["text", "compact", "json", "sarif", "github", "junit"])
  func `nothing from a policy reaches the terminal raw`(
    _ named: Hazard, format: String
  ) throws {
    let hazard = named.text
    let policy = Policies.good.replacing("timeout", with: "time\(hazard)out")
      .replacing("provider: one", with: "provider: \"x\(hazard)y\"\n  \(hazard) zone")
    try scratch.write(policy, "a.policy")
    let run = try scratch.run("lint", "--format", format, "a.policy")
    #expect(run.status == 1)
    #expect(isSafe(run.out))
    #expect(isSafe(Data(run.messages.utf8)))
    #expect(run.out.count + run.messages.utf8.count > 50)
  }

  @Test(arguments: hazards) func `nor from a file name or an argument`(_ named: Hazard) throws {
    let hazard = named.text
    try scratch.write(Policies.misspelt, "x\(hazard)y.policy")
    for format in ["text", "compact", "json", "sarif", "github", "junit"] {
      let run = try scratch.run("lint", "--format", format, "x\(hazard)y.policy", "no\(hazard)pe")
      #expect(run.status == 2)
      #expect(isSafe(run.out))
      #expect(isSafe(Data(run.messages.utf8)))
    }
    for words in [
      [hazard], ["lint", "--x\(hazard)"], ["lint", "--format", hazard], ["explain", hazard],
      ["fmt", "--check", "x\(hazard)y.policy"], ["fmt", "--diff", "x\(hazard)y.policy"],
      ["inspect", "x\(hazard)y.policy"],
      ["compile", "-o", "no/\(hazard)", "x\(hazard)y.policy"], ["lint", "--set", hazard, "."],
    ] {
      let run = try scratch.run(words)
      #expect(run.status <= 2)
      #expect(isSafe(run.out))
      #expect(isSafe(Data(run.messages.utf8)))
    }
  }

  @Test func `names that are not UTF-8 are read, and shown escaped`() throws {
    try scratch.write(Policies.misspelt, "a.policy")
    let run = try scratch.bash(
      "mv a.policy $'b\\xff.policy'; \"$policyc\" lint --format compact $'b\\xff.policy'; "
        + "\"$policyc\" lint --format compact .")
    #expect(run.status == 1)
    #expect(run.lines.count == 2)
    #expect(run.lines.allSatisfy { $0.hasPrefix("b\\x{FF}.policy:5:3: error") })
  }

  @Test func `text that is not UTF-8 is shown escaped`() throws {
    try scratch.write(Data(Policies.good.utf8) + [0xC3, 0x28, 0xFF, 0x0A], "a.policy")
    let run = try scratch.run("lint", "a.policy")
    #expect(run.status == 1)
    #expect(run.messages.contains("\\x{C3}"))
    #expect(isSafe(Data(run.messages.utf8)))
  }
}

/// A text that would do harm on a terminal; the log of the tests is one, so it is shown escaped.
struct Hazard: CustomTestStringConvertible, Sendable {
  let text: String

  var testDescription: String {
    text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
  }
}
