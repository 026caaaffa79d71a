import Foundation
import TestThreads
import Testing

/// The schemas of what programs read: each names its version, and a test holds real output against
/// it.
@Suite(.offPool) struct SchemaFileTests {
  private static let schemas = Repository.files.filter {
    $0.path.hasPrefix("grammar/schemas/")
  }

  @Test(arguments: schemas.map(\.path))
  func `a schema says what it is for, and asks for formatVersion 1`(path: String) throws {
    let json = try JSONSerialization.jsonObject(with: Data(Repository.bytes(path)))
    let schema = try #require(json as? [String: Any], "\(path): a schema is an object")
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    for word in ["title", "description"] {
      #expect((schema[word] as? String)?.isEmpty == false, "\(path): `\(word)` is missing")
    }
    let required = schema["required"] as? [String] ?? []
    #expect(required.contains("formatVersion"), "\(path): `formatVersion` is not required")
    let properties = schema["properties"] as? [String: Any]
    let version = properties?["formatVersion"] as? [String: Any]
    #expect(version?["const"] as? Int == 1, "\(path): `formatVersion` is not 1")
  }

  @Test func `every schema is held against real output by a test`() {
    var found = Violations("write a test that holds what policyc prints against this schema")
    let tests = Repository.swift(in: "Tests/").filter { !$0.path.hasPrefix("Tests/TidyTests/") }
    let text = tests.flatMap { $0.lines.map(\.text) }.joined(separator: "\n")
    for schema in SchemaFileTests.schemas {
      let name = schema.path.split(separator: "/").last ?? ""
      let short = name.prefix { $0 != "." }
      if !text.contains(name), !text.contains("\"\(short)\"") { found.add(schema.path, "untested") }
    }
    found.report()
  }

  @Test func `there is one for each machine format`() {
    let names = SchemaFileTests.schemas.map(\.stem)
    for wanted in ["diagnostics", "graph", "inspect"] { #expect(names.contains(wanted)) }
  }
}
