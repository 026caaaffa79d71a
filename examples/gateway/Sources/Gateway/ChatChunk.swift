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
    guard json.members(json.root) != nil else { return nil }
    if json.member("error", of: json.root) != nil {
      isError = true
      return
    }
    hasModel = json.member("model", of: json.root) != nil
    if let usage = json.member("usage", of: json.root) {
      hasUsage = true
      usageRange = usage
      totalTokens = json.member("total_tokens", of: usage).flatMap { json.int($0) }
      tokens = TokenUse.Tokens(usage, of: json)
    }
    guard let choices = json.member("choices", of: json.root) else {
      // Some providers send events of their own, as that they are still there.
      return
    }
    guard let list = json.elements(choices) else { return nil }
    isEmpty = list.isEmpty
    for choice in list {
      guard json.members(choice) != nil else { return nil }
      let index = json.member("index", of: choice).map { json.int($0) ?? -1 } ?? 0
      guard (0..<ChatChunk.choicesMax).contains(index) else { return nil }
      begun.append(index)
      if let delta = json.member("delta", of: choice) {
        guard read(delta, of: json, index) else { return nil }
      }
      if json.member("finish_reason", of: choice) != nil {
        finished.append(index)
      }
    }
  }

  private mutating func read(_ delta: Range<Int>, of json: JSONText, _ index: Int) -> Bool {
    guard let members = json.members(delta) else { return false }
    for (key, value) in members where key != "role" && !json.isNull(value) {
      if key == "content" {
        guard let piece = json.inner(value) else { return false }
        if index == 0 {
          text += piece
          textRange = value
        } else {
          hasMore = true
        }
      } else if value.count > 2, key.hasPrefix("reasoning") {
        hasThoughts = true
      } else if value.count > 2 {
        // More than `""`, `[]` or `{}`: a piece of a tool's call, of a refusal. What a model thinks
        // is not what it says: another one need not go on with it.
        hasMore = true
      }
    }
    return true
  }
}
