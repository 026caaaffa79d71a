extension Completions {
  /// The script for zsh.
  static var zsh: String {
    var script = """
      #compdef policyc
      # zsh completion for policyc; put it into a folder of $fpath as _policyc
      _policyc() {
        local command i
        for ((i = 2; i < CURRENT; i++)); do
          case ${words[i]} in
            \(Command.allCases.map(\.rawValue).joined(separator: "|"))) command=${words[i]}; break ;;
          esac
        done
        case $command in

      """
    for command in Command.allCases {
      script += "    \(command.rawValue)) _arguments \\\n"
      for row in OptionRow.rows(of: command) { script += "      \(zshOption(row)) \\\n" }
      script += "      ':command:' \(zshOperands(command)) ;;\n"
    }
    script += "    *)\n      local -a commands=(\n"
    for command in Command.allCases {
      script += "        \(quoted("\(command.rawValue):\(command.row.summary)"))\n"
    }
    script += "      )\n      _arguments \\\n"
    for row in OptionRow.rows(of: nil) { script += "        \(zshOption(row)) \\\n" }
    script += "        '*::command:{_describe command commands}' ;;\n"
    return script
      + "  esac\n}\nif [[ $zsh_eval_context[-1] == loadautofunc ]]; then _policyc \"$@\"; "
      + "else compdef _policyc policyc; fi\n"
  }

  private static func zshOption(_ row: OptionRow) -> String {
    let name = row.name.rawValue
    // A colon or a bracket would end the part that it stands in.
    let doc = String(row.doc.map { ":[]".contains($0) ? " " : $0 })
    guard let value = row.value else { return quoted("\(name)[\(doc)]") }
    let action =
      takesFile(row)
      ? "_files" : takesFolder(row) ? "_files -/" : "(\(row.offers.joined(separator: " ")))"
    let joint = name.hasPrefix("--") ? "=" : ""
    let many = [.set, .scenario, .deny, .allow].contains(row.name) ? "*" : ""
    return quoted(
      "\(many)\(name)\(joint)[\(doc)]:\(value):\(action == "()" ? " " : action)")
  }

  private static func zshOperands(_ command: Command) -> String {
    switch operands(of: command) {
    case .policies: "'*:policy:_files -g \"*.policy\"'"
    case .artifacts: "'*:artifact:_files -g \"*.policyc\"'"
    case .both: "'*:policy or artifact:_files -g \"*.policy(|c)\"'"
    case .words(let words): "\"*:word:(\(words))\""
    case .nothing: ""
    }
  }

  /// `text` in single quotes for a shell.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
