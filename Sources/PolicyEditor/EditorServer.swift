import PolicyGraph
import PolicySimulator
import PolicyLanguage

/// A language server without a pipe: frames of LSP 3.17 in, bodies of messages out.
///
/// It holds the texts that are open, and what the compiler and the rules found in each program
/// when it was last looked at. Requests are answered at once, for the text as it is; findings are
/// sought by `settle`, which whoever owns the pipe calls when nothing waits to be read.
package struct EditorServer {
  /// How far the conversation has come.
  enum Stage { case fresh, running, shutDown }

  let host: EditorHost
  var stage = Stage.fresh
  /// Whether the editor said goodbye in order; nil as long as it has not gone.
  package internal(set) var exit: Bool?
  /// The folders of the workspace.
  var folders: [String] = []
  /// The policies in them.
  var policies: Set<String> = []
  /// The texts that are open, by path.
  var documents: [String: Document] = [:]
  /// What was found, by the path of a program's root file.
  var judgements: [String: Judgement] = [:]
  /// The files whose text has changed since.
  var dirty: Set<String> = []

  /// A server that has heard nothing yet.
  package init(host: EditorHost) { self.host = host }

  /// Takes what came next through the pipe, and gives the messages to send back.
  package mutating func receive(_ frame: Frames.Frame) -> [[UInt8]] {
    switch frame {
    case .lost:
      exit = false
      return [Reply.failure(nil, .parseError, "the header or its message is too long")]
    case .badHeader: return [Reply.failure(nil, .parseError, "`Content-Length` is missing")]
    case .message(let bytes):
      let message: Field
      do { message = try Field(bytes) } catch {
        return [Reply.failure(nil, .parseError, error.description)]
      }
      guard message.isObject, let method = message["method"]?.text else {
        // An answer to a question has no method; this server asks none.
        if message.isObject, message["method"] == nil, message["id"] != nil { return [] }
        return [Reply.failure(message["id"], .invalidRequest, "this is no request")]
      }
      guard let id = message["id"] else { return notice(method, message["params"]) }
      return request(id, method, message["params"])
    }
  }

  private mutating func notice(_ method: String, _ params: Field?) -> [[UInt8]] {
    if method == "exit" {
      exit = stage == .shutDown
      return []
    }
    guard stage == .running, let params else { return [] }
    switch method {
    case "textDocument/didOpen": open(params)
    case "textDocument/didChange": change(params)
    case "textDocument/didClose": close(params)
    case "textDocument/didSave": touch(params["textDocument"])
    case "workspace/didChangeWatchedFiles":
      for change in params["changes"]?.items ?? [] { touch(change) }
      findPolicies()
    default: break  // what a server does not know it leaves alone
    }
    return []
  }

  private mutating func request(_ id: Field, _ method: String, _ params: Field?) -> [[UInt8]] {
    switch stage {
    case .fresh where method != "initialize":
      return [Reply.failure(id, .notInitialized, "`initialize` comes first")]
    case .shutDown: return [Reply.failure(id, .invalidRequest, "the server is shut down")]
    case .fresh, .running: break
    }
    var messages: [[UInt8]] = []
    switch method {
    case "initialize":
      if stage != .fresh {
        return [Reply.failure(id, .invalidRequest, "`initialize` comes once")]
      }
      begin(params)
      messages.append(Reply.result(id, EditorServer.capabilities))
    case "shutdown":
      stage = .shutDown
      messages.append(Reply.result(id) { $0.null() })
    case "textDocument/codeAction":
      messages = settle()
      messages.append(Reply.result(id, actions(params)))
    case "textDocument/hover": messages.append(Reply.result(id, hover(params)))
    case "textDocument/completion": messages.append(Reply.result(id, completion(params)))
    case "textDocument/definition": messages.append(Reply.result(id, definition(params)))
    case "textDocument/documentLink": messages.append(Reply.result(id, links(params)))
    case "textDocument/documentSymbol": messages.append(Reply.result(id, symbols(params)))
    case "textDocument/foldingRange": messages.append(Reply.result(id, folds(params)))
    case "textDocument/formatting": messages.append(Reply.result(id, formatting(params)))
    default:
      messages.append(Reply.failure(id, .methodNotFound, "there is no method `\(method)` here"))
    }
    return messages
  }

  /// The open text that a request is about, and its path.
  func opened(_ params: Field?) -> (path: String, document: Document)? {
    guard let uri = params?["textDocument"]?["uri"]?.text else { return nil }
    let path = FileURI.path(uri)
    return documents[path].map { (path, $0) }
  }

  /// The folder that a program's imports may not leave, and the program's name in it.
  func home(_ path: String) -> (folder: String, name: String) {
    guard path.utf8.first == UInt8(ascii: "/") else { return ("", path) }
    let inside = folders.filter { path.hasPrefix($0 == "/" ? $0 : $0 + "/") }
    let bytes = Array(path.utf8)
    let parent = bytes[..<(bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
    let folder =
      inside.max { $0.utf8.count < $1.utf8.count }
      ?? (parent.isEmpty ? "/" : String(decoding: parent, as: UTF8.self))
    let name = bytes[(folder == "/" ? 1 : folder.utf8.count + 1)...]
    return (folder, String(decoding: name, as: UTF8.self))
  }
}
