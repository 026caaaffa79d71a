import PolicyGraph
import PolicyLanguage

extension EditorServer {
  /// The files that `import` statements name.
  func links(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (path, text) = opened(params) else { return { $0.array { _ in } } }
    let tree = parse(text.file).tree
    let (folder, name) = home(path)
    return { json in
      json.array { json in
        for node in tree.children(0) where tree.head(node) == "import" {
          guard let range = tree.name(node), range.count > 2,
            let target = ProgramPath.resolve(
              text.file.text(SourceRange(Int(range.start) + 1, Int(range.end) - 1)), from: name)
          else { continue }
          json.object { json in
            json.key("range")
            json.range(text, range)
            json.key("target")
            json.value(FileURI.uri(Judgement.path(folder, target)))
          }
        }
      }
    }
  }

  /// The declarations of a file.
  func symbols(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (_, text) = opened(params) else { return { $0.array { _ in } } }
    let tree = parse(text.file).tree
    return { json in
      json.array { json in
        for node in tree.children(0) where tree.block(node) != nil {
          let range = tree.name(node) ?? tree.headRange(node)
          json.object { json in
            json.key("name")
            json.value(text.file.text(range))
            json.key("detail")
            json.value(tree.head(node))
            json.key("kind")
            json.value(19)  // an object
            json.key("range")
            json.range(text, tree.range(node))
            json.key("selectionRange")
            json.range(text, range)
          }
        }
      }
    }
  }

  /// The blocks of a file.
  func folds(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (_, text) = opened(params) else { return { $0.array { _ in } } }
    let tree = parse(text.file).tree
    return { json in
      json.array { json in
        for node in tree.nodes.indices where tree.nodes[node].kind == .block {
          let range = tree.range(node)
          let (first, last) = (
            text.position(Int(range.start)).line, text.position(Int(range.end)).line
          )
          guard last > first + 1 else { continue }
          json.object { json in
            json.key("startLine")
            json.value(first)
            json.key("endLine")
            json.value(last - 1)  // the closing brace stays to be seen
          }
        }
      }
    }
  }

  /// The declarations, in any file of the programs at hand, of the name at a place.
  func definition(_ params: Field?) -> (inout JSONWriter) -> Void {
    guard let (path, text) = opened(params), let position = Position(params?["position"]),
      let token = parse(text.file).tree.token(at: text.offset(position)), token.kind == .word
    else { return { $0.array { _ in } } }
    let word = text.file.text(token.range)
    var files: [String: Document] = [path: text]
    for judgement in judgements.values where judgement.paths.values.contains(path) {
      for index in judgement.report.files.indices {
        guard let other = judgement.path(FileID(index)), files[other] == nil else { continue }
        files[other] = documents[other] ?? judgement.text(FileID(index), documents)
      }
    }
    return { json in
      json.array { json in
        for (_, file) in files.sorted(by: { $0.key < $1.key }) {
          let tree = parse(file.file).tree
          for node in tree.children(0) where tree.head(node) != "allow" {
            guard let name = tree.name(node), file.file.text(name) == word else { continue }
            json.location(file, name)
          }
        }
      }
    }
  }
}
