import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `completions` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// What bash offers for a command line whose last word is being typed.
  private func offers(_ words: String...) throws -> Set<String> {
    let quoted = (["policyc"] + words).map { "'\($0)'" }.joined(separator: " ")
    let run = try scratch.bash(
      """
      PATH="$(dirname "$policyc"):$PATH"; compopt() { :; }
      source <(policyc completions bash)
      COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count)
      _policyc; printf '%s\\n' "${COMPREPLY[@]}"
      """)
    #expect(run.messages == "")
    return Set(run.lines)
  }

  @Test func `bash offers commands, options, values, files and topics`() throws {
    try scratch.write(Policies.good, "a.policy")
    try scratch.write("", "a.txt")
    try scratch.write("", "sub/x.txt")
    #expect(try offers("").isSuperset(of: Command.allCases.map(\.rawValue)))
    #expect(try offers("li") == ["lint"])
    #expect(try offers("lint", "--f") == ["--format", "--fix"])
    #expect(try offers("lint", "--format", "s") == ["sarif"])
    #expect(try offers("lint", "--format", "=", "s") == ["sarif"])
    #expect(
      try offers("--color", "never", "graph", "--format", "") == ["dot", "mermaid", "json", "text"])
    #expect(try offers("--color", "") == ["auto", "always", "never"])
    #expect(try offers("lint", "") == ["a.policy", "sub"])
    #expect(try offers("explain", "P0301") == ["P0301"])
    #expect(try offers("completions", "") == ["bash", "zsh", "fish"])
    #expect(try offers("init", "--template", "o") == ["orders"])
  }

  @Test(arguments: Completions.Shell.allCases)
  func `every shell accepts its script, which names everything`(shell: Completions.Shell) throws {
    let script = try scratch.run("completions", shell.rawValue)
    #expect(script.status == 0)
    for command in Command.allCases { #expect(script.text.contains(command.rawValue)) }
    for row in OptionRow.all {
      #expect(script.text.contains(String(row.name.rawValue.drop { $0 == "-" })))
    }
    try scratch.write(script.out, "script")
    let name = shell.rawValue
    let check = try scratch.bash("command -v \(name) >/dev/null || exit 77; \(name) -n script")
    if check.status == 77 { try Test.cancel("no \(name) here") }
    #expect(check.status == 0)
    #expect(check.messages == "")
  }
}
