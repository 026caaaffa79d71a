import Foundation
import NIOCore
import NIOHTTP1

/// A request as a provider reads it.
struct Call: Sendable {
  var method: HTTPMethod
  var path: String
  var query: String?
  var key: String
  var headerFault: String?
  var body: [UInt8]
  // Of a chat:
  var model = ""
  var isStream = false
  var wantsUsage = false
  /// A text that was begun elsewhere, and how it was handed over: `prefill`, the last message, or
  /// `continuation`, before a message that asks to go on.
  var begun: String?
  var way = ""
  var promptTokens = 0
  var directive = Directive()
  /// The first parameter, by its name, that not every provider knows.
  var special: String?
  var form = Form.chat
  /// Of embeddings: how many vectors are asked for.
  var inputs = 1
  /// Headers that a gateway sets.
  var requestID = ""
  var version = ""

  init(_ head: HTTPRequestHead, _ body: ByteBuffer) {
    method = head.method
    let parts = head.uri.split(separator: "?", maxSplits: 1)
    path = parts.first.map(String.init) ?? "/"
    query = parts.count > 1 ? String(parts[1]) : nil
    let authorization = head.headers.first(name: "authorization") ?? ""
    let bearer = authorization.hasPrefix("Bearer ")
    key = bearer ? String(authorization.dropFirst(7)) : authorization
    if key.isEmpty { key = head.headers.first(name: "x-api-key") ?? "" }
    requestID = head.headers.first(name: "x-request-id") ?? ""
    version = head.headers.first(name: "anthropic-version") ?? ""
    headerFault = head.headers.first(name: "x-fault")
    form = Form(path: path) ?? .chat
    self.body = Array(body.readableBytesView)
  }

  /// The parameters that every provider knows.
  private static let plain: Set = ["model", "messages", "stream", "stream_options"]

  /// Reads a chat's body; false if it is none.
  mutating func readChat() -> Bool {
    guard
      let value = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
      let messages = value["messages"] as? [[String: Any]]
    else { return false }
    model = value["model"] as? String ?? ""
    special = value.keys.sorted().first { !Call.plain.contains($0) }
    isStream = value["stream"] as? Bool ?? false
    let options = value["stream_options"] as? [String: Any]
    wantsUsage = options?["include_usage"] as? Bool ?? false
    if let last = messages.last, last["role"] as? String == "assistant" {
      begun = last["content"] as? String
      way = "prefill"
    } else if let wish = messages.last?["content"] as? String, wish.contains("cut off"),
      let before = messages.dropLast().last, before["role"] as? String == "assistant"
    {
      begun = before["content"] as? String
      way = "continuation"
    }
    // Somebody's own words only: a model's may repeat them.
    let prompt = messages.filter { $0["role"] as? String != "assistant" }
      .compactMap { $0["content"] as? String }.joined(separator: "\n")
    promptTokens = prompt.utf8.count / 4 + 1
    directive = Directive(in: prompt)
    return true
  }

  /// The faults that this request asks `provider` for: by its prompt, a header, or the model's name
  /// (`gpt-fake+stall@3`).
  func faults(of provider: String) -> [Fault] {
    if let faults = directive.faults[provider] { return faults }
    if let headerFault {
      return headerFault.split(separator: ",").compactMap { Fault($0.filter { $0 != " " }[...]) }
    }
    if let plus = model.lastIndex(of: "+"), let fault = Fault(model[model.index(after: plus)...]) {
      return [fault]
    }
    return []
  }
}
