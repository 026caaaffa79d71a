/// The keys of a JSON answer that say something about how it went.
enum AnswerKey: UInt8 {
  /// Says nothing.
  case none
  /// Holds a code wherever it stands at the top or in an error: `code` (OpenAI, Azure, Binance,
  /// OKX), `error_code`, `retCode` (Bybit).
  case code
  /// Holds a code in an error, and at the top of an answer that is known to be one: `type`
  /// (Anthropic), `status` (Gemini), `reason` (google.rpc.ErrorInfo), `failure_reason` (Coinbase).
  /// At the top of a success it holds what the answer is: `"type": "message"`.
  case kind
  /// `type`, which may say `error`; otherwise a `kind`.
  case type
  /// An error, or a code itself: `error` (nearly everybody; Kraken a list of texts), `errors`.
  case error
  /// An error: `error_response` (Coinbase, in a 200).
  case errorResponse
  /// More about an error, in an answer that is known to be one.
  case detail
  /// `success`: false says that it is an error (Coinbase).
  case success
  /// `status`, which may say `err` (Hyperliquid) or `error` (HTX); otherwise a `kind`.
  case status
  /// `object`, which may say `error` (vLLM, Mistral).
  case object
  /// `retExtInfo`: how each item of a batch went (Bybit).
  case results
  /// `data`, whose items may have codes of their own (OKX).
  case data
  /// `sCode`: the code of an item (OKX).
  case itemCode
  /// `response` or `message`: what an event of a stream is about.
  case inner
  /// `usage` (OpenAI, Anthropic) or `usageMetadata` (Gemini).
  case usage
  /// `retryDelay` (google.rpc.RetryInfo).
  case retryDelay
  /// How many tokens were used in all.
  case total
  /// How many tokens went in.
  case input
  /// How many tokens were written to a cache on their way in (Anthropic).
  case cached
  /// How many tokens came out.
  case output

  /// What a key says.
  static func read(_ key: JSONString, in bytes: Span<UInt8>) -> AnswerKey {
    func says(_ word: StaticString) -> Bool { key.equals(word, in: bytes) }
    // Few of the keys of an answer have the length of one that says something.
    switch key.count(in: bytes) {
    case 4: return says("code") ? .code : says("type") ? .type : says("data") ? .data : .none
    case 5:
      return says("error") ? .error : says("usage") ? .usage : says("sCode") ? .itemCode : .none
    case 6:
      if says("status") { return .status }
      if says("reason") || says("__type") { return .kind }
      if says("object") { return .object }
      return says("errors") ? .error : says("detail") ? .detail : .none
    case 7:
      if says("message") { return .inner }
      if says("success") { return .success }
      return says("retCode") ? .code : says("details") ? .detail : .none
    case 8:
      if says("response") { return .inner }
      return says("ret_code") || says("err_code") || says("err-code") ? .code : .none
    case 9: return says("errorCode") ? .code : says("errorType") ? .kind : .none
    case 10:
      if says("error_code") { return .code }
      if says("error_type") { return .kind }
      if says("retExtInfo") { return .results }
      return says("innererror") ? .detail : says("retryDelay") ? .retryDelay : .none
    case 11: return says("inner_error") ? .detail : says("totalTokens") ? .total : .none
    case 12: return says("total_tokens") ? .total : says("input_tokens") ? .input : .none
    case 13:
      if says("usageMetadata") { return .usage }
      return says("output_tokens") ? .output : says("prompt_tokens") ? .input : .none
    case 14: return says("error_response") ? .errorResponse : says("failure_reason") ? .kind : .none
    case 15: return says("totalTokenCount") ? .total : .none
    case 17: return says("completion_tokens") ? .output : .none
    case 22: return says("preview_failure_reason") ? .kind : .none
    case 24: return says("new_order_failure_reason") ? .kind : .none
    case 27: return says("cache_creation_input_tokens") ? .cached : .none
    default: return .none  // no key of this length says anything
    }
  }
}
