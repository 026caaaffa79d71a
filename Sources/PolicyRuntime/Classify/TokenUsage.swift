import PolicyGraph

/// The tokens that an answer says it used; of what is told more than once in a stream the last
/// counts.
struct TokenUsage {
  private var total: Int64 = -1
  private var input: Int64 = -1
  private var cached: Int64 = -1
  private var output: Int64 = -1

  /// How many in all; below zero if that is not told, or only in part.
  ///
  /// `total_tokens` (OpenAI), `totalTokenCount` (Gemini), or what went in and came out (Anthropic:
  /// `input_tokens`, `cache_creation_input_tokens`, which its limits count, and `output_tokens`).
  var tokens: Int64 {
    if total >= 0 { return total }
    return input < 0 || output < 0 ? -1 : input + Swift.max(0, cached) + output
  }

  /// Takes a number; what is no count of tokens is not taken.
  mutating func take(_ key: AnswerKey, _ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count <= 13 else { return }
    var number: Int64 = 0
    for i in range {
      guard bytes[i].isDigit else { return }
      number = number * 10 + Int64(bytes[i] - 0x30)
    }
    guard number <= Rate.amountMax else { return }
    switch key {
    case .total: total = number
    case .input: input = number
    case .cached: cached = number
    case .output: output = number
    case .none, .code, .kind, .type, .error, .errorResponse, .detail, .success, .status, .object,
      .results, .data, .itemCode, .inner, .usage, .retryDelay:
      break
    }
  }
}
