import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `the command line` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test(arguments: [
    (["lnt"], "unknown command `lnt`; did you mean `lint`?"),
    (["zzzzzz"], "unknown command `zzzzzz`\n"),
    (["lsp", "a.policy"], "`policyc lsp` takes no `a.policy`"),
    (["a.policy"], "to check it, run `policyc lint a.policy`"),
    (["lint"], "`policyc lint` needs the policies to check"),
    (
      ["lint", "--fromat", "json", "a"],
      "unknown option `--fromat` of `policyc lint`; did you mean `--format`?"
    ),
    (["lint", "-format=json", "a"], "did you mean `--format`?"),
    (["lint", "--format", "jsn", "a"], "`--format` cannot be `jsn`; did you mean `json`?"),
    (["lint", "--format", "yellow", "a"], "one of text, compact, json, sarif, github, junit"),
    (["lint", "a", "--format"], "`--format` needs a value: one of text"),
    (["lint", "--format=", "a"], "`--format` needs a value"),
    (["lint", "--fix=yes", "a"], "`--fix` takes no value"),
    (["lint", "--fix", "-"], "cannot fix standard input"),
    (["lint", "-", "-"], "standard input can be read once only"),
    (["fmt", "--set", "a=1", "a"], "unknown option `--set` of `policyc fmt`"),
    (["--check"], "unknown option `--check`"),
    (["completions", "ksh"], "no completion for `ksh`"),
    (["completions"], "needs the name of a shell"),
    (["explain", "P9999"], "nothing to explain about `P9999`"),
    (["init", "chat"], "takes no `chat`"),
    (["lint", "--", "--help"], "cannot read `--help`: there is no such file"),
  ]) func `says what is wrong with it, and exits with 2`(words: [String], message: String) throws {
    let run = try scratch.run(words)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
  }

  @Test func `takes options anywhere, joined to their values or not`() throws {
    try scratch.write(Policies.misspelt, "a.policy")
    let expected = try scratch.run("lint", "--format", "compact", "a.policy").text
    #expect(expected != "")
    for words in [
      ["--color", "never", "lint", "a.policy", "--format=compact"],
      ["lint", "a.policy", "--format", "compact"],
      ["lint", "--format=json", "--format=compact", "--", "a.policy"],
    ] { #expect(try scratch.run(words).text == expected) }
  }

  @Test func `help exists at every level and fits a terminal`() throws {
    let overview = try scratch.run("--help")
    #expect(overview.status == 0)
    #expect(try scratch.run("help").text == overview.text)
    #expect(try scratch.run("-h").text == overview.text)
    for command in Command.allCases {
      let headline = try scratch.run(command.rawValue, "--help").lines.first ?? ""
      #expect(headline.hasSuffix("?") || headline.hasSuffix(".") && !headline.hasSuffix("?."))
      #expect(overview.text.contains("\n  \(command.rawValue) "))
      let page = try scratch.run(command.rawValue, "--help")
      #expect(page.status == 0)
      #expect(page.messages == "")
      #expect(try scratch.run("help", command.rawValue).text == page.text)
      for row in OptionRow.rows(of: command) { #expect(page.text.contains(row.name.rawValue)) }
      #expect(page.text.contains("Examples:\n  "))
      for line in page.lines { #expect(line.count <= 96, "\(line)") }
    }
    for line in overview.lines { #expect(line.count <= 96, "\(line)") }
  }

  @Test func `without a command the help goes to standard error`() throws {
    let run = try scratch.run()
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains("Usage: policyc COMMAND"))
  }

  @Test func `the version is one line`() throws {
    #expect(try scratch.run("--version").text == "policyc \(Version.tool)\n")
    #expect(try scratch.run("lint", "--version").text == "policyc \(Version.tool)\n")
  }

  @Test func `explain lists its topics and explains each kind`() throws {
    let contents = try scratch.run("explain").text
    #expect(contents.contains("P0301"))
    #expect(contents.contains("failback"))
    #expect(try scratch.run("explain", "p0301").text.contains("P0301"))
    #expect(try scratch.run("explain", "unknown-keyword").text.contains("P0301"))
    #expect(try scratch.run("explain", "timeout", "attempt").text.contains("attempt"))
    #expect(try scratch.run("explain", "failbak").messages.contains("did you mean `failback`?"))
  }

  @Test(arguments: ["chat", "orders", "payments", "regions"])
  func `init begins a policy that is good and tidy, and never overwrites`(name: String) throws {
    let run = try scratch.run("init", "--template", name)
    #expect(run.status == 0)
    #expect(run.messages.contains("policyc lint \(name).policy"))
    let text = try scratch.read("\(name).policy")
    let lint = try scratch.run("lint", "--deny", "warnings", "\(name).policy")
    #expect(lint.status == 0, "\(lint.messages)")
    #expect(try scratch.run("fmt", "--check", "--diff", "\(name).policy").text == "")
    #expect(try scratch.run("compile", "\(name).policy").status == 0)
    // The regions are asked by many: a hundred seeds of theirs take .ci/run a release build.
    let seeds = name == "regions" ? 1 : 100
    let bound = "  expect availability"
    try scratch.write(text.replacing(bound, with: "  runs \(seeds)\n\(bound)"), "seeds.policy")
    let test = try scratch.run("test", "seeds.policy")
    #expect(test.status == 0, "\(test.text)\(test.messages)")
    #expect(test.text.contains("\(seeds) run"))
    let again = try scratch.run("init", "--template", name)
    #expect(again.status == 2)
    #expect(again.messages.contains("it exists, and is left as it is"))
    #expect(try scratch.read("\(name).policy") == text)
    #expect(try scratch.run("init", "-o", "other.policy").status == 0)
    #expect(try scratch.names().allSatisfy { !$0.hasPrefix(".") })
  }
}
