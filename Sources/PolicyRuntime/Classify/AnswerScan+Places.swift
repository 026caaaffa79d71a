extension AnswerScan {
  /// What a container is about.
  enum Place: UInt8 {
    /// The answer itself, or an item of a list that is the answer (Gemini's streams).
    case top
    /// What an event is about: only an error and usage are looked for.
    case inner
    /// An error and all that it contains.
    case error
    /// A list that is the error: its texts are codes (Kraken).
    case errorList
    /// `data` and its items.
    case data
    /// How the parts of a request went, and all that it contains (Bybit's `retExtInfo`,
    /// Hyperliquid's `response.data`).
    case results
    /// Tokens used.
    case usage
    /// Tokens used until now, at the start of a stream: what came out is still to be counted.
    case usageSoFar
    case other
  }

  /// Whether an object that is an error says that all of the answer is one.
  static func holdsErrors(_ place: Place) -> Bool {
    place == .top || place == .inner || place == .errorList
  }

  /// The status that a code is, if it is one of an error; else 0.
  static func errorStatus(_ text: JSONString, _ bytes: Span<UInt8>) -> UInt32 {
    guard text.end - text.start == 3, bytes[text.start] == 0x34 || bytes[text.start] == 0x35,
      bytes[text.start + 1].isDigit, bytes[text.start + 2].isDigit
    else { return 0 }
    let tens = UInt32(bytes[text.start] - 0x30) * 10 + UInt32(bytes[text.start + 1] - 0x30)
    return tens * 10 + UInt32(bytes[text.start + 2] - 0x30)
  }
}
