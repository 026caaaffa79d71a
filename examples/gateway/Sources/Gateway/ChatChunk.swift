/// One event of a chat's stream, as far as it matters here.
struct ChatChunk: Sendable {
  /// What it adds to the first answer's text, as it stands in the JSON.
  ///
  /// A character may be cut in two.
  var text: [UInt8] = []
  /// Where that text stands, with its quotes; nil if there is none.
  var textRange: Range<Int>?
  /// Whether it adds what is no text, and so cannot be handed to another model to go on with.
  var hasMore = false
  /// Whether there is anything in it beside that text: another piece, an end, the usage.
  var hasMoreThanText: Bool {
    hasMore || hasThoughts || !finished.isEmpty || hasUsage || begun.count > 1
  }
  private var hasThoughts = false
  /// Answers that it is about, and those of them that end here.
  var begun: [Int] = []
  var finished: [Int] = []
  var hasUsage = false
  /// Where the usage stands, and what it says.
  var usageRange: Range<Int>?
  var tokens: TokenUse.Tokens?
  var totalTokens: Int?
  var isEmpty = true
  var isError = false
  var hasModel = false

  /// No request may ask for more answers.
  static let choicesMax = 128

  /// Nil if it is no chunk of a chat.
  init?(_ json: JSONText) {
    guard let members = json.members(json.root) else { return nil }
    var choices: Range<Int>?
    for (key, value) in members {
      let given = json.isNull(value) ? nil : value
      switch key {
      case "error": isError = given != nil
      case "model": hasModel = given != nil
      case "usage": usageRange = given
      case "choices": choices = given
      default: break  // what only the client wants to know
      }
    }
    if isError { return }
    if let usageRange {
      hasUsage = true
      totalTokens = json.member("total_tokens", of: usageRange).flatMap { json.int($0) }
      tokens = TokenUse.Tokens(usageRange, of: json)
    }
    // Some providers send events of their own, as that they are still there.
    guard let choices else { return }
    guard let list = json.elements(choices) else { return nil }
    isEmpty = list.isEmpty
    for choice in list {
      guard read(choice: choice, of: json) else { return nil }
    }
  }

  /// Reads what one choice adds; false if it is none.
  private mutating func read(choice: Range<Int>, of json: JSONText) -> Bool {
    guard let members = json.members(choice) else { return false }
    var index = 0
    var isFinished = false
    var delta: Range<Int>?
    for (key, value) in members {
      let given = json.isNull(value) ? nil : value
      switch key {
      case "index": index = given.map { json.int($0) ?? -1 } ?? 0
      case "delta": delta = given
      case "finish_reason": isFinished = given != nil
      default: break  // what only the client wants to know
      }
    }
    guard (0..<ChatChunk.choicesMax).contains(index) else { return false }
    begun.append(index)
    if let delta {
      guard read(delta, of: json, index) else { return false }
    }
    if isFinished { finished.append(index) }
    return true
  }

  private mutating func read(_ delta: Range<Int>, of json: JSONText, _ index: Int) -> Bool {
    guard let members = json.members(delta) else { return false }
    for (key, value) in members where !json.isNull(value) {
      switch key {
      case "role": break
      case "content":
        guard let piece = json.inner(value) else { return false }
        if index == 0 {
          text += piece
          textRange = value
        } else {
          hasMore = true
        }
      default:
        // More than `""`, `[]` or `{}`: a piece of a tool's call, of a refusal. What a model thinks
        // is not what it says: another one need not go on with it.
        guard value.count > 2 else { break }
        if key.bytes.starts(with: "reasoning".utf8) { hasThoughts = true } else { hasMore = true }
      }
    }
    return true
  }
}
