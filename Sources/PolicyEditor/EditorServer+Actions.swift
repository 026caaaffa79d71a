import PolicyGraph
import PolicyLanguage

/// Edits that an editor may offer.
struct Action {
  let title: String
  let kind: String
  /// The edits, each with the text that it is made in.
  let edits: [(text: Document, range: SourceRange, new: String)]

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("title")
      json.value(title)
      json.key("kind")
      json.value(kind)
      json.key("edit")
      json.object { json in
        json.key("changes")
        json.object { json in
          for uri in Set(edits.map(\.text.uri)).sorted() {
            json.key(uri)
            json.array { json in
              for edit in edits where edit.text.uri == uri {
                json.edit(edit.text, edit.range, edit.new)
              }
            }
          }
        }
      }
    }
  }
}

extension EditorServer {
  /// The fixes of the findings in a range, an `allow` for each rule, and all fixes at once.
  func actions(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (path, text) = opened(params), let from = Position(params?["range"]?["start"]),
      let to = Position(params?["range"]?["end"])
    else { return { $0.array { _ in } } }
    let (start, end) = (text.offset(from), text.offset(to))
    let only = params?["context"]?["only"]?.items.compactMap(\.text) ?? []
    var actions: [Action] = []
    for (judgement, finding) in findings(path)
    where Int(finding.range.start) <= end && start <= Int(finding.range.end) {
      if let fix = finding.fix, fix.edits.allSatisfy({ judgement.path($0.file) != nil }) {
        let edits = fix.edits.map { (judgement.text($0.file, documents), $0.range, $0.newText) }
        actions.append(Action(title: fix.title, kind: "quickfix", edits: edits))
      }
      if finding.code.rule != nil { actions.append(allow(finding, in: text)) }
    }
    if let all = fixAll(path) { actions.append(all) }
    let wanted = actions.filter { action in
      only.isEmpty || only.contains { action.kind == $0 || action.kind.hasPrefix($0 + ".") }
    }
    return { json in json.array { json in for action in wanted { action.write(to: &json) } } }
  }

  /// All certain fixes of one program at once; what they bring out is left for another time.
  private func fixAll(_ path: String) -> Action? {
    guard let judgement = judgements[path] else { return nil }
    let fixes = Fixes(judgement.report) { judgement.path($0) == path }
    guard let file = fixes.files.first else { return nil }
    let text = judgement.text(file.id, documents)
    let whole = SourceRange(0, text.file.bytes.count)
    return Action(
      title: "Apply every unambiguous fix", kind: "source.fixAll",
      edits: [(text, whole, String(decoding: file.bytes, as: UTF8.self))])
  }

  /// An `allow` in the declaration that the finding stands in, or else in the file.
  private func allow(_ finding: Diagnostic, in text: Document) -> Action {
    let tree = parse(text.file).tree
    let statement = "allow \(finding.code.id), because: \"say why\""
    let holder = tree.children(0).first { node in
      let range = tree.range(node)
      return range.start <= finding.range.start && finding.range.end <= range.end
    }
    var place = tree.children(0).first.map { tree.range($0).end } ?? 0
    var new = "\n" + statement
    if let holder, let block = tree.block(holder),
      Vocabulary.keywords(in: [tree.head(holder)]).contains(where: { $0.word == "allow" })
    {
      place = tree.headRange(block).end
      new = "\n  " + statement
    }
    return Action(
      title: "Allow \(finding.code.id) here", kind: "quickfix",
      edits: [(text, SourceRange(Int(place), Int(place)), new)])
  }

  /// The layout of `policyc fmt`; nothing for a text that does not parse.
  func formatting(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (_, text) = opened(params), let bytes = format(text.file).text,
      bytes != text.file.bytes
    else { return { $0.array { _ in } } }
    let whole = SourceRange(0, text.file.bytes.count)
    return { json in
      json.array { $0.edit(text, whole, String(decoding: bytes, as: UTF8.self)) }
    }
  }
}

extension JSONWriter {
  /// Writes a replacement of text.
  fileprivate mutating func edit(_ text: Document, _ range: SourceRange, _ new: String) {
    object { json in
      json.key("range")
      json.range(text, range)
      json.key("newText")
      json.value(new)
    }
  }
}
