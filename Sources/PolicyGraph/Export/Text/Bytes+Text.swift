extension [UInt8] {
  /// Appends the UTF-8 of trusted text.
  package mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends the UTF-8 of one scalar.
  package mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }
  }

  /// Appends a number in decimal.
  package mutating func append(_ number: Int) { append(String(number)) }

  /// Appends a number in upper-case hexadecimal, padded with zeros to `digits`.
  package mutating func appendHex(_ number: UInt32, digits: Int = 1) {
    let text = String(number, radix: 16, uppercase: true)
    append(repeating: UInt8(ascii: "0"), count: digits - text.utf8.count)
    append(text)
  }

  /// Appends `byte` so many times; not at all if `count` is negative.
  package mutating func append(repeating byte: UInt8, count: Int) {
    append(contentsOf: repeatElement(byte, count: Swift.max(0, count)))
  }
}
