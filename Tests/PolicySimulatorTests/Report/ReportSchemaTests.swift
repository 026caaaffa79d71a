import Foundation
import PolicySimulator
import TestThreads
import Testing

/// What is written keeps what `simulation.schema.json` promises.
@Suite(.offPool) struct ReportSchemaTests {
  private static let schema = URL(filePath: #filePath)
    .appending(path: "../../../../grammar/schemas/simulation.schema.json").standardized.path

  /// Whether python's jsonschema takes each of `reports`; nil without python or jsonschema.
  private func verdict(_ reports: [[UInt8]]) throws -> (isValid: Bool, messages: String)? {
    let folder = URL.temporaryDirectory.appending(path: "report-schema-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      check = jsonschema.Draft202012Validator(json.load(open('\(Self.schema)')))
      for name in sys.argv[1:]: check.validate(json.load(open(name)))
      """
    var names = ["-c", script]
    for (place, report) in reports.enumerated() {
      let file = folder.appending(path: "\(place).json")
      try Data(report).write(to: file)
      names.append(file.path)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + names
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    let said = messages.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 77 || process.terminationStatus == 127 { return nil }
    return (process.terminationStatus == 0, String(decoding: said, as: UTF8.self))
  }

  @Test func `the JSON of reports holds against the schema`() throws {
    var reports = Fixtures.Sample.allCases.map { $0.report.json() }
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      reports.append(random.report().json())
    }
    guard let verdict = try verdict(reports) else {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(verdict.isValid, "\(verdict.messages.suffix(2000))")
  }

  @Test(arguments: [
    ("\"formatVersion\": 1", "\"formatVersion\": 2"), ("\"requests\": 4", "\"requests\": -4"),
    ("\"unit\": \"share\"", "\"unit\": \"percent\""), ("\"held\": true", "\"held\": 1"),
    ("\"breaker\": \"closed\"", "\"breaker\": null"), ("\"p999\":", "\"p9999\":"),
  ])
  func `the schema refuses what is no report`(good: String, bad: String) throws {
    let json = String(decoding: Fixtures.single.json(), as: UTF8.self)
    let damaged = json.replacing(good, with: bad)
    #expect(damaged != json)
    guard let verdict = try verdict([Array(damaged.utf8)]) else {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(!verdict.isValid)
  }
}
