import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `diff` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardized
  private static let examples =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: repository.appendingPathComponent("examples").path)) ?? [])
    .filter { $0.hasSuffix(".policy") }.sorted()

  /// One case of the corpus.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var changes: [(old: String, new: String)]
    var outcome: [String]
  }

  static let corpus: (policy: String, cases: [Case]) = {
    let url = repository.appendingPathComponent("Tests/Corpus/diff/changes.md")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let sections = text.components(separatedBy: "\n## ").dropFirst()
    func block(_ name: String, _ section: String) -> String {
      section.components(separatedBy: "```\(name)\n").dropFirst().first?
        .components(separatedBy: "```").first ?? ""
    }
    let cases = sections.dropFirst().map { section in
      let changes = block("change", section).split(separator: "\n").map { line in
        let sides = String(line).components(separatedBy: " => ")
        return (old: sides[0], new: sides.count > 1 ? sides[1] : "")
      }
      return Case(
        testDescription: String(section.prefix { $0 != "\n" }), changes: changes,
        outcome: block("outcome", section).split(separator: "\n").map(String.init))
    }
    return (sections.first.map { block("policy", $0) } ?? "", cases)
  }()

  @Test func `the corpus is there`() {
    #expect(`diff`.corpus.cases.count >= 29)
    #expect(`diff`.examples.count >= 7)
  }

  @Test(arguments: corpus.cases)
  func `tells what changes, how bad it is, and shows a request`(sample: Case) throws {
    let old = `diff`.corpus.policy
    var new = old
    for (part, other) in sample.changes {
      #expect(new.contains(part), "`\(part)` is not in the policy")
      new = new.replacing(part, with: other)
    }
    try scratch.write(old, "old.policy")
    try scratch.write(new, "new.policy")
    let run = try scratch.run("diff", "--deny", "warning", "old.policy", "new.policy")
    #expect(run.messages == "")
    let text = flat(run)
    for line in sample.outcome {
      let wanted = line.split(separator: " ").joined(separator: " ")
      #expect(text.contains(wanted), "\(line)\nis not in\n\(run.text)")
    }
    let worst = ["danger", "warning", "note"].first { run.lines.contains($0) }
    #expect(run.status == (worst == nil || worst == "note" ? 0 : 1))
    guard let worst else { return #expect(text.contains("no change in behaviour")) }
    #expect(sample.outcome.first == worst, "\(run.text)")
  }

  @Test(arguments: [
    ("deadline 5s", "deadline 2s", [0, 0, 1] as [Int32]),
    ("path: \"/bulk\"", "path: \"/bulks\"", [0, 1, 1]), ("route bulk", "route other", [0, 1, 1]),
    ("at-least: 90%", "at-least: 91%", [0, 0, 0]),
  ]) func `exits as --deny says`(part: String, other: String, statuses: [Int32]) throws {
    try scratch.write(`diff`.corpus.policy, "old.policy")
    try scratch.write(`diff`.corpus.policy.replacing(part, with: other), "new.policy")
    let denied = [[], ["--deny", "danger"], ["--deny", "warning"]]
    for (options, status) in zip(denied, statuses) {
      let run = try scratch.run(["diff", "old.policy", "new.policy"] + options)
      #expect(run.status == status, "\(run.text)\(run.messages)")
    }
  }

  @Test(arguments: examples)
  func `of a policy with itself, its layout and its artifact is empty`(name: String) throws {
    let folder = `diff`.repository.appendingPathComponent("examples")
    let path = folder.appendingPathComponent(name).path
    let same = try scratch.run("diff", path, path)
    #expect(flat(same).hasSuffix(": no change in behaviour"))
    try FileManager.default.copyItem(
      atPath: folder.appendingPathComponent("common").path, toPath: scratch.path("common"))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try scratch.write(text.replacing("{\n", with: "{  // other\n\n\n"), "other.policy")
    let other = try scratch.run("diff", path, "other.policy")
    #expect(
      flat(other).hasSuffix(": no change in behaviour; only the text differs"), "\(other.text)")
    #expect(try scratch.run("compile", "-o", "x.policyc", path).status == 0)
    let artifact = try scratch.run("diff", "x.policyc", path)
    #expect(flat(artifact).hasSuffix(": no change in behaviour"))
  }

  @Test(arguments: [
    ("effect once", "effect idempotent", "the effect: once before, idempotent now"),
    ("guarantee pay { never-repeats }", "", "guarantee `never-repeats` is gone"),
  ]) func `a request that may be sent twice now is a danger`(
    part: String, other: String, sentence: String
  ) throws {
    let old = """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s }
      route pay { to a; effect once; deadline 5s; degrade none; retry none; breaker none }
      guarantee pay { never-repeats }

      """
    try scratch.write(old, "old.policy")
    try scratch.write(old.replacing(part, with: other), "new.policy")
    let run = try scratch.run("diff", "--deny", "danger", "old.policy", "new.policy")
    #expect(run.status == 1)
    #expect(flat(run).contains("danger - pay: \(sentence)"), "\(run.text)")
  }

  @Test func `a rule that asks no more shows the request that is sent twice`() throws {
    let old = Plans.reconciling
    try scratch.write(old, "old.policy")
    try scratch.write(old.replacing("reconcile within: 500ms; ", with: ""), "new.policy")
    let run = try scratch.run("diff", "old.policy", "new.policy")
    let text = flat(run)
    #expect(text.contains("after: a (timeout) → b → answered"), "\(run.text)")
    #expect(text.contains("before: a (timeout) → reconcile"), "\(run.text)")
  }

  @Test func `a folder is compared with nothing that is not there`() throws {
    _ = try scratch.bash("mkdir d")
    for operands in [["d", "nodir"], ["nodir", "d"]] {
      let run = try scratch.run(["diff"] + operands)
      #expect(run.status == 2)
      #expect(run.messages.contains("`nodir` does not exist"), "\(run.messages)")
    }
  }

  @Test func `the other way round what was lost is gained`() throws {
    let one = `diff`.corpus.policy
    try scratch.write(one, "old.policy")
    try scratch.write(
      one.replacing("member a; member b; fail", with: "member a; fail"), "new.policy")
    let back = try scratch.run("diff", "new.policy", "old.policy")
    #expect(back.text.contains("provider one alone no longer ends full answers"))
    #expect(back.text.contains("the availability of full answers: 99.9% before, 99.999% now"))
    #expect(!back.text.contains("a new single point of failure"))
  }

  @Test func `a pipe, and files that cannot be used`() throws {
    try scratch.write(Plans.simple, "a.policy")
    try scratch.write(Policies.broken, "broken.policy")
    let piped = try scratch.bash(#"cat a.policy | "$policyc" diff - a.policy"#)
    #expect(piped.status == 0)
    #expect(piped.text.contains("no change in behaviour"))
    let broken = try scratch.run("diff", "a.policy", "broken.policy")
    #expect(broken.status == 1)
    #expect(broken.messages.contains("broken.policy"))
    #expect(try scratch.run("diff", "a.policy", "none.policy").status == 2)
    #expect(try scratch.run("diff", "a.policy").messages.contains("OLD and NEW"))
    #expect(try scratch.run("diff", "-", "-").status == 2)
    let fed = try scratch.bash(#""$policyc" diff <(cat a.policy) a.policy"#)
    #expect(fed.status == 2)
    #expect(fed.messages.contains("use `-`"))
  }

  /// The text in one line, as lines are wrapped.
  private func flat(_ run: Run) -> String {
    run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
