/// Names that `word` was probably meant to be, nearest first, at most three.
///
/// Near is an edit distance (insertions, deletions, replacements and swaps of neighbours: the
/// optimal string alignment distance) of at most a third of the word's length, at least one; upper
/// and lower case, and `_` and `-`, count as equal.
func nearest(_ word: String, in candidates: [String]) -> [String] {
  let folded = word.utf8.map(folded)
  // What is longer than any name is not looked at: the work grows with the product of the lengths.
  guard !folded.isEmpty, folded.count <= 128 else { return [] }
  let limit = max(1, folded.count / 3)
  var found: [(distance: Int, name: String)] = []
  for candidate in candidates where abs(candidate.utf8.count - folded.count) <= limit {
    let distance = distance(folded, candidate)
    if distance <= limit { found.append((distance, candidate)) }
  }
  // Sorting by distance and name gives the same words in every run.
  found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
  return found.prefix(3).map(\.name)
}

private func folded(_ byte: UInt8) -> UInt8 {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
  case UInt8(ascii: "_"): UInt8(ascii: "-")
  default: byte  // any other byte stands for itself
  }
}

private func distance(_ word: [UInt8], _ candidate: String) -> Int {
  var twoAbove = Array(0...word.count)
  var above = twoAbove
  var row = twoAbove
  var previous: UInt8 = 0
  for (i, byte) in candidate.utf8.enumerated() {
    let byte = folded(byte)
    row[0] = i + 1
    for j in word.indices {
      row[j + 1] = min(above[j] + (word[j] == byte ? 0 : 1), row[j] + 1, above[j + 1] + 1)
      if i > 0, j > 0, word[j] == previous, word[j - 1] == byte {
        row[j + 1] = min(row[j + 1], twoAbove[j - 1] + 1)
      }
    }
    swap(&twoAbove, &above)
    swap(&above, &row)
    previous = byte
  }
  return above[word.count]
}
