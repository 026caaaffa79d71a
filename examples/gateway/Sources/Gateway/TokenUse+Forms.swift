extension TokenUse.Tokens {
  /// What a `usage` says; nil if it says nothing.
  init?(_ usage: Range<Int>, of json: JSONText) {
    self.init(prompt: 0, completion: 0)
    guard take(usage, of: json) else { return nil }
  }

  /// Takes what a `usage` says, of whichever form; false if it says nothing.
  ///
  /// OpenAI's chats and embeddings count `prompt_tokens` and `completion_tokens`, its responses and
  /// Anthropic's messages `input_tokens` and `output_tokens`. The latter count apart what they read
  /// from a cache, or wrote to one.
  mutating func take(_ usage: Range<Int>, of json: JSONText) -> Bool {
    var (input, output): (Int?, Int?)
    var cached = 0
    guard let members = json.members(usage) else { return false }
    for (key, value) in members {
      guard let count = json.int(value), count >= 0 else { continue }
      switch key {
      case "prompt_tokens", "input_tokens": input = count
      case "completion_tokens", "output_tokens": output = count
      case "cache_creation_input_tokens", "cache_read_input_tokens": cached += count
      default: break  // sums, and counts of a part
      }
    }
    if let input { prompt = input + cached }
    if let output { completion = output }
    return input != nil || output != nil
  }

  var total: Int { prompt + completion }
}
