extension Completions {
  /// The script for bash.
  static var bash: String {
    var script = """
      # bash completion for policyc; load it with: source <(policyc completions bash)
      _policyc() {
        local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command="" i
        COMPREPLY=()
        if [[ $word == = ]]; then word=""; fi
        if [[ $previous == = && $COMP_CWORD -gt 1 ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in
            \(Command.allCases.map(\.rawValue).joined(separator: "|"))) command=${COMP_WORDS[i]}; break ;;
          esac
        done
        case "$command $previous" in

      """
    for row in OptionRow.all where row.value != nil {
      let owners = row.commands?.map(\.rawValue) ?? ["*"]
      let patterns = owners.map {
        $0 == "*" ? "*\" \(row.name.rawValue)\"" : "\"\($0) \(row.name.rawValue)\""
      }
      script += "    \(patterns.joined(separator: "|"))) \(bashValues(row)); return ;;\n"
    }
    script += "  esac\n  case $command in\n"
    for command in Command.allCases {
      let names = OptionRow.rows(of: command).map(\.name.rawValue).joined(separator: " ")
      script += "    \(command.rawValue))\n"
      script +=
        "      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"\(names)\" -- \"$word\"))\n"
      script += "      else \(bashOperands(command)); fi ;;\n"
    }
    let words =
      Command.allCases.map(\.rawValue) + OptionRow.rows(of: nil).map(\.name.rawValue)
    script +=
      "    *) COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")) ;;\n"
    return script + "  esac\n}\ncomplete -o filenames -F _policyc policyc\n"
  }

  private static func bashValues(_ row: OptionRow) -> String {
    if takesFile(row) { return "COMPREPLY=($(compgen -f -- \"$word\"))" }
    if takesFolder(row) { return "COMPREPLY=($(compgen -d -- \"$word\"))" }
    let words = row.offers.joined(separator: " ")
    return words.isEmpty ? ":" : "COMPREPLY=($(compgen -W \"\(words)\" -- \"$word\"))"
  }

  private static func bashOperands(_ command: Command) -> String {
    switch operands(of: command) {
    case .policies: bashFiles("policy")
    case .artifacts: bashFiles("policyc")
    case .both: bashFiles("policy*")
    case .words(let words): "COMPREPLY=($(compgen -W \"\(words)\" -- \"$word\"))"
    case .nothing: ":"
    }
  }

  private static func bashFiles(_ ending: String) -> String {
    "COMPREPLY=($(compgen -d -- \"$word\"; compgen -f -X '!*.\(ending)' -- \"$word\"))"
  }
}
