/// What `policyc` can be asked to do; the raw value is what is typed.
enum Command: String, CaseIterable {
  case lint, fmt, graph, compile, inspect, explain
  case initialise = "init"
  case completions

  /// One row of the list that `--help` shows.
  struct Row {
    /// What it does, in the imperative.
    let summary: String
    /// What stands after the options, as shown in the usage line.
    let operands: String
    /// What its help says besides, in whole sentences; one line each.
    let details: [String]
    /// Command lines that do something useful.
    let examples: [String]
  }

  var row: Row {
    switch self {
    case .lint:
      Row(
        summary: "Check policies", operands: "FILES…",
        details: [
          "Every file named is a program of its own, with the files that it imports.",
          "Findings go to standard error; with a --format other than text they are the result and go",
          "to standard output.",
        ],
        examples: [
          "policyc lint examples", "policyc lint --format github --deny warnings .",
          "policyc lint --fix chat.policy", "policyc lint - < chat.policy",
        ])
    case .fmt:
      Row(
        summary: "Lay policies out canonically", operands: "FILES…",
        details: [
          "Files are rewritten in place, comments kept; `-` reads standard input and writes standard",
          "output. A file that cannot be parsed is left as it is.",
        ],
        examples: [
          "policyc fmt .", "policyc fmt --check examples", "policyc fmt --diff chat.policy",
        ])
    case .graph:
      Row(
        summary: "Draw the policy graph", operands: "FILE", details: [],
        examples: [
          "policyc graph chat.policy | dot -Tsvg > chat.svg",
          "policyc graph --format mermaid --route chat chat.policy",
        ])
    case .compile:
      Row(
        summary: "Write the artifact that services load", operands: "FILE",
        details: [
          "Without -o the artifact is put into the current folder, under the name of the policy.",
          "The same policy gives the same bytes on every machine.",
        ],
        examples: [
          "policyc compile -o chat.policyc chat.policy",
          "policyc compile --set budget=30% chat.policy",
        ])
    case .inspect:
      Row(
        summary: "Show what an artifact holds", operands: "FILE.policyc", details: [],
        examples: ["policyc inspect chat.policyc", "policyc inspect --format json chat.policyc"])
    case .explain:
      Row(
        summary: "Explain a diagnostic or a word of the language", operands: "CODE or WORD [LABEL]",
        details: ["Without one, all that can be explained is listed."],
        examples: ["policyc explain P0301", "policyc explain timeout attempt"])
    case .initialise:
      Row(
        summary: "Begin a policy", operands: "",
        details: ["A file that exists is never overwritten."],
        examples: ["policyc init", "policyc init --template orders -o venues.policy"])
    case .completions:
      Row(
        summary: "Print the completion script of a shell", operands: "SHELL",
        details: ["SHELL is bash, zsh or fish."],
        examples: [
          "source <(policyc completions bash)",
          "policyc completions zsh > \"${fpath[1]}/_policyc\"",
          "policyc completions fish > ~/.config/fish/completions/policyc.fish",
        ])
    }
  }

  /// Words that other versions know as commands, so that a newcomer is not left to guess.
  static let elsewhere = ["simulate", "test", "trace", "diff", "lsp"]
}
