import PolicyGraph
import PolicyLanguage
import PolicyLint

extension EditorServer {
  /// The page of `policyc explain` about a word.
  func hover(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (_, text) = opened(params), let position = Position(params?["position"]) else {
      return { $0.null() }
    }
    let tree = parse(text.file).tree
    let offset = text.offset(position)
    guard let token = tree.token(at: offset), token.kind == .word else { return { $0.null() } }
    let word = text.file.text(token.range)
    let keyword = tree.statement(at: offset).map { tree.head($0) } ?? ""
    // A label is explained as its keyword's.
    let page =
      (keyword == word ? nil : Explain.text(for: keyword + " " + word))
      ?? RulePages.text(for: word) ?? Explain.text(for: word)
    guard let page else { return { $0.null() } }
    return { json in
      json.object { json in
        json.key("contents")
        json.object { json in
          json.key("kind")
          json.value("markdown")
          json.key("value")
          json.value("```text\n\(page)```")
        }
        json.key("range")
        json.range(text, token.range)
      }
    }
  }

  /// The words that may stand at a place: keywords where a statement begins, else labels and the
  /// words that they take.
  func completion(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (_, text) = opened(params), let position = Position(params?["position"]) else {
      return { $0.array { _ in } }
    }
    let offset = text.offset(position)
    let offers = EditorServer.offers(parse(text.file).tree, at: offset, text)
    return { json in
      json.array { json in
        for (offer, isKeyword) in offers {
          json.object { json in
            json.key("label")
            json.value(offer.word)
            json.key("kind")
            json.value(isKeyword ? 14 : offer.isLabel ? 5 : 20)
            json.key("documentation")
            json.value(offer.doc)
            json.key("insertText")
            json.value(offer.isLabel ? offer.word + ": " : offer.word)
          }
        }
      }
    }
  }

  private static func offers(
    _ tree: SyntaxTree, at offset: Int, _ text: Document
  ) -> [(Vocabulary.Offer, isKeyword: Bool)] {
    // The tokens of the line up to the word that is being typed.
    let start = text.offset(Position(line: text.position(offset).line, character: 0))
    let before = tree.tokens.filter {
      Int($0.start) >= start && $0.end <= offset && $0.kind != .end
        && !($0.kind == .word && $0.end == offset)
    }
    let around = tree.around(offset)
    let opening = before.lastIndex { $0.kind == .openBrace || $0.kind == .semicolon }
    let line = before[(opening.map { $0 + 1 } ?? 0)...]
    guard let first = line.first else {
      return Vocabulary.keywords(in: around).map { ($0, true) }
    }
    let keyword = text.file.text(first.range)
    if line.last?.kind == .colon, let label = line.dropLast().last {
      return Vocabulary.values(of: text.file.text(label.range), keyword, in: around)
        .map { ($0, false) }
    }
    return Vocabulary.arguments(of: keyword, in: around).map { ($0, false) }
  }
}
