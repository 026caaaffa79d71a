import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// Every word of the language, misspelt in every usual way, suggests itself.
@Suite(.offPool) struct Misspelt {
  @Test(arguments: Context.allCases)
  func `every keyword suggests itself`(_ context: Context) {
    hold(Schema.keywords(in: context))
  }

  @Test(arguments: Schema.rows.indices)
  func `every label suggests itself`(_ row: Int) {
    hold(Schema.rows[row].arguments.compactMap { $0.label?.text })
  }

  @Test(arguments: Schema.rows.indices)
  func `every word of a closed list suggests itself`(_ row: Int) {
    for argument in Schema.rows[row].arguments { hold(argument.type.choices.map(\.text)) }
  }

  @Test func `every error class suggests itself`() {
    hold(BuiltinClass.all.map(\.word.text))
  }

  @Test func `every unit suggests itself`() {
    let meant = [
      "sec": "s", "secs": "s", "seconds": "s", "min": "m", "minutes": "m", "hr": "h", "hours": "h",
      "day": "d", "days": "d", "msec": "ms", "millis": "ms", "milliseconds": "ms", "usec": "us",
      "micros": "us", "µs": "us", "nsec": "ns", "nanoseconds": "ns", "S": "s", "MS": "ms",
      "KB": "k", "K": "k", "mb": "M", "GB": "G", "g": "G", "pct": "%", "percent": "%", "times": "x",
    ]
    for (wrong, right) in meant {
      let found = Units.near(wrong)
      #expect((found?.same ?? found?.near) == right, "\(wrong)")
    }
  }

  /// Drops, doubles and swaps each letter of each word of five letters or more, and puts a stranger
  /// in its place; what is another word of the list, or as near to one, is no mistake that can be
  /// told.
  private func hold(_ words: [String]) {
    for word in words where word.utf8.count >= 5 {
      for wrong in misspelt(word) where !words.contains(wrong) {
        let found = nearest(wrong, in: words)
        #expect(found == word || found.map { tied(wrong, $0) } ?? false, "\(wrong): \(word)")
      }
      #expect(nearest(word.uppercased(), in: words) == word)
      #expect(nearest(word.replacing("-", with: "_"), in: words) == word)
    }
  }

  private func misspelt(_ word: String) -> [String] {
    let letters = Array(word)
    return letters.indices.flatMap { i -> [String] in
      var dropped = letters
      dropped.remove(at: i)
      var doubled = letters
      doubled.insert(letters[i], at: i)
      var strange = letters
      strange[i] = "q"
      var swapped = letters
      if i + 1 < letters.count { swapped.swapAt(i, i + 1) }
      return [dropped, doubled, strange, swapped].map { String($0) }.filter { $0 != word }
    }
  }

  /// Whether another word is as near: one letter more, one less, or another one.
  private func tied(_ wrong: String, _ found: String) -> Bool {
    var a = Array(wrong)[...]
    var b = Array(found)[...]
    while let first = a.first, first == b.first { (a, b) = (a.dropFirst(), b.dropFirst()) }
    while let last = a.last, last == b.last { (a, b) = (a.dropLast(), b.dropLast()) }
    return a.count <= 1 && b.count <= 1
  }
}
