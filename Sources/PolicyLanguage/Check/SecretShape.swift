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
}
