import Foundation
import TestThreads
import Testing

@testable import policyc

/// Every example is traced, whatever befalls it.
@Suite(.offPool) struct `trace of the examples` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = repository.appendingPathComponent("examples")
  static let examples: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".policy") }.sorted()
  }()

  /// The routes and the endpoints of an example, as its graph names them.
  private func names(_ path: String) throws -> (routes: [String], endpoints: [String]) {
    let run = try scratch.run("graph", "--format", "json", path)
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    let nodes = json["nodes"] as? [[String: Any]] ?? []
    func names(_ kind: String) -> [String] {
      nodes.filter { $0["kind"] as? String == kind }.compactMap { $0["name"] as? String }
    }
    return (names("route"), names("endpoint"))
  }

  private func path(_ example: String) -> String {
    `trace of the examples`.folder.appendingPathComponent(example).path
  }

  @Test func `there are seven at least`() {
    #expect(`trace of the examples`.examples.count >= 7)
  }

  @Test(arguments: examples)
  func `whatever all endpoints do, the request ends in time`(example: String) throws {
    let names = try names(path(example))
    #expect(!names.routes.isEmpty && !names.endpoints.isEmpty)
    let outcomes = ["ok", "slow", "timeout", "connection", "overloaded:1s", "unauthorized", "cut"]
    for route in names.routes {
      for outcome in outcomes {
        let given = names.endpoints.map { "\($0)=\(outcome)" }.joined(separator: ",")
        let run = try scratch.run(
          "trace", "--format", "json", "--route", route, "--given", given, path(example))
        #expect(run.status == 0, "\(route) \(outcome): \(run.messages)")
        let json = try JSONSerialization.jsonObject(with: run.out) as? [String: Any]
        let result = try #require(json?["result"] as? [String: Any])
        let steps = try #require(json?["steps"] as? [[String: Any]])
        let times = steps.compactMap { $0["t"] as? Double }
        #expect(times == times.sorted() && times.count == steps.count)
        #expect(["answer", "fail"].contains(steps.last?["command"] as? String))
        let isEnd = steps.map { ["answer", "fail"].contains($0["command"] as? String) }
        #expect(isEnd.filter { $0 }.count == 1)
        if outcome == "ok" { #expect(result["level"] as? String == "full", "\(route)") }
        let asked = steps.filter { ["attempt", "resume"].contains($0["command"] as? String) }
        #expect(asked.count == result["attempts"] as? Int)
      }
    }
  }

  @Test(arguments: examples)
  func `the text of it ends with who answered`(example: String) throws {
    for route in try names(path(example)).routes {
      let run = try scratch.run("trace", "--color", "never", "--route", route, path(example))
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.lines.first?.hasPrefix("\(route): ") == true)
      #expect(run.text.contains(" answered in full after "), "\(run.text)")
    }
  }

  @Test func `the JSON holds against its schema`() throws {
    let schema = `trace of the examples`.repository
      .appendingPathComponent("grammar/schemas/trace.schema.json").path
    try scratch.write(
      """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      check = jsonschema.Draft202012Validator(json.load(open('\(schema)')))
      for name in sys.argv[1:]: check.validate(json.load(open(name)))
      """, "check.py")
    var files: [String] = []
    for example in `trace of the examples`.examples {
      let names = try names(path(example))
      for route in names.routes {
        for outcome in ["ok", "timeout", "unavailable", "cut", "isolated"] {
          let given = names.endpoints.map { "\($0)=\(outcome)" }.joined(separator: ",")
          let run = try scratch.run(
            "trace", "--format", "json", "--route", route, "--given", given, path(example))
          files.append("\(files.count).json")
          try scratch.write(run.out, files.last ?? "")
        }
      }
    }
    let check = try scratch.bash("python3 check.py \(files.joined(separator: " "))")
    if check.status == 77 || check.status == 127 {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(check.status == 0, "\(check.messages)")
    #expect(files.count > 40)
  }
}
