import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `test --mutate` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(
      `test`.policy("expect availability, at-least: 99%\n  expect duplicates, at-most: 0"),
      "a.policy")
  }

  private func items() throws -> [[String: Any]] {
    let run = try scratch.run("test", "--mutate", "--format", "json", "a.policy")
    #expect(run.status == 0, "\(run.messages)")
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    let files = try #require(json["files"] as? [[String: Any]])
    let mutants = try #require(files.first?["mutants"] as? [String: Any])
    let items = try #require(mutants["items"] as? [[String: Any]])
    #expect(mutants["total"] as? Int == items.count)
    #expect(
      mutants["noticed"] as? Int == items.count { $0["outcome"] as? String != "unnoticed" })
    return items
  }

  @Test func `an expectation notices that the second member is gone`() throws {
    let found = try items().first { $0["title"] as? String == "without the member b of both" }
    let mutant = try #require(found)
    #expect(mutant["outcome"] as? String == "expectation")
    #expect(mutant["scenario"] as? String == "outage")
    #expect(mutant["expectation"] as? String == "availability, at-least: 99%")
    #expect(mutant["line"] as? Int == 8)
    #expect(mutant["expectationLine"] as? Int == 19)
  }

  @Test func `the compiler notices what cannot be left out, by its code`() throws {
    let found = try items().first { ($0["title"] as? String)?.contains("rule otherwise") == true }
    let mutant = try #require(found)
    #expect(mutant["outcome"] as? String == "refused")
    #expect((mutant["code"] as? String)?.hasPrefix("P0") == true)
  }

  @Test func `nobody notices a number that no scenario needs`() throws {
    let found = try items().first { ($0["title"] as? String)?.hasPrefix("failback hold") == true }
    #expect(found?["outcome"] as? String == "unnoticed")
  }

  @Test func `what nobody noticed comes first, and do not change the exit code`() throws {
    let run = try scratch.run("test", "--mutate", "a.policy")
    #expect(run.status == 0)
    let verdicts = run.lines.compactMap { line -> String? in
      let word = line.split(separator: " ").first.map(String.init)
      return line.hasPrefix("    ") && !line.hasPrefix("     ") ? word : nil
    }
    let unnoticed = verdicts.count { $0 == "unnoticed" }
    #expect(unnoticed > 0)
    #expect(verdicts.prefix(unnoticed).allSatisfy { $0 == "unnoticed" })
    #expect(verdicts.dropFirst(unnoticed).allSatisfy { ["noticed", "refused"].contains($0) })
    #expect(run.text.contains("mutation: "))
    #expect(run.text.contains("by outage, line 19: expect availability, at-least: 99%"))
    #expect(run.text.contains("by the compiler (P0"))
  }

  /// What failed before notices nothing, and still fails.
  @Test func `an expectation that does not hold notices nothing`() throws {
    try scratch.write(
      `test`.policy("expect attempts, to: b, at-most: 1/s"), "b.policy")
    let run = try scratch.run("test", "--mutate", "b.policy")
    #expect(run.status == 1)
    #expect(!run.text.contains("    noticed"))
  }

  @Test func `a guarantee that was proved notices what no scenario does`() throws {
    let text = `test`.policy(
      "expect duplicates, at-most: 0", more: "guarantee chat { survives any: 1, of: provider }")
    try scratch.write(text, "c.policy")
    let run = try scratch.run("test", "--mutate", "--format", "json", "c.policy")
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    let file = try #require((json["files"] as? [[String: Any]])?.first)
    let items = try #require((file["mutants"] as? [String: Any])?["items"] as? [[String: Any]])
    let found = items.first { $0["title"] as? String == "without the member b of both" }
    let mutant = try #require(found)
    #expect(mutant["outcome"] as? String == "guarantee")
    #expect(mutant["route"] as? String == "chat")
    #expect((mutant["guarantee"] as? String)?.hasPrefix("survives any: 1") == true)
    let shown = try scratch.run("test", "--mutate", "c.policy")
    #expect(shown.text.contains("by guarantee chat, line "))
  }

  @Test func `a guarantee that does not hold notices nothing`() throws {
    let text = `test`.policy(
      "expect duplicates, at-most: 0", more: "guarantee chat { attempts at-most: 1 }")
    try scratch.write(text, "d.policy")
    #expect(!(try scratch.run("test", "--mutate", "d.policy")).text.contains("by guarantee"))
  }
}
