import PolicyEditor
import PolicyGraph
import PolicyLanguage
import PolicySimulator

/// An editor that talks to a server in the same process; its files are texts in memory.
final class EditorClient {
  private var server: EditorServer
  private var id = 0
  private(set) var versions: [String: Int] = [:]
  /// The findings shown last for each file, as `line:character code`.
  private(set) var shown: [String: [String]] = [:]

  /// Starts a server over files below `/w`.
  init(files: [String: String] = [:]) throws {
    let host = EditorHost(
      read: { folder, name in
        files[folder + "/" + name].map { .success(Array($0.utf8)) } ?? .failure(.missing)
      },
      policies: { folder in
        files.keys.filter { $0.hasPrefix(folder + "/") }.map {
          String($0.dropFirst(folder.count + 1))
        }
        .sorted()
      }, today: nil)
    server = EditorServer(host: host)
    _ = try request("initialize", #"{"workspaceFolders":[{"uri":"file:///w","name":"w"}]}"#)
    try notify("initialized", "{}")
  }

  /// Sends raw bytes as one message.
  func send(_ text: String) throws -> [Field] {
    try server.receive(.message(Array(text.utf8))).map { try Field($0) }
  }

  /// Asks, and gives the whole answer.
  func request(_ method: String, _ params: String) throws -> Field? {
    id += 1
    let answers = try send(
      #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#)
    try keep(answers)
    return answers.first { $0["id"]?.int == id }
  }

  func notify(_ method: String, _ params: String) throws {
    try keep(send(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params)}"#))
  }

  /// Waits until the findings are there.
  func settle() throws { try keep(server.settle().map { try Field($0) }) }

  func open(_ path: String, _ text: String) throws {
    versions[path] = 1
    try notify(
      "textDocument/didOpen",
      #"{"textDocument":{"uri":"file://\#(path)","languageId":"policy","version":1,"text":\#(quoted(text))}}"#
    )
    try settle()
  }

  /// Replaces a range, `"0,0-0,5"` as line and character, or the whole text.
  func edit(_ path: String, _ from: Position?, _ to: Position?, _ text: String) throws {
    versions[path, default: 0] += 1
    let range = from.flatMap { from in
      to.map { to in
        #""range":{"start":\#(json(from)),"end":\#(json(to))},"#
      }
    }
    try notify(
      "textDocument/didChange",
      #"{"textDocument":{"uri":"file://\#(path)","version":\#(versions[path] ?? 0)},"contentChanges":[{\#(range ?? "")"text":\#(quoted(text))}]}"#
    )
  }

  /// Asks about a place.
  func ask(_ method: String, _ path: String, _ at: Position) throws -> Field? {
    try request(
      "textDocument/" + method,
      #"{"textDocument":{"uri":"file://\#(path)"},"position":\#(json(at)),"range":{"start":\#(json(at)),"end":\#(json(at))},"context":{"diagnostics":[]}}"#
    )?["result"]
  }

  var exit: Bool? { server.exit }

  private func keep(_ messages: [Field]) throws {
    for message in messages
    where message["method"]?.text == "textDocument/publishDiagnostics" {
      guard let params = message["params"], let uri = params["uri"]?.text else { continue }
      shown[uri] = params["diagnostics"]?.items.map { finding in
        let start = finding["range"]?["start"]
        let place = "\(start?["line"]?.int ?? -1):\(start?["character"]?.int ?? -1)"
        return place + " " + (finding["code"]?.text ?? "")
      }
    }
  }

  private func json(_ place: Position) -> String {
    #"{"line":\#(place.line),"character":\#(place.character)}"#
  }

  private func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.value(text)
    return String(decoding: json.finish(), as: UTF8.self)
  }
}

/// A text with its mark `‸` taken out, and where it stood in UTF-16 units.
struct Marked {
  let text: String
  let at: Position

  init(_ marked: String) {
    let parts = marked.split(separator: "‸", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    text = parts.joined()
    at = Position(line: lines.count - 1, character: lines.last?.utf16.count ?? 0)
  }
}
