import Foundation

/// A page of Markdown whose blocks a reader could type: README and tour.
struct Document {
  /// A fenced block, or the lines between two of them.
  struct Part {
    /// What stands behind the fence; nil between blocks.
    var kind: String?
    var lines: [String]
    /// The number of its first line.
    var line: Int
  }

  let path: String
  private(set) var parts: [Part] = []

  init(_ path: String) throws {
    self.path = path
    let text = try String(contentsOf: Document.root.appendingPathComponent(path), encoding: .utf8)
    var part = Part(kind: nil, lines: [], line: 1)
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      guard line.hasPrefix("```") else {
        part.lines.append(line)
        continue
      }
      parts.append(part)
      let kind = part.kind == nil ? String(line.dropFirst(3)) : nil
      part = Part(kind: kind, lines: [], line: index + 2)
    }
    parts.append(part)
  }

  /// The repository.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Writes the page with other lines in the place of a block's.
  mutating func replace(_ index: Int, _ lines: [String]) throws {
    parts[index].lines = lines
    let text = parts.map { part in
      part.kind.map { (["```\($0)"] + part.lines + ["```"]).joined(separator: "\n") }
        ?? part.lines.joined(separator: "\n")
    }
    let url = Document.root.appendingPathComponent(path)
    try Data(text.joined(separator: "\n").utf8).write(to: url)
  }
}
