import Foundation
import Testing

/// One case: a policy, a script of what happens, and what is decided.
struct TraceCase: Sendable, CustomTestStringConvertible {
  /// The file, relative to `Tests/Corpus/trace`.
  let file: String
  let heading: String
  /// The prose under the heading.
  let why: String
  /// The policies by name; the case's own is `case.policy`.
  var policies: [(name: String, text: String)]
  var script = ""
  /// Nil where no trace is written yet.
  var trace: String?
  /// Where the trace stands in the file's lines, or where it has to be put.
  var lines: Range<Int>

  var testDescription: String { "\(file): \(heading)" }

  func policy(_ name: String) -> String? { policies.last { $0.name == name }?.text }
}

/// One Markdown file of traces: a preamble whose policies every case may import, then the cases.
struct TraceFile: Sendable, CustomTestStringConvertible {
  let name: String
  let url: URL
  let lines: [String]
  private(set) var cases: [TraceCase] = []
  private(set) var faults: [String] = []

  var testDescription: String { name }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus/trace")

  /// All files, by name.
  static let all: [TraceFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { TraceFile($0) }
  }()

  static let allCases = all.flatMap(\.cases)

  init?(_ name: String) {
    url = TraceFile.folder.appendingPathComponent(name)
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    self.name = name
    var lines = text.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    read()
  }

  private mutating func read() {
    var shared: [(name: String, text: String)] = []
    var current: TraceCase?
    var prose: [String] = []
    var i = 0
    while i < lines.count {
      let line = lines[i]
      i += 1
      if line.hasPrefix("## ") {
        finish(current, prose)
        current = TraceCase(
          file: name, heading: String(line.dropFirst(3)), why: "", policies: shared, lines: i..<i)
        prose = []
      } else if line.hasPrefix("```") {
        let first = i
        while i < lines.count, lines[i] != "```" { i += 1 }
        if i == lines.count { faults.append("line \(first): this block is never closed") }
        let words = line.dropFirst(3).split(separator: " ").map(String.init)
        let content = lines[first..<i].map { $0 + "\n" }.joined()
        i = min(i + 1, lines.count)
        switch words.first {
        case "policy":
          let policy = (words.count > 1 ? words[1] : "case.policy", content)
          if current == nil { shared.append(policy) } else { current?.policies.append(policy) }
        case "script":
          current?.script += content
          current?.lines = i..<i
        case "trace":
          current?.trace = content
          current?.lines = first..<(i - 1)
        case let other:
          faults.append("line \(first): nobody knows a block called `\(other ?? "")`")
        }
      } else {
        prose.append(line)
      }
    }
    finish(current, prose)
  }

  private mutating func finish(_ found: TraceCase?, _ prose: [String]) {
    guard let found else { return }
    let why = prose.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    if why.isEmpty { faults.append("\"\(found.heading)\" does not say why it is there") }
    if found.script.isEmpty { faults.append("\"\(found.heading)\" has no script") }
    if found.policy("case.policy") == nil { faults.append("\"\(found.heading)\" has no policy") }
    if cases.contains(where: { $0.heading == found.heading }) {
      faults.append("two cases are called \"\(found.heading)\"")
    }
    cases.append(
      TraceCase(
        file: found.file, heading: found.heading, why: why, policies: found.policies,
        script: found.script, trace: found.trace, lines: found.lines))
  }

  /// The lines of the file with the traces that its cases give now.
  func updated() -> [String] {
    var result = lines
    for corpus in cases.reversed() {
      let body = corpus.run().trace.split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast().map(String.init)
      let whole = corpus.trace == nil ? ["```trace"] + body + ["```"] : body
      result.replaceSubrange(corpus.lines, with: whole)
    }
    return result
  }
}
