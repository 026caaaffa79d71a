import Foundation
import Testing

/// One case of the corpus: a heading, why it is there, the input, and what comes of it.
struct CorpusCase: Sendable, CustomTestStringConvertible {
  /// A fenced block of the case.
  struct Block: Sendable {
    /// What stands behind the fence, as words: `policy escaped`, `tree`.
    let info: [String]
    /// The lines between the fences, each ended.
    let content: String
    /// Where the content stands in the file's lines.
    let lines: Range<Int>

    /// The first word behind the fence.
    var kind: String { info.first ?? "" }
    /// Whether escapes in it stand for bytes.
    var isEscaped: Bool { info.contains("escaped") }
    /// The file that a policy block stands for.
    var fileName: String { info.dropFirst().first { $0 != "escaped" } ?? "case.policy" }
    /// The bytes of the file that it stands for.
    var bytes: [UInt8] { isEscaped ? CorpusEscapes.decode(content) : Array(content.utf8) }
    /// Whether it is input and not an outcome.
    var isInput: Bool { kind == "policy" || kind == "settings" }
  }

  /// The file, relative to the corpus, as in `syntax/commas.md`.
  let file: String
  let heading: String
  let blocks: [Block]
  /// The line behind the last block of input: where an outcome that is missing is to be written.
  let inputEnd: Int

  /// The folder of the file, as in `syntax`.
  var stage: String { String(file.prefix { $0 != "/" }) }
  var policies: [Block] { blocks.filter { $0.kind == "policy" } }
  var outcomes: [Block] { blocks.filter { !$0.isInput } }
  var testDescription: String { "\(file): \(heading)" }

  /// The files that the case is made of; the first is the root.
  var sources: [(name: String, bytes: [UInt8])] {
    policies.map { ($0.fileName, $0.bytes) }
  }

  /// `name=value` of its settings block.
  var settings: [(name: String, value: String)] {
    blocks.filter { $0.kind == "settings" }.flatMap { block in
      block.content.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "=", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }
    }
  }
}

/// One Markdown file of the corpus.
struct CorpusFile: Sendable, CustomTestStringConvertible {
  let name: String
  let url: URL
  let lines: [String]
  let cases: [CorpusCase]
  /// What is wrong with the file itself.
  let faults: [String]

  var testDescription: String { name }

  /// The folder of the corpus.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus")

  /// All files, by name; those below `trace`, `diff`, `guarantees` and `public` have tests of their
  /// own.
  static let all: [CorpusFile] = {
    let names = FileManager.default.enumerator(atPath: root.resolvingSymlinksInPath().path)
    let paths = (names?.compactMap { $0 as? String } ?? []).filter {
      $0.hasSuffix(".md") && !$0.hasPrefix("trace/") && !$0.hasPrefix("diff/")
        && !$0.hasPrefix("guarantees/") && !$0.hasPrefix("public/")
    }
    return paths.sorted().compactMap { CorpusFile($0) }
  }()

  /// Reads one file.
  init?(_ name: String) {
    let url = CorpusFile.root.appendingPathComponent(name)
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    self.init(name, url: url, text: text)
  }

  /// Cuts `text` into cases.
  init(_ name: String, url: URL, text: String) {
    self.name = name
    self.url = url
    var lines = text.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    var cases: [CorpusCase] = []
    var faults: [String] = []
    var heading: String?
    var blocks: [CorpusCase.Block] = []
    var i = 0
    var inputEnd = 0
    func finish() {
      guard let heading else { return }
      if cases.contains(where: { $0.heading == heading }) {
        faults.append("two cases are called \"\(heading)\"")
      }
      if !blocks.contains(where: { $0.kind == "policy" }) {
        faults.append("\"\(heading)\" has no policy")
      }
      cases.append(CorpusCase(file: name, heading: heading, blocks: blocks, inputEnd: inputEnd))
    }
    while i < lines.count {
      let line = lines[i]
      i += 1
      if line.hasPrefix("## ") {
        finish()
        heading = String(line.dropFirst(3))
        blocks = []
        inputEnd = i
      } else if line.hasPrefix("```") {
        let first = i
        while i < lines.count, lines[i] != "```" { i += 1 }
        if i == lines.count { faults.append("line \(first): this block is never closed") }
        let info = line.dropFirst(3).split(separator: " ").map(String.init)
        let content = lines[first..<i].map { $0 + "\n" }.joined()
        let block = CorpusCase.Block(info: info, content: content, lines: first..<i)
        blocks.append(block)
        i = min(i + 1, lines.count)
        if block.isInput { inputEnd = i }
      }
    }
    finish()
    self.cases = cases
    self.faults = faults
  }
}
