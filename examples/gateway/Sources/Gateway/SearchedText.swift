/// Texts that a client reads as one, and the keys that were found in them.
struct SearchedText: Sendable {
  /// A key, by its place.
  struct Found: Sendable {
    var range: Range<Int>
    /// Whether its mark stands already.
    var isMarked = false
  }

  var state = KeySearch.State()
  /// In their order; none shares a byte with another.
  private(set) var keys: [Found] = []
  /// Pieces of the text that wait.
  var waiting = 0
  /// Keys before this one stand before all pieces that wait.
  private var next = 0

  /// What stands where a key was.
  static let mark = "[redacted]"

  mutating func read(_ text: ArraySlice<UInt8>, _ search: KeySearch) {
    var state = state
    search.read(text, &state) { add($0) }
    self.state = state
  }

  /// Keys that share a byte are one.
  mutating func add(_ range: Range<Int>) {
    var new = Found(range: range)
    while let last = keys.last, last.range.overlaps(new.range) {
      let low = min(last.range.lowerBound, new.range.lowerBound)
      new.range = low..<max(last.range.upperBound, new.range.upperBound)
      new.isMarked = new.isMarked || last.isMarked
      keys.removeLast()
    }
    keys.append(new)
  }

  /// Whether there is a key in a piece of the text, which was read last.
  func holdsKey(_ place: Range<Int>) -> Bool {
    keys.last.map { $0.range.overlaps(place) } ?? false
  }

  /// Forgets the keys: no piece waits in which one is.
  mutating func forgetKeys() { (keys, next) = ([], 0) }

  /// A piece of the text, which has a place in it, without keys; each has a mark where it began.
  ///
  /// Pieces are cut in their order.
  mutating func cut(_ text: ArraySlice<UInt8>, at place: Range<Int>) -> [UInt8] {
    var out: [UInt8] = []
    let origin = text.startIndex - place.lowerBound
    var at = place.lowerBound
    next = min(next, keys.count)
    while next < keys.count, keys[next].range.upperBound <= place.lowerBound { next += 1 }
    var index = next
    while index < keys.count, keys[index].range.lowerBound < place.upperBound {
      let key = keys[index].range.clamped(to: place)
      out += text[(origin + at)..<(origin + key.lowerBound)]
      if !keys[index].isMarked { out += SearchedText.mark.utf8 }
      keys[index].isMarked = true
      at = key.upperBound
      index += 1
    }
    return out + text[(origin + at)...]
  }
}
