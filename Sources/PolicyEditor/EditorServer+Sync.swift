import PolicyGraph
import PolicyLanguage

extension EditorServer {
  /// Begins the conversation: the folders of the workspace and the policies in them.
  mutating func begin(_ params: Field?) {
    stage = .running
    let named = params?["workspaceFolders"]?.items.compactMap { $0["uri"]?.text } ?? []
    let root = params?["rootUri"]?.text.map { [$0] } ?? []
    folders = (named.isEmpty ? root : named).map { FileURI.path($0) }
      .filter { $0.utf8.first == UInt8(ascii: "/") }
    findPolicies()
  }

  /// How many policies a workspace may have for all of them to be checked; of a larger one, only
  /// those that are open.
  static let policiesMax = 500

  /// Looks for policies in the workspace; those not seen before are to be checked.
  mutating func findPolicies() {
    var found: Set<String> = []
    for folder in folders {
      for name in host.policies(folder) { found.insert(Judgement.path(folder, name)) }
    }
    if found.count > EditorServer.policiesMax { found = [] }
    dirty.formUnion(found.symmetricDifference(policies))
    policies = found
  }

  mutating func open(_ params: Field) {
    guard let document = params["textDocument"], let uri = document["uri"]?.text,
      let text = document["text"]?.text
    else { return }
    let path = FileURI.path(uri)
    documents[path] = Document(
      uri: uri, version: document["version"]?.int, bytes: Array(text.utf8))
    dirty.insert(path)
  }

  mutating func change(_ params: Field) {
    guard let (path, document) = opened(params) else { return }
    var changed = document
    let version = params["textDocument"]?["version"]?.int
    for change in params["contentChanges"]?.items ?? [] {
      guard let text = change["text"]?.text else { continue }
      if let range = change["range"] {
        guard let from = Position(range["start"]), let to = Position(range["end"]) else { continue }
        changed.change((from, to), text, version: version)
      } else {
        changed.change(nil, text, version: version)
      }
    }
    documents[path] = changed
    dirty.insert(path)
  }

  /// From here on the file on disk counts.
  mutating func close(_ params: Field) {
    guard let (path, _) = opened(params) else { return }
    documents[path] = nil
    dirty.insert(path)
  }

  /// Notes that a file may have changed on disk.
  mutating func touch(_ file: Field?) {
    if let uri = file?["uri"]?.text { dirty.insert(FileURI.path(uri)) }
  }

  /// Reads a file as the editor sees it.
  func read(_ folder: String, _ name: String) -> Result<[UInt8], SourceFailure> {
    if let open = documents[Judgement.path(folder, name)] { return .success(open.file.bytes) }
    return folder.isEmpty ? .failure(.missing) : host.read(folder, name)
  }

  /// What the server can do; nothing stands here that is not there.
  static func capabilities(_ json: inout JSONWriter) {
    json.object { json in
      json.key("capabilities")
      json.object { json in
        json.key("positionEncoding")
        json.value("utf-16")
        json.key("textDocumentSync")
        json.object { json in
          json.key("openClose")
          json.value(true)
          json.key("change")
          json.value(2)
          json.key("save")
          json.value(true)
        }
        json.key("codeActionProvider")
        json.object { json in
          json.key("codeActionKinds")
          json.array { json in
            json.value("quickfix")
            json.value("source.fixAll")
          }
        }
        json.key("completionProvider")
        json.object { json in
          json.key("triggerCharacters")
          json.array { $0.value(" ") }
        }
        json.key("documentLinkProvider")
        json.object { _ in }
        for provider in [
          "hoverProvider", "definitionProvider", "documentSymbolProvider", "foldingRangeProvider",
          "documentFormattingProvider",
        ] {
          json.key(provider)
          json.value(true)
        }
      }
      json.key("serverInfo")
      json.object { json in
        json.key("name")
        json.value("policyc")
      }
    }
  }
}

extension Position {
  /// Reads a position of a message.
  init?(_ field: Field?) {
    guard let line = field?["line"]?.int, let character = field?["character"]?.int else {
      return nil
    }
    self.init(line: line, character: character)
  }
}
