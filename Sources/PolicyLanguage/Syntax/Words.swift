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
  init(expecting count: Int = 0) {
    var size = 1024
    while size < count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    mask = size - 1
    entries.reserveCapacity(Word.table.count + count)
    for word in Word.table {
      var key = Key()
      for byte in word.text.utf8 { key.add(byte) }
      var slot = key.hash & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      let at = storage.count
      storage.append(contentsOf: word.text.utf8)
      _ = add(key, length: key.count, at: at, slot: slot)
    }
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

  /// A running key: the first sixteen bytes, and a hash of all.
  struct Key {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var rest: UInt64 = 0
    var count = 0

    @inline(__always)
    mutating func add(_ byte: UInt8) {
      if count < 8 {
        low = low << 8 | UInt64(byte)
      } else if count < 16 {
        high = high << 8 | UInt64(byte)
      } else {
        rest = (rest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      }
      count += 1
    }

    @inline(__always)
    var hash: Int {
      var h = low &* 0x9E37_79B9_7F4A_7C15
      h ^= (high &+ UInt64(count)) &* 0xC2B2_AE3D_27D4_EB4F
      h ^= rest
      h ^= h >> 29
      h = h &* 0xBF58_476D_1CE4_E5B9
      h ^= h >> 32
      return Int(truncatingIfNeeded: h & 0x7FFF_FFFF_FFFF_FFFF)
    }
  }

  /// The index of the word `source[start..<end]`, whose key has been run over it.
  @inline(__always)
  mutating func intern(_ key: Key, in source: Span<UInt8>, from start: Int) -> WordID {
    let length = key.count
    var slot = key.hash & mask
    while true {
      let held = slots[slot]
      if held == 0 { break }
      let entry = entries[Int(held - 1)]
      if entry.low == key.low, entry.high == key.high, Int(entry.length) == length {
        if length <= 16 || sameTail(entry, source, start) { return WordID(raw: held - 1) }
      }
      slot = (slot + 1) & mask
    }
    let at = storage.count
    for i in start..<start + length { storage.append(source[i]) }
    return add(key, length: length, at: at, slot: slot)
  }

  /// The index of a text that need not be a word.
  mutating func intern(_ bytes: [UInt8]) -> WordID {
    var key = Key()
    for byte in bytes { key.add(byte) }
    return intern(key, in: bytes.span, from: 0)
  }

  /// The index of a text that stands in `source` without escapes.
  mutating func intern(_ source: [UInt8], from start: Int, to end: Int) -> WordID {
    var key = Key()
    let bytes = source.span
    for i in start..<end { key.add(bytes[i]) }
    return intern(key, in: bytes, from: start)
  }

  /// Whether a word has been met.
  func holds(_ text: String) -> Bool {
    var key = Key()
    for byte in text.utf8 { key.add(byte) }
    var slot = key.hash & mask
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot] - 1)]
      let start = Int(entry.start)
      if entry.low == key.low, entry.high == key.high,
        storage[start..<start + Int(entry.length)].elementsEqual(text.utf8)
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
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    mask = slots.count - 1
    for (index, entry) in entries.enumerated() {
      var key = Key()
      let start = Int(entry.start)
      for i in start..<start + Int(entry.length) { key.add(storage[i]) }
      var slot = key.hash & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }
}
