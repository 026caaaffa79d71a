import PolicyGraph

/// What a result is, by its first bytes: a result is written over nothing but its own kind.
struct OutputKind: Equatable {
  /// How it is called, with its article.
  let name: String

  /// How many bytes show what a file is.
  static let bytesMax = 256

  private static let beginnings: [(text: String, name: String)] = [
    ("<!DOCTYPE html>", "a page"), ("digraph policy {", "a picture in DOT"),
    ("flowchart ", "a picture in Mermaid"), ("route ", "a list of cut sets"),
  ]

  /// The kind of a file by its beginning; nil if it is none that policyc writes.
  init?(_ bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(OutputKind.bytesMax))
    if start.starts(with: ArtifactFormat.signature) {
      name = "an artifact"
    } else if let known = OutputKind.beginnings.first(where: { start.starts(with: $0.text.utf8) }) {
      name = known.name
    } else if let key = OutputKind.key(start) {
      name = "JSON with `\(key)`"
    } else {
      return nil
    }
  }

  /// The member behind `formatVersion`, which begins each JSON that policyc writes.
  private static func key(_ bytes: [UInt8]) -> String? {
    let parts = String(decoding: bytes, as: UTF8.self)
      .filter { !$0.isWhitespace }.split(separator: "\"", maxSplits: 4)
    guard parts.count > 3, parts[0] == "{", parts[1] == "formatVersion" else { return nil }
    return String(parts[3])
  }
}
