import PolicyGraph
import PolicyLanguage
import PolicyLint

extension EditorServer {
  /// Looks again at every program that has changed, and gives the findings of its files.
  package mutating func settle() -> [[UInt8]] {
    guard stage == .running, !dirty.isEmpty else { return [] }
    var roots = dirty
    var affected = dirty
    for (root, judgement) in judgements
    where judgement.paths.values.contains(where: dirty.contains) {
      roots.insert(root)
    }
    for root in roots {
      if let old = judgements[root] { affected.formUnion(old.paths.values) }
      guard documents[root] != nil || policies.contains(root) else {
        judgements[root] = nil
        continue
      }
      let (folder, name) = home(root)
      var judgement = Judgement(name, below: folder, today: host.today, read: read)
      if let old = judgements[root] { judgement.keepFindings(of: old) }
      judgements[root] = judgement
      affected.formUnion(judgement.paths.values)
    }
    dirty = []
    return affected.sorted().compactMap(publication)
  }

  /// The findings of one file, of whichever program; nil for a file that nobody shows.
  private func publication(_ path: String) -> [UInt8]? {
    guard documents[path] != nil || path.utf8.first == UInt8(ascii: "/") else { return nil }
    let found = findings(path)
    let text = documents[path]
    return Reply.notice("textDocument/publishDiagnostics") { json in
      json.key("uri")
      json.value(text?.uri ?? FileURI.uri(path))
      if let version = text?.version {
        json.key("version")
        json.value(version)
      }
      json.key("diagnostics")
      json.array { json in
        for (judgement, finding) in found { judgement.write(finding, documents, to: &json) }
      }
    }
  }

  /// What was found in a file, each finding once, with the program that it was found in.
  func findings(_ path: String) -> [(Judgement, Diagnostic)] {
    var result: [(Judgement, Diagnostic)] = []
    let holders = judgements.filter { $0.value.paths.values.contains(path) }
    // An `allow` is of use if one program has a use for it.
    let used = Set(
      holders.values.flatMap { judgement in
        judgement.used.filter { judgement.path($0.file) == path }.map(\.range)
      })
    for (root, judgement) in holders.sorted(by: { $0.key < $1.key }) {
      for finding in judgement.report.diagnostics where judgement.path(finding.file) == path {
        if Lint.isUnused(finding), root != path || used.contains(finding.range) { continue }
        let isKnown = result.contains {
          $0.1.range == finding.range && $0.1.code.id == finding.code.id
            && ($0.1.message == finding.message || finding.code.rule != nil)
        }
        if !isKnown { result.append((judgement, finding)) }
      }
    }
    return result
  }
}

extension Judgement {
  /// The text of a file that was looked at, for its positions.
  func text(_ file: FileID, _ open: [String: Document]) -> Document {
    let source = report.files[Int(file.raw)]
    let path = path(file) ?? source.name
    // Nothing has changed since if it is the same text, which is then measured already.
    if let known = open[path], known.file.bytes == source.bytes { return known }
    return Document(
      uri: open[path]?.uri ?? FileURI.uri(path), version: nil, bytes: source.bytes)
  }

  fileprivate func write(
    _ finding: Diagnostic, _ open: [String: Document], to json: inout JSONWriter
  ) {
    json.object { json in
      json.key("range")
      let text = text(finding.file, open)
      json.range(text, finding.range)
      json.key("severity")
      json.value(finding.severity.rawValue + 1)
      json.key("source")
      json.value("policyc")
      json.key("code")
      json.value(finding.code.id)
      json.key("message")
      json.value(
        ([finding.message] + finding.notes.map { "note: \($0)" }).joined(separator: "\n"))
      json.key("relatedInformation")
      json.array { json in
        for related in finding.related where path(related.file) != nil {
          json.object { json in
            json.key("location")
            json.location(self.text(related.file, open), related.range)
            json.key("message")
            json.value(related.message)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes a range of bytes as the protocol counts.
  mutating func range(_ text: Document, _ range: SourceRange) {
    self.range(text.position(Int(range.start)), text.position(Int(range.end)))
  }

  /// Writes a place in a file.
  mutating func location(_ text: Document, _ range: SourceRange) {
    object { json in
      json.key("uri")
      json.value(text.uri)
      json.key("range")
      json.range(text, range)
    }
  }
}
