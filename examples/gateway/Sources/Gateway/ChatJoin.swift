import PolicyGraph
import PolicyHTTP
import PolicyService

/// Joins a stream that goes on with a text to that text, event by event (`supports
/// [continuation]`).
struct ChatJoin {
  private var joiner: AnswerJoiner
  /// The first half of a character that came in two, as it stands in JSON.
  private var half: [UInt8] = []
  /// The last event whose text is held back.
  private var held: (json: JSONText, text: Range<Int>)?

  /// - Parameter text: what the client was shown.
  init(after text: some Sequence<UInt8>) { joiner = AnswerJoiner(after: text) }

  /// Gives what is sent on in an event's place.
  ///
  /// - Throws: `unreadable` if it does not go on with the text.
  mutating func take(_ json: JSONText, _ chunk: ChatChunk) throws(AttemptFailure) -> [JSONText] {
    if joiner.isJoined && half.isEmpty { return [json] }
    let isLast = chunk.finished.contains(0)
    guard let range = chunk.textRange else {
      guard isLast else { return [json] }
      let rest = try end()
      guard let held, !rest.isEmpty else { return [json] }
      return [held.json.replacing(text: held.text, with: rest), json]
    }
    let (text, half) = JSONText.split(half + chunk.text)
    self.half = half
    var given = try joined { joiner throws(AnswerJoiner.NotContinued) in try joiner.take(text) }
    if isLast { given += try end() }
    if given.isEmpty && !chunk.hasMoreThanText {
      held = (json, range)
      return []
    }
    return [json.replacing(text: range, with: given)]
  }

  private mutating func end() throws(AttemptFailure) -> [UInt8] {
    try joined { joiner throws(AnswerJoiner.NotContinued) in try joiner.end() }
  }

  private mutating func joined(
    _ body: (inout AnswerJoiner) throws(AnswerJoiner.NotContinued) -> [UInt8]
  ) throws(AttemptFailure) -> [UInt8] {
    do { return try body(&joiner) } catch { throw .transport(.unreadable) }
  }
}

extension JSONText {
  /// The bytes of a text, and the first half of a character at its end whose other half is missing.
  ///
  /// - Parameter inner: a text as it stands in JSON, without its quotes.
  static func split(_ inner: [UInt8]) -> (text: [UInt8], half: [UInt8]) {
    let half = inner.suffix(6)
    let isHalf = half.count == 6 && isHighSurrogate(half) && !isEscaped(inner, half.startIndex)
    let whole = isHalf ? inner.dropLast(6) : inner[...]
    return (Array(decoded(inner: whole)), isHalf ? Array(half) : [])
  }

  /// `\ud83d` and its like, which is half a character.
  private static func isHighSurrogate(_ escape: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: escape, as: UTF8.self).lowercased()
    guard text.hasPrefix("\\ud") else { return false }
    let digits = text.dropFirst(3)
    return "89ab".contains(digits.prefix(1)) && digits.allSatisfy(\.isHexDigit)
  }

  /// Whether a backslash is itself behind one that escapes it.
  private static func isEscaped(_ inner: [UInt8], _ at: Int) -> Bool {
    var before = 0
    while at - before > 0, inner[at - before - 1] == UInt8(ascii: "\\") { before += 1 }
    return before % 2 == 1
  }

  /// The value with another text in the place of one of its texts.
  fileprivate func replacing(text range: Range<Int>, with text: [UInt8]) -> JSONText {
    if decoded(range).elementsEqual(text) { return self }
    return replacing(range, with: JSONText.quoted(String(decoding: text, as: UTF8.self)))
  }

  /// The value with other JSON in the place of a part of it.
  func replacing(_ range: Range<Int>, with json: String) -> JSONText {
    let out = bytes[..<range.lowerBound] + json.utf8 + bytes[range.upperBound...]
    let end = root.upperBound + json.utf8.count - range.count
    return JSONText(Array(out), root: root.lowerBound..<end)
  }
}
