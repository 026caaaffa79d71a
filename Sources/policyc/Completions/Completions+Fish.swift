extension Completions {
  /// The script for fish.
  static var fish: String {
    var script =
      "# fish completion for policyc; put it into ~/.config/fish/completions/policyc.fish\n"
    let all = Command.allCases.map(\.rawValue).joined(separator: " ")
    script += "complete -c policyc -f\n"
    for command in Command.allCases {
      script += "complete -c policyc -n 'not __fish_seen_subcommand_from \(all)' "
      script += "-a \(command.rawValue) -d \(fishQuoted(command.row.summary))\n"
    }
    for row in OptionRow.all {
      script += "complete -c policyc"
      if let commands = row.commands {
        let names = commands.map(\.rawValue).joined(separator: " ")
        script += " -n '__fish_seen_subcommand_from \(names)'"
      }
      let name = row.name.rawValue
      script += name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(name.dropFirst())"
      if takesFile(row) {
        script += " -r -F"
      } else if takesFolder(row) {
        script += " -x -a '(__fish_complete_directories)'"
      } else if row.value != nil {
        script += " -x"
        if !row.offers.isEmpty { script += " -a '\(row.offers.joined(separator: " "))'" }
      }
      script += " -d \(fishQuoted(row.doc))\n"
    }
    for command in Command.allCases {
      guard let words = fishOperands(command) else { continue }
      script += "complete -c policyc -n '__fish_seen_subcommand_from \(command.rawValue)' "
      script += "\(words)\n"
    }
    return script
  }

  private static func fishOperands(_ command: Command) -> String? {
    switch operands(of: command) {
    case .policies: "-k -a '(__fish_complete_suffix .policy)'"
    case .artifacts: "-k -a '(__fish_complete_suffix .policyc)'"
    case .both: "-k -a '(__fish_complete_suffix .policy .policyc)'"
    case .words(let words): "-a '\(words)'"
    case .nothing: nil
    }
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'")
      + "'"
  }
}
