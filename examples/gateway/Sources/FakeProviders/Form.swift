import Foundation

/// What a provider is asked for, by the end of its path.
enum Form: String, CaseIterable, Sendable {
  case chat, embeddings, responses, messages

  init?(path: String) {
    let end = path.hasSuffix("/chat/completions") ? "chat" : path.split(separator: "/").last ?? ""
    self.init(rawValue: String(end))
  }

  /// The member of a request that holds what the model reads.
  var input: String { self == .messages ? "messages" : "input" }

  /// An error as providers spell it.
  func error(_ message: String, type: String, code: String?) -> [UInt8] {
    guard self == .messages else { return errorBody(message, type: type, code: code) }
    return json(["type": "error", "error": ["type": type, "message": message]])
  }
}

extension Call {
  /// Reads the body of a request in any form; false if it is none.
  mutating func read() -> Bool {
    if form == .chat { return readChat() }
    guard let value = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
      let input = value[form.input]
    else { return false }
    model = value["model"] as? String ?? ""
    isStream = value["stream"] as? Bool ?? false
    wantsUsage = true
    // A list of numbers is one text in tokens.
    let texts = input as? [Any] ?? [input]
    inputs = form == .embeddings && !(texts.first is Int) ? texts.count : 1
    let prompt = Call.texts(of: input).joined(separator: "\n")
    promptTokens = prompt.utf8.count / 4 + 1
    directive = Directive(in: prompt)
    return true
  }

  /// All texts in a value, at whatever depth.
  private static func texts(of value: Any) -> [String] {
    switch value {
    case let text as String: [text]
    case let list as [Any]: list.flatMap(texts)
    case let object as [String: Any]:
      object.sorted { $0.key < $1.key }.filter { $0.key != "role" && $0.key != "type" }
        .flatMap { texts(of: $0.value) }
    default: []  // a number, or nothing
    }
  }
}
