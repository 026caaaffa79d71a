import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `simulate, its JSON` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../..").standardized

  @Test func `holds against its schema: runs, parts, comparisons, examples`() throws {
    let schema = `simulate, its JSON`.repository
      .appendingPathComponent("grammar/schemas/simulation.schema.json").path
    let example = `simulate, its JSON`.repository
      .appendingPathComponent("examples/payments.policy").path
    try scratch.write(
      """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      check = jsonschema.Draft202012Validator(json.load(open('\(schema)')))
      for name in sys.argv[1:]: check.validate(json.load(open(name)))
      """, "check.py")
    try scratch.write(Plans.simple, "a.policy")
    let later = Plans.simple.replacing("at 5s { outage a", with: "at 50s { outage a")
    try scratch.write(later, "b.policy")
    let lines: [[String]] = [
      ["a.policy"], ["a.policy", "--shard", "2/2"], ["a.policy", "--shard", "9/9"],
      ["a.policy", "--against", "b.policy"], ["a.policy", "--sweep", "tries=2,3"],
      [example, "--runs", "1"],
    ]
    var names: [String] = []
    for line in lines {
      let run = try scratch.run(["simulate", "--format", "json"] + line)
      #expect(run.messages == "")
      names.append("\(names.count).json")
      try scratch.write(run.out, names.last ?? "")
    }
    let check = try scratch.bash("python3 check.py \(names.joined(separator: " "))")
    if check.status == 77 || check.status == 127 {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(check.status == 0, "\(check.messages)")
  }
}
