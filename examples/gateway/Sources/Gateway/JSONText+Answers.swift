/// What an answer in one piece holds.
extension JSONText {
  /// How many vectors it holds; nil if it is no list of them, or one of them is empty.
  var embeddings: Int? {
    guard let data = member("data", of: root), let rows = elements(data), !rows.isEmpty else {
      return nil
    }
    for row in rows {
      guard let vector = member("embedding", of: row) else { return nil }
      // Numbers, or their bytes in Base64.
      guard inner(vector)?.isEmpty == false || holdsElement(vector) else { return nil }
    }
    return rows.count
  }

  private func holdsElement(_ range: Range<Int>) -> Bool {
    guard bytes[range.lowerBound] == UInt8(ascii: "[") else { return false }
    var scanner = JSONScanner(bytes, at: range.lowerBound + 1)
    return scanner.nextItem() != nil
  }

  /// Whether it is a response of OpenAI's that is over and holds something.
  var isResponse: Bool {
    switch member("status", of: root).flatMap({ string($0) }) {
    case "incomplete": return member("output", of: root).flatMap { elements($0) } != nil
    case "completed", nil: return holdsOutput(root)
    default: return false  // failed, cancelled, or not begun
    }
  }

  /// Whether a response holds more than thoughts.
  func holdsOutput(_ response: Range<Int>) -> Bool {
    let items = member("output", of: response).flatMap { elements($0) } ?? []
    return items.contains { item in
      switch member("type", of: item).flatMap({ string($0) }) {
      case "message":
        let parts = member("content", of: item).flatMap { elements($0) } ?? []
        return parts.contains { part in
          let text = member("text", of: part) ?? member("refusal", of: part)
          return text.flatMap { inner($0) }?.isEmpty == false
        }
      case "reasoning", nil: return false
      default: return true  // the call of a tool, or what comes of one
      }
    }
  }
}
