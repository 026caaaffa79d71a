import PolicyGraph
import PolicySimulator

extension Baseline {
  /// The largest file that is read as a baseline.
  static let bytesMax = 64 << 20

  /// Reads what `json` wrote.
  init(json bytes: [UInt8]) throws(ReportError) {
    let document = try ReportCursor(document: bytes)
    let version = try document.count("formatVersion")
    guard version == 1 else {
      throw try document.field("formatVersion").error(
        "this version of policyc knows formatVersion 1, not \(version)")
    }
    let entries = try document.field("findings").list {
      (entry) throws(ReportError) -> (Key, Int) in
      let key = Key(
        file: try entry.field("file").text(), rule: try entry.field("rule").text(),
        declaration: try entry.field("declaration").text(),
        line: try entry.field("line").text())
      let count = try entry.count("count")
      guard (1...1_000_000).contains(count) else {
        throw try entry.field("count").error("a count from 1 to 1000000 is wanted")
      }
      return (key, count)
    }
    self.init()
    for (key, count) in entries { add(key, count) }
  }

  /// The baseline as `grammar/schemas/baseline.schema.json` describes it, one entry a line, so that
  /// a review shows what was added and what is gone.
  func json() -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.objects("findings", counts.keys.sorted(), inline: true) { key, json in
        json.field("file", key.file)
        json.field("rule", key.rule)
        json.field("declaration", key.declaration)
        json.field("line", key.line)
        json.field("count", counts[key] ?? 1)
      }
    }
  }
}
