import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `lint with rules` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// One finding of a rule that fixes, in line 4, and one of a rule that does not, in line 7.
  static let smelly = """
    language 1

    endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
    backoff even { constant base: 200ms; jitter none }
    retry usual {
      attempts 2
      budget none
      on connection { same-endpoint backoff: even; fail }
      otherwise { fail }
    }
    route chat { to a; effect read; deadline 15s; retry usual; degrade none; breaker none }

    """

  private func rules(_ run: Run) -> [String] {
    run.lines.compactMap { line in
      line.firstMatch(of: #/: (?:warning|note|error)\[([^\]]+)\]: /#).map { String($0.output.1) }
    }
  }

  @Test func `warnings are shown, and end with 1 only if they are denied`() throws {
    try scratch.write(Self.smelly, "a.policy")
    let run = try scratch.run("lint", "a.policy")
    #expect(run.status == 0)
    #expect(run.messages.contains("warning[no-jitter]: "))
    #expect(run.messages.contains("--> a.policy:4:38"))
    #expect(run.messages.contains("2 warnings; `policyc lint --fix` fixes 1"))
    #expect(try scratch.run("lint", "--deny", "warnings", "a.policy").status == 1)
    #expect(try scratch.run("lint", "--deny", "no-jitter", "a.policy").status == 1)
    #expect(try scratch.run("lint", "--deny=no-breaker", "a.policy").status == 0)
    let both = try scratch.run("lint", "--deny", "no-breaker", "--deny", "budget-none", "a.policy")
    #expect(both.status == 1)
  }

  @Test func `what is allowed on the command line is left out`() throws {
    try scratch.write(Self.smelly, "a.policy")
    let run = try scratch.run(
      "lint", "--format", "compact", "--deny", "warnings", "--allow", "no-jitter", "a.policy")
    #expect(run.status == 1)
    #expect(rules(run) == ["budget-none"])
    let all = ["--allow", "no-jitter", "--allow", "budget-none"]
    let none = try scratch.run(["lint", "--deny", "warnings"] + all + ["a.policy"])
    #expect(none.status == 0 && none.messages == "")
  }

  @Test func `a rule that does not exist is a mistake of the command line`() throws {
    try scratch.write(Self.smelly, "a.policy")
    for option in ["--deny", "--allow"] {
      let run = try scratch.run("lint", option, "no-jiter", "a.policy")
      #expect(run.status == 2)
      #expect(run.messages.contains("there is no rule `no-jiter`; did you mean `no-jitter`?"))
    }
    let far = try scratch.run("lint", "--deny", "quux", "a.policy")
    #expect(far.messages.contains("`policyc lint --rules` lists them"))
    #expect(try scratch.run("lint", "--deny", "warning", "a.policy").status == 2)
  }

  @Test func `standard input is looked through, too`() throws {
    let run = try scratch.run("lint", "--format", "compact", "-", input: Self.smelly)
    #expect(rules(run) == ["no-jitter", "budget-none"])
    #expect(run.text.hasPrefix("<stdin>:4:"))
  }

  @Test func `fixes of rules are taken, and said`() throws {
    try scratch.write(Self.smelly, "a.policy")
    let run = try scratch.run("lint", "--fix", "a.policy")
    #expect(run.messages.contains("a.policy:4:38: fixed: remove `jitter none`"))
    #expect(
      try scratch.read("a.policy") == Self.smelly.replacing("; jitter none", with: ""))
    #expect(try rules(scratch.run("lint", "--format", "compact", "a.policy")) == ["budget-none"])
  }

  @Test func `a rule that is left out fixes nothing`() throws {
    try scratch.write(Self.smelly, "a.policy")
    _ = try scratch.run("lint", "--fix", "--allow", "no-jitter", "a.policy")
    #expect(try scratch.read("a.policy") == Self.smelly)
  }

  @Test func `a shared file is told once, and what one program needs is not unused`() throws {
    let parts = Self.smelly.components(separatedBy: "route ")
    let shared = parts[0] + "allow budget-none, because: \"the desk decides\"\n"
    try scratch.write(shared, "common/shared.policy")
    let user = "language 1\nimport \"common/shared.policy\"\nroute " + parts[1]
    try scratch.write(user, "one.policy")
    try scratch.write(user.replacing("retry usual; ", with: ""), "two.policy")
    let run = try scratch.run("lint", "--format", "compact", ".")
    #expect(rules(run) == ["no-jitter"], "\(run.text)")
    // Without the program that needs it, nobody does.
    let rest = try scratch.run(
      "lint", "--format", "compact", "two.policy", "common/shared.policy", "--allow", "no-jitter")
    #expect(rules(rest).contains("unused-allowance"))
    // Who is not asked about the shared file hears nothing of its allowances.
    let alone = try scratch.run("lint", "--format", "compact", "two.policy")
    #expect(!rules(alone).contains("unused-allowance"))
  }

  @Test func `machine formats carry the rule`() throws {
    try scratch.write(Self.smelly, "odd na%me\n.policy")
    let name = "odd na%me\n.policy"
    let json = try scratch.run("lint", "--format", "json", name)
    let document = try #require(
      try JSONSerialization.jsonObject(with: json.out) as? [String: Any])
    let finding = try #require((document["diagnostics"] as? [[String: Any]])?.first)
    #expect(finding["rule"] as? String == "no-jitter")
    #expect(finding["code"] as? String == "no-jitter")
    let sarif = try scratch.run("lint", "--format", "sarif", name)
    let text = String(decoding: sarif.out, as: UTF8.self)
    #expect(text.contains("odd%20na%25me"))
    #expect(!text.contains("me\n.policy"))
    let log = try #require(try JSONSerialization.jsonObject(with: sarif.out) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    let rule = try #require((driver["rules"] as? [[String: Any]])?.last)
    #expect(rule["id"] as? String == "no-jitter")
    #expect((rule["properties"] as? [String: [String]])?["tags"] == ["timing"])
    let github = try scratch.run("lint", "--format", "github", name)
    #expect(github.lines.allSatisfy { $0.hasPrefix("::warning file=odd na%25me") })
  }

  @Test func `the rules are listed, explained and completed`() throws {
    let list = try scratch.run("lint", "--rules")
    #expect(list.status == 0 && list.text.contains("  no-jitter "))
    #expect(list.lines.allSatisfy { $0.count <= 100 })
    #expect(try scratch.run("lint", "--rules", "a.policy").status == 2)
    #expect(try scratch.run("lint", "--rules", "--format", "sarif").status == 2)
    let page = try scratch.run("explain", "no-jitter")
    #expect(page.text.contains("no-jitter (timing, warning)"))
    #expect(page.lines.allSatisfy { $0.count <= 100 })
    #expect(
      try scratch.run("explain", "no-jittre").messages.contains("did you mean `no-jitter`?"))
    #expect(try scratch.run("explain").text.contains("no-jitter"))
    for shell in ["bash", "zsh", "fish"] {
      #expect(try scratch.run("completions", shell).text.contains("no-jitter"))
    }
  }
}
