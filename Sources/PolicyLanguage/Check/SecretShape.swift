/// Texts that are secrets by their look: the beginnings that providers give their keys.
enum SecretShape {
  /// Beginnings by their first byte: most texts are settled by that one.
  private static let beginnings: [[[UInt8]]] = {
    var table = [[[UInt8]]](repeating: [], count: 128)
    let known = [
      "sk-", "sk_live_", "sk_test_", "pk_live_", "rk_live_", "AKIA", "ASIA", "ghp_", "gho_",
      "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xapp-", "AIza", "ya29.", "eyJhbGciOi",
      "Bearer ", "-----BEGIN", "hf_", "gsk_", "xai-", "SG.", "dop_v1_",
    ]
    for text in known {
      let bytes = Array(text.utf8)
      table[Int(bytes[0])].append(bytes)
    }
    return table
  }()

  /// Whether `text` begins like a key and goes on long enough to be one.
  static func looksLikeSecret(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 16, let first = text.first, first < 128 else { return false }
    for beginning in beginnings[Int(first)] where begins(text, with: beginning) {
      // A key is one long word; a sentence that happens to begin alike has blanks.
      let rest = text.dropFirst(beginning.count)
      if rest.count >= 12, !rest.contains(0x20) { return true }
    }
    return false
  }

  private static func begins(_ text: ArraySlice<UInt8>, with beginning: [UInt8]) -> Bool {
    guard text.count >= beginning.count else { return false }
    for i in beginning.indices where text[text.startIndex + i] != beginning[i] { return false }
    return true
  }

  /// Whether a text holds a word that nobody would have thought of, as keys do whose maker is not
  /// known: long, and letters and digits in no order.
  static func isRandom(_ text: ArraySlice<UInt8>) -> Bool {
    // Digests look alike, and are meant to be read by everybody.
    guard text.count >= 24, text.firstPlace(of: "sha".utf8) == nil else { return false }
    return text.split(whereSeparator: { !isLetter($0) && !$0.isDigit }).contains { word in
      guard word.count >= 24 else { return false }
      let digits = word.count(where: \.isDigit)
      let turns = zip(word, word.dropFirst()).count { $0.isDigit != $1.isDigit }
      return digits >= 5 && word.count - digits >= 5 && turns >= 6
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Whether a query gives a value to something that is called like a key.
  static func namesKey(inQuery query: ArraySlice<UInt8>) -> Bool {
    let names = [
      "key", "apikey", "api_key", "api-key", "token", "access_token", "auth", "secret", "sig",
      "signature", "password", "passwd", "pwd",
    ]
    return query.split(whereSeparator: { $0 == UInt8(ascii: "&") }).contains { pair in
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1)
      // What is still to be put in is no key yet.
      guard parts.count == 2, let first = parts[1].first, first != UInt8(ascii: "$"),
        first != UInt8(ascii: "{")
      else { return false }
      return names.contains(String(decoding: parts[0], as: UTF8.self).lowercased())
    }
  }
}
