/// Long texts, cut down to what a sentence can hold.
enum ShortTexts {
  private static let wordsMax = 24

  /// Two texts without the words that they begin and end with alike, if they are long.
  static func differing(_ old: String, _ new: String) -> (String, String) {
    let before = old.split(separator: " ", omittingEmptySubsequences: false)
    let after = new.split(separator: " ", omittingEmptySubsequences: false)
    guard before.count + after.count > wordsMax else { return (old, new) }
    let least = min(before.count, after.count)
    var front = 0
    while front < least, before[front] == after[front] { front += 1 }
    var back = 0
    while back < least - front, before[before.count - 1 - back] == after[after.count - 1 - back] {
      back += 1
    }
    // Two words of what is alike say where it is.
    front = max(0, front - 2)
    back = max(0, back - 1)
    return (middle(before, front, back), middle(after, front, back))
  }

  private static func middle(_ words: [Substring], _ front: Int, _ back: Int) -> String {
    let rest = words[front..<(words.count - back)]
    if rest.isEmpty { return "nothing" }
    return (front > 0 ? "… " : "") + cut(rest.joined(separator: " ")) + (back > 0 ? " …" : "")
  }

  /// A text, and of a long one its first words.
  static func cut(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard words.count > wordsMax else { return text }
    return words.prefix(wordsMax).joined(separator: " ") + " …"
  }
}
