/// Steps over JSON values, strictly as RFC 8259 has them.
struct JSONScanner {
  let bytes: [UInt8]
  var at: Int

  init(_ bytes: [UInt8], at: Int = 0) {
    self.bytes = bytes
    self.at = at
  }

  /// The byte that is next; nil at the end.
  var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  /// Steps over one byte, if it is the next.
  mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    at += 1
    return true
  }

  /// The next value of a container that was checked before, over a comma; nil at its end.
  mutating func nextItem() -> Range<Int>? {
    skipBlanks()
    if byte == UInt8(ascii: ",") {
      at += 1
      skipBlanks()
    }
    if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { return nil }
    let start = at
    return skipValue(depth: JSONText.depthMax) ? start..<at : nil
  }

  /// Steps to the next value of a container that was checked before, or to the next member's name;
  /// false, and behind it, at its end.
  mutating func nextStart() -> Bool {
    skipBlanks()
    if take(UInt8(ascii: ",")) { skipBlanks() }
    return !(take(UInt8(ascii: "]")) || take(UInt8(ascii: "}")))
  }

  /// Steps over one value; false if there is none.
  mutating func skipValue(depth: Int) -> Bool {
    guard depth > 0, let byte else { return false }
    switch byte {
    case UInt8(ascii: "{"): return skipContainer(UInt8(ascii: "}"), depth)
    case UInt8(ascii: "["): return skipContainer(UInt8(ascii: "]"), depth)
    case UInt8(ascii: "\""): return skipString()
    case UInt8(ascii: "t"): return skipWord("true")
    case UInt8(ascii: "f"): return skipWord("false")
    case UInt8(ascii: "n"): return skipWord("null")
    default: return skipNumber()  // or nothing that JSON knows
    }
  }

  private mutating func skipContainer(_ end: UInt8, _ depth: Int) -> Bool {
    at += 1
    skipBlanks()
    if take(end) { return true }
    while true {
      if end == UInt8(ascii: "}") {
        guard skipString() else { return false }
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { return false }
        skipBlanks()
      }
      guard skipValue(depth: depth - 1) else { return false }
      skipBlanks()
      if take(end) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
      skipBlanks()
    }
  }

  /// Steps over a text; false if there is none.
  mutating func skipString() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    var next = at
    while next < bytes.count {
      let byte = bytes[next]
      next += 1
      switch byte {
      case UInt8(ascii: "\""):
        at = next
        return true
      case UInt8(ascii: "\\"):
        at = next
        if !skipEscape() { return false }
        next = at
      case 0..<0x20: return false
      default: break  // a byte of the text
      }
    }
    return false
  }

  private mutating func skipEscape() -> Bool {
    guard let letter = byte else { return false }
    at += 1
    if letter == UInt8(ascii: "u") {
      for _ in 0..<4 {
        guard let byte, isHex(byte) else { return false }
        at += 1
      }
      return true
    }
    return "\"\\/bfnrt".utf8.contains(letter)
  }

  private func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func skipWord(_ word: StaticString) -> Bool {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[at...].starts(with: letters) else { return false }
    at += letters.count
    return true
  }

  private mutating func skipNumber() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
      guard skipDigits() else { return false }
    }
    if take(UInt8(ascii: ".")) {
      guard skipDigits() else { return false }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() else { return false }
    }
    return true
  }

  /// One digit or more.
  private mutating func skipDigits() -> Bool {
    let start = at
    while let byte, isDigit(byte) { at += 1 }
    return at > start
  }
}
