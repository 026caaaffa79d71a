import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `formats of findings` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Policies.mendable, "odd name%,:.policy")
    try scratch.write(Policies.good, "good.policy")
  }

  private func object(_ run: Run) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
  }

  @Test func `compact is one line a finding`() throws {
    let run = try scratch.run("lint", "--format", "compact", ".")
    #expect(run.status == 1)
    #expect(run.messages == "")
    let line = try #require(run.lines.first)
    #expect(run.lines.count == 1)
    #expect(line.hasPrefix("odd name%,:.policy:5:"))
    #expect(line.contains(": error[P0"))
  }

  @Test func `json has every field of its contract`() throws {
    let run = try scratch.run("lint", "--format", "json", ".")
    #expect(run.status == 1)
    let json = try object(run)
    #expect(json["formatVersion"] as? Int == 1)
    let summary = try #require(json["summary"] as? [String: Int])
    #expect(summary == ["errors": 1, "warnings": 0, "notes": 0, "files": 2, "omitted": 0])
    let finding = try #require((json["diagnostics"] as? [[String: Any]])?.first)
    #expect(finding["file"] as? String == "odd name%,:.policy")
    #expect(finding["severity"] as? String == "error")
    let range = try #require(finding["range"] as? [String: [String: Int]])
    #expect(range["start"]?["line"] == 5)
    let fix = try #require(finding["fix"] as? [String: Any])
    let edit = try #require((fix["edits"] as? [[String: Any]])?.first)
    let place = try #require(edit["range"] as? [String: [String: Int]])
    let (start, end) = (place["start"]?["offset"] ?? -1, place["end"]?["offset"] ?? -1)
    var bytes = Array(Policies.mendable.utf8)
    bytes.replaceSubrange(start..<end, with: Array((edit["newText"] as? String ?? "").utf8))
    try scratch.write(Data(bytes), "fixed.policy")
    #expect(try scratch.run("lint", "fixed.policy").status == 0)
  }

  @Test func `json holds against its schema`() throws {
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../grammar/schemas/diagnostics.schema.json").standardized.path
    let check = """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      jsonschema.validate(json.load(sys.stdin), json.load(open('\(schema)')))
      """
    try scratch.write(check, "check.py")
    for file in ["good.policy", "."] {
      let run = try scratch.bash("\"$policyc\" lint --format json \(file) | python3 check.py")
      if run.status == 77 || run.status == 127 { try Test.cancel("python3 has no jsonschema here") }
      #expect(run.status == 0, "\(run.messages)")
    }
  }

  @Test func `json of nothing found is still a document`() throws {
    let run = try scratch.run("lint", "--format", "json", "good.policy")
    #expect(run.status == 0)
    #expect((try object(run)["diagnostics"] as? [Any])?.isEmpty == true)
  }

  @Test func `sarif has what code scanning needs`() throws {
    let json = try object(try scratch.run("lint", "--format", "sarif", "."))
    #expect(json["version"] as? String == "2.1.0")
    let run = try #require((json["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    #expect(driver["name"] as? String == "policyc")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let result = try #require((run["results"] as? [[String: Any]])?.first)
    let index = try #require(result["ruleIndex"] as? Int)
    #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    let location = try #require((result["locations"] as? [[String: Any]])?.first)
    let physical = try #require(location["physicalLocation"] as? [String: [String: Any]])
    #expect(physical["artifactLocation"]?["uri"] as? String == "odd%20name%25%2C%3A.policy")
    let region = try #require(physical["region"] as? [String: Int])
    #expect(region["startLine"] == 5)
    #expect((region["byteOffset"] ?? 0) > 0)
    #expect((result["fixes"] as? [[String: Any]])?.first?["artifactChanges"] != nil)
  }

  @Test func `github escapes what would end a command`() throws {
    let run = try scratch.run("lint", "--format", "github", ".")
    let line = try #require(run.lines.first)
    #expect(line.hasPrefix("::error file=odd name%25%2C%3A.policy,line=5,col="))
    #expect(line.contains(",endLine=5,endColumn="))
    #expect(line.contains(",title=P0"))
    #expect(run.lines.allSatisfy { $0.hasPrefix("::") })
  }

  @Test func `junit is a test case a file`() throws {
    let run = try scratch.run("lint", "--format", "junit", ".")
    #expect(run.status == 1)
    #expect(run.text.contains("tests=\"2\" failures=\"1\""))
    #expect(run.text.contains("name=\"good.policy\"/>"))
    let parser = XMLReading(run.out)
    #expect(parser.isWellFormed)
    #expect(parser.names == ["testsuites", "testsuite", "testcase", "testcase", "failure"])
  }
}
