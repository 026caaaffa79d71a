// Searches that `_StringProcessing` has, too. Its own are generic over patterns, and a static
// program that calls one of them links the regular expressions, a megabyte and more.

extension Collection where Element == UInt8 {
  /// The first place of `bytes`; nil if there is none.
  package func firstPlace(of bytes: some Collection<UInt8>) -> Range<Index>? {
    guard let first = bytes.first else { return startIndex..<startIndex }
    let count = bytes.count
    var rest = self[...]
    while let start = rest.firstIndex(of: first),
      let end = index(start, offsetBy: count, limitedBy: endIndex)
    {
      if self[start..<end].elementsEqual(bytes) { return start..<end }
      rest = self[index(after: start)...]
    }
    return nil
  }
}

extension StringProtocol {
  /// Whether `part` stands in it, byte for byte.
  package func holds(_ part: String) -> Bool { utf8.firstPlace(of: part.utf8) != nil }

  /// The text with `new` in place of `old`, at most at the first `times` places.
  package func replacing(_ old: String, by new: String, times: Int = .max) -> String {
    var (out, rest) = ("", self[...])
    var left = times
    while left > 0, !old.isEmpty, let place = rest.utf8.firstPlace(of: old.utf8) {
      out += rest[..<place.lowerBound] + new
      rest = rest[place.upperBound...]
      left -= 1
    }
    return out + rest
  }
}
