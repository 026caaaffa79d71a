/// The index of an interned word or text; the words of the language come first, in `Word`'s order.
struct WordID: Hashable, Sendable {
  let raw: UInt32
  @inline(__always) init(raw: UInt32) { self.raw = raw }
  @inline(__always) var index: Int { Int(raw) }
}

/// Every word of a program, held once, so that all later stages compare integers.
///
/// Open addressing with linear probing; the first sixteen bytes are held as two integers, so that
/// most comparisons need no look at the bytes.
struct Words: Sendable {
  private struct Entry {
    var low: UInt64
    var high: UInt64
    var start: UInt32
    var length: UInt32
  }

  private var slots: [UInt32]
  private var entries: [Entry] = []
  private var storage: [UInt8] = []
  private var mask: Int

  /// The language's own words, at their ordinals.
  init() { self = Words.own }

  /// Put together once: a language server and a fuzzer parse many files.
  private static let own = Words(own: Word.table)

  private init(own: [Word]) {
    slots = [UInt32](repeating: 0, count: 1024)
    mask = slots.count - 1
    entries.reserveCapacity(own.count)
    for word in own { _ = intern(Array(word.text.utf8)) }
  }

  /// How many words there are.
  var count: Int { entries.count }

  /// The bytes of a word.
  func bytes(_ id: WordID) -> ArraySlice<UInt8> {
    let entry = entries[id.index]
    return storage[Int(entry.start)..<Int(entry.start + entry.length)]
  }

  /// A word as a string.
  func text(_ id: WordID) -> String { String(decoding: bytes(id), as: UTF8.self) }

  /// The language's word with this index, if it is one.
  @inline(__always)
  func word(_ id: WordID) -> Word? {
    id.index < Word.table.count ? Word.table[id.index] : nil
  }

  /// The first sixteen bytes of a word, and a hash of all.
  struct Key {
    var low: UInt64
    var high: UInt64
    var hash: Int

    /// The key of `source[start..<end]`.
    ///
    /// Words of up to eight bytes, the most by far, take one load; the last eight bytes of a long
    /// one stand in its hash, where names that are numbered differ.
    @inline(__always)
    init(_ source: Span<UInt8>, _ start: Int, _ end: Int) {
      let count = end - start
      low = Key.load(source, start, Swift.min(count, 8))
      high = count > 8 ? Key.load(source, start + 8, Swift.min(count - 8, 8)) : 0
      var mixed = low &* 0x9E37_79B9_7F4A_7C15
      mixed ^= (high &+ UInt64(truncatingIfNeeded: count)) &* 0xC2B2_AE3D_27D4_EB4F
      if count > 16 {
        var rest: UInt64 = 0
        var i = start + 16
        while i < end {
          let length = Swift.min(end - i, 8)
          rest = (rest ^ Key.load(source, i, length)) &* 0x1656_67B1_9E37_79F9
          rest ^= rest >> 29
          i += length
        }
        mixed ^= rest
      }
      mixed ^= mixed >> 29
      mixed = mixed &* 0xBF58_476D_1CE4_E5B9
      mixed ^= mixed >> 32
      hash = Int(truncatingIfNeeded: mixed & 0x7FFF_FFFF_FFFF_FFFF)
    }

    /// Up to eight bytes as one integer.
    @inline(__always)
    private static func load(_ source: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
      if start + 8 <= source.count {
        // In bounds by the line above; the bytes beyond the word are masked off.
        let word = unsafe source.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: start, as: UInt64.self)
        return UInt64(littleEndian: word) & (~0 >> UInt64(truncatingIfNeeded: 64 - 8 * count))
      }
      var word: UInt64 = 0
      for i in 0..<count { word |= UInt64(source[start + i]) << UInt64(8 * i) }
      return word
    }
  }

  /// The index of the word or text `source[start..<end]`.
  @inline(__always)
  mutating func intern(_ source: Span<UInt8>, from start: Int, to end: Int) -> WordID {
    let key = Key(source, start, end)
    let length = end - start
    var slot = key.hash & mask
    while true {
      let held = slots[slot]
      if held == 0 { break }
      let entry = entries[Int(held &- 1)]
      if entry.low == key.low, entry.high == key.high, Int(entry.length) == length {
        if length <= 16 || sameTail(entry, source, start) { return WordID(raw: held &- 1) }
      }
      slot = (slot + 1) & mask
    }
    let at = storage.count
    for i in start..<end { storage.append(source[i]) }
    return add(key, length: length, at: at, slot: slot)
  }

  /// The index of a text that need not be a word.
  mutating func intern(_ bytes: [UInt8]) -> WordID {
    intern(bytes.span, from: 0, to: bytes.count)
  }

  /// The index of a text that stands in `source` without escapes.
  mutating func intern(_ source: [UInt8], from start: Int, to end: Int) -> WordID {
    intern(source.span, from: start, to: end)
  }

  /// Whether a word has been met.
  func holds(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let key = Key(bytes.span, 0, bytes.count)
    var slot = key.hash & mask
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot] - 1)]
      let start = Int(entry.start)
      if entry.low == key.low, entry.high == key.high,
        storage[start..<start + Int(entry.length)].elementsEqual(bytes)
      {
        return true
      }
      slot = (slot + 1) & mask
    }
    return false
  }

  private func sameTail(_ entry: Entry, _ source: Span<UInt8>, _ start: Int) -> Bool {
    for i in 16..<Int(entry.length) where storage[Int(entry.start) + i] != source[start + i] {
      return false
    }
    return true
  }

  private mutating func add(_ key: Key, length: Int, at: Int, slot: Int) -> WordID {
    entries.append(
      Entry(
        low: key.low, high: key.high, start: UInt32(truncatingIfNeeded: at),
        length: UInt32(truncatingIfNeeded: length)))
    slots[slot] = UInt32(truncatingIfNeeded: entries.count)
    let id = WordID(raw: UInt32(truncatingIfNeeded: entries.count - 1))
    if entries.count * 2 > slots.count { grow() }
    return id
  }

  private mutating func grow() {
    var grown = [UInt32](repeating: 0, count: slots.count * 2)
    mask = grown.count - 1
    let bytes = storage
    for (index, entry) in entries.enumerated() {
      let start = Int(entry.start)
      let key = Key(bytes.span, start, start + Int(entry.length))
      var slot = key.hash & mask
      while grown[slot] != 0 { slot = (slot + 1) & mask }
      grown[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
    slots = grown
  }
}
