/// The tokens of one attempt as its provider has reported them; nil where it has not.
struct TokenUse: Sendable {
  var prompt: Int?
  var completion: Int?

  init() {}

  /// Reads a `usage`, of whichever form; nil if it is none.
  ///
  /// OpenAI's chats and embeddings count `prompt_tokens` and `completion_tokens`, its responses and
  /// Anthropic's messages `input_tokens` and `output_tokens`. The latter count what they read from a
  /// cache, or wrote to one, beside that.
  init?(_ usage: Range<Int>, of json: JSONText) {
    guard let members = json.members(usage) else { return nil }
    var cached = 0
    for (key, value) in members {
      guard let count = json.int(value), count >= 0 else { continue }
      switch key {
      case "prompt_tokens", "input_tokens": prompt = count
      case "completion_tokens", "output_tokens": completion = count
      case "cache_creation_input_tokens", "cache_read_input_tokens": cached += count
      default: break  // sums, and counts of a part
      }
    }
    if let prompt { self.prompt = prompt + cached }
    if prompt == nil, completion == nil { return nil }
  }

  var total: Int { (prompt ?? 0) + (completion ?? 0) }

  /// Takes what was reported later of the same attempt: the last word counts.
  mutating func replace(with later: TokenUse) {
    prompt = later.prompt ?? prompt
    completion = later.completion ?? completion
  }

  /// Takes what another attempt of the request has used as well.
  mutating func add(_ other: TokenUse) {
    if let more = other.prompt { prompt = (prompt ?? 0) + more }
    if let more = other.completion { completion = (completion ?? 0) + more }
  }
}
