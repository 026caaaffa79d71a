/// Finds keys in a text that comes in pieces, wherever it is cut (Knuth, Morris and Pratt, 1977).
struct KeySearch: Sendable {
  /// A key, and for each count of its bytes how many of them a key that fails there has begun anew.
  private struct Key: Sendable {
    let bytes: [UInt8]
    let fallback: [Int]

    init(_ bytes: [UInt8]) {
      var fallback = [Int](repeating: 0, count: bytes.count)
      var count = 0
      for at in bytes.indices.dropFirst() {
        while count > 0, bytes[count] != bytes[at] { count = fallback[count - 1] }
        if bytes[count] == bytes[at] { count += 1 }
        fallback[at] = count
      }
      (self.bytes, self.fallback) = (bytes, fallback)
    }

    /// How many of its bytes tell nothing: a text need not wait for what may become a key before
    /// there are more of them.
    var harmless: Int { min(4, bytes.count / 4) }
  }

  private let keys: [Key]
  /// Whether a key may begin with a byte.
  private let begins: [Bool]

  /// A shorter key is no key: its letters stand in many a text.
  static let bytesMin = 8

  init(_ secrets: some Sequence<String>) {
    keys = secrets.map { Key(Array($0.utf8)) }.filter { $0.bytes.count >= KeySearch.bytesMin }
    var begins = [Bool](repeating: false, count: 256)
    for key in keys { begins[Int(key.bytes[0])] = true }
    self.begins = begins
  }

  var isEmpty: Bool { keys.isEmpty }

  /// How far the search in one text has come.
  struct State: Sendable {
    /// How many bytes of each key the text ends with; empty if none of any.
    fileprivate var matched: [Int] = []
    /// Bytes of the text.
    fileprivate(set) var length = 0

    /// Whether the next byte is searched like the first one of a text.
    var isFresh: Bool { matched.isEmpty }

    /// Forgets what the text ends with.
    mutating func restart() { matched = [] }
  }

  /// Reads on in a text; calls `found` with the place of each key in it.
  func read(
    _ bytes: ArraySlice<UInt8>, _ state: inout State, _ found: (Range<Int>) -> Void
  ) {
    // Most texts hold no byte that a key begins with.
    let start =
      state.matched.isEmpty
      ? bytes.firstIndex { begins[Int($0)] } ?? bytes.endIndex : bytes.startIndex
    state.length += start - bytes.startIndex
    for byte in bytes[start...] {
      state.length += 1
      if state.matched.isEmpty {
        guard begins[Int(byte)] else { continue }
        state.matched = [Int](repeating: 0, count: keys.count)
      }
      var isNothing = true
      for (index, key) in keys.enumerated() {
        var count = state.matched[index]
        while count > 0, key.bytes[count] != byte { count = key.fallback[count - 1] }
        if key.bytes[count] == byte { count += 1 }
        if count == key.bytes.count {
          found((state.length - count)..<state.length)
          count = key.fallback[count - 1]
        }
        state.matched[index] = count
        if count > 0 { isNothing = false }
      }
      if isNothing { state.matched = [] }
    }
  }

  /// Where what may become a key begins; the text's length if nothing may.
  func open(_ state: State) -> Int {
    var most = 0
    for (key, count) in zip(keys, state.matched) where count > key.harmless {
      most = max(most, count)
    }
    return state.length - most
  }
}
