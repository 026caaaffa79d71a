/// The candidate that `word` was probably meant to be, or nil if none is near enough to suggest.
///
/// Of several that are equally near the first wins; `allNearest` gives them all.
package func nearest(_ word: String, in candidates: some Sequence<String>) -> String? {
  allNearest(word, in: candidates).first
}

/// The candidates that `word` was probably meant to be: several only if they are equally near, and
/// no more than four.
///
/// Near is an edit distance of at most a third of the word's length (insertions, deletions,
/// replacements and swaps of neighbours: the optimal string alignment distance), where upper and
/// lower case, and `_` and `-`, count as equal. With none that near, a word of three or more bytes
/// that begins exactly one candidate suggests that one.
package func allNearest(_ word: String, in candidates: some Sequence<String>) -> [String] {
  var measure = EditDistance(from: word)
  var best: [String] = []
  var beginning: String?
  var beginnings = 0
  // `limit` falls with every find that is nearer.
  var limit = (measure.word.count + 1) / 3
  for candidate in candidates {
    if let distance = measure.distance(to: candidate, atMost: limit) {
      if distance < limit { best = [] }
      limit = distance
      if best.count < 4, !best.contains(candidate) { best.append(candidate) }
    }
    if measure.word.count >= 3, measure.begins(candidate) {
      beginning = candidate
      beginnings += 1
    }
  }
  if best.isEmpty, beginnings == 1, let beginning { return [beginning] }
  return best
}

/// Measures many words against one; its rows are kept between measurements.
private struct EditDistance {
  let word: [UInt8]
  private var twoAbove: [Int]
  private var above: [Int]
  private var row: [Int]

  init(from word: String) {
    self.word = word.utf8.map(EditDistance.folded)
    twoAbove = Array(repeating: 0, count: self.word.count + 1)
    above = twoAbove
    row = twoAbove
  }

  /// Makes bytes equal that people take for one another.
  private static func folded(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "_"): UInt8(ascii: "-")
    default: byte  // any other byte stands for itself
    }
  }

  func begins(_ candidate: String) -> Bool {
    var bytes = candidate.utf8.makeIterator()
    for byte in word {
      guard let other = bytes.next(), EditDistance.folded(other) == byte else { return false }
    }
    return true
  }

  /// The distance to `candidate`; nil if it is above `limit`.
  mutating func distance(to candidate: String, atMost limit: Int) -> Int? {
    let length = candidate.utf8.count
    guard abs(length - word.count) <= limit else { return nil }
    for j in above.indices { above[j] = j }
    var previous: UInt8 = 0
    var i = 0
    for byte in candidate.utf8 {
      let byte = EditDistance.folded(byte)
      i += 1
      row[0] = i
      var smallest = i
      for j in 1..<row.count {
        var cost = min(
          above[j] + 1, row[j - 1] + 1, above[j - 1] + (word[j - 1] == byte ? 0 : 1))
        if i > 1, j > 1, word[j - 1] == previous, word[j - 2] == byte {
          cost = min(cost, twoAbove[j - 2] + 1)
        }
        row[j] = cost
        smallest = min(smallest, cost)
      }
      // A swap reaches back two rows, but a row that lies above the limit is never left below it.
      guard smallest <= limit else { return nil }
      swap(&twoAbove, &above)
      swap(&above, &row)
      previous = byte
    }
    return above[word.count] <= limit ? above[word.count] : nil
  }
}
