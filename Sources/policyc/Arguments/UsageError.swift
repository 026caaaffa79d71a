import PolicyGraph
import PolicyLanguage

/// A command line that asks for nothing that exists.
enum UsageError: Error {
  case unknownCommand(String)
  case unknownOption(String, Command?)
  case missingValue(String, Command?)
  case unwantedValue(String, Command?)
  case unknownChoice(String, String, [String], Command?)
  case operands(String, Command)

  /// What is wrong, and where it can be told, what was meant.
  var message: String {
    switch self {
    case .unknownCommand(let typed):
      if typed.hasSuffix(".policy") || typed.utf8.contains(UInt8(ascii: "/")) || typed == "." {
        return "`\(typed)` is not a command; to check it, run `policyc lint \(typed)`"
      }
      return "unknown command `\(typed)`"
        + didYouMean(typed, in: Command.allCases.map(\.rawValue))
    case .unknownOption(let typed, let command):
      let owner = command.map { " of `policyc \($0.rawValue)`" } ?? ""
      return "unknown option `\(typed)`\(owner)" + didYouMean(option(like: typed, command))
    case .missingValue(let name, let command):
      let row = OptionRow.all.first { $0.name.rawValue == name && $0.belongs(to: command) }
      let choices = row.map { among($0.choices) } ?? ""
      return "`\(name)` needs a value\(choices)"
    case .unwantedValue(let name, _): return "`\(name)` takes no value"
    case .unknownChoice(let name, let typed, let choices, _):
      return "`\(name)` cannot be `\(typed)`"
        + didYouMean(typed, in: choices, else: among(choices))
    case .operands(let problem, _): return problem
    }
  }

  /// The command whose help says more.
  var command: Command? {
    switch self {
    case .unknownCommand: nil
    case .unknownOption(_, let command), .missingValue(_, let command),
      .unwantedValue(_, let command), .unknownChoice(_, _, _, let command):
      command
    case .operands(_, let command): command
    }
  }

  private func among(_ choices: [String]) -> String {
    choices.isEmpty ? "" : ": one of \(choices.joined(separator: ", "))"
  }

  /// The option that was probably meant; one of another command is not suggested.
  private func option(like typed: String, _ command: Command?) -> String? {
    func bare(_ name: String) -> String { String(name.drop { $0 == "-" }) }
    let names = OptionRow.rows(of: command).map(\.name.rawValue)
    guard let best = nearest(bare(typed), in: names.map(bare)) else { return nil }
    return names.first { bare($0) == best }
  }
}

/// The end of a message about an unknown word: the word that was probably meant; without one,
/// `fallback`.
func didYouMean(
  _ typed: String, in names: some Sequence<String>, else fallback: String = ""
) -> String {
  didYouMean(nearest(typed, in: names), else: fallback)
}

/// The end of a message about an unknown word, which probably meant `name`.
private func didYouMean(_ name: String?, else fallback: String = "") -> String {
  name.map { "; did you mean `\($0)`?" } ?? fallback
}
