/// A text to be found in bodies: in linear time whatever the body, so that nobody can make a search
/// slow from outside.
///
/// Knuth, Morris, Pratt: Fast pattern matching in strings (SIAM J. Computing 6, 1977). `links`
/// holds for each byte of the text the length of the longest beginning that also ends there.
struct TextSearch {
  /// Where the text stands in the graph's texts.
  var text: Range<Int>
  /// Where its links begin.
  var firstLink: Int

  /// Appends the links of the text at `range` of `texts`.
  static func link(_ texts: ArraySlice<UInt8>, into links: inout [UInt32]) {
    let start = texts.startIndex
    var length = 0
    var own: [UInt32] = []
    own.reserveCapacity(texts.count)
    for i in texts.indices {
      if i > start {
        while length > 0 && texts[i] != texts[start + length] { length = Int(own[length - 1]) }
        if texts[i] == texts[start + length] { length += 1 }
      }
      own.append(UInt32(truncatingIfNeeded: length))
    }
    links.append(contentsOf: own)
  }

  /// Whether the text stands in the first `limit` bytes of `body`; the case counts.
  func isFound(
    in body: Span<UInt8>, upTo limit: Int, texts: Span<UInt8>, links: Span<UInt32>
  ) -> Bool {
    guard !text.isEmpty else { return true }
    var length = 0
    var i = 0
    let first = texts[text.lowerBound]
    while i < limit {
      let byte = body[i]
      if length == 0 && byte != first {
        i += 1
        continue
      }
      while length > 0 && byte != texts[text.lowerBound + length] {
        length = Int(links[firstLink + length - 1])
      }
      if byte == texts[text.lowerBound + length] {
        length += 1
        if length == text.count { return true }
      }
      i += 1
    }
    return false
  }
}
