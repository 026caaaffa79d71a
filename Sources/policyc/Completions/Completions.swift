import PolicyLanguage
import PolicyLint

/// The completion scripts, made from the tables of commands and options.
enum Completions {
  /// A shell that there is a script for.
  enum Shell: String, CaseIterable {
    case bash, zsh, fish
  }

  /// The script of a shell.
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// What may stand beside the options of a command.
  enum Operands {
    case policies, artifacts, both, words(String), nothing
  }

  /// What a shell offers for the operands of `command`.
  static func operands(of command: Command) -> Operands {
    switch command {
    case .lint, .fmt, .graph, .test, .compile, .deps: .policies
    case .simulate, .trace, .classify, .diff: .both
    case .inspect: .artifacts
    case .explain:
      .words(
        (Explain.topics.filter { !$0.contains(" ") } + RulePages.ids + ReasonPages.codes)
          .joined(separator: " "))
    case .initialise, .lsp: .nothing
    case .completions: .words(Shell.allCases.map(\.rawValue).joined(separator: " "))
    }
  }

  /// True if the value of an option is a file, as a shell should complete it.
  static func takesFile(_ row: OptionRow) -> Bool {
    [.output, .html, .against, .baseline].contains(row.name)
  }

  /// True if the value of an option is a folder.
  static func takesFolder(_ row: OptionRow) -> Bool { row.name == .root }
}
