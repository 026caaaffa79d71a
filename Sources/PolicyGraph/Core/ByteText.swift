/// Text under construction, as bytes: the exports append here and make one string at the end.
package struct ByteText {
  /// What was written so far; well-formed UTF-8 if every piece was.
  package var bytes: [UInt8] = []

  package init() {}

  /// The text as a string.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends one ASCII character.
  package mutating func ascii(_ scalar: Unicode.Scalar) {
    bytes.append(UInt8(truncatingIfNeeded: scalar.value))
  }

  /// Appends a literal.
  package mutating func append(_ literal: StaticString) {
    // A literal is constant memory, and `utf8CodeUnitCount` is its length.
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(
        start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends bytes as they are.
  package mutating func append(_ slice: ArraySlice<UInt8>) { bytes.append(contentsOf: slice) }

  /// Appends another text.
  package mutating func append(_ other: ByteText) { bytes.append(contentsOf: other.bytes) }

  /// Appends an integer in decimal.
  package mutating func append(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    append(magnitude: number.magnitude, digitsMin: 1)
  }

  /// Appends `magnitude` in decimal, with zeros in front up to `digitsMin` digits.
  package mutating func append(magnitude: UInt64, digitsMin: Int) {
    let start = bytes.count
    var rest = magnitude
    while rest > 0 || bytes.count - start < digitsMin {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    bytes[start...].reverse()
  }

  /// Appends `units` ÷ 10^`places` as an exact decimal without trailing zeros: `(2500, 3)` is 2.5.
  package mutating func append(decimal units: Int64, places: Int) {
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    var scale: UInt64 = 1
    for _ in 0..<places { scale *= 10 }
    append(magnitude: units.magnitude / scale, digitsMin: 1)
    var fraction = units.magnitude % scale
    guard fraction > 0 else { return }
    var digits = places
    while fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    bytes.append(UInt8(ascii: "."))
    append(magnitude: fraction, digitsMin: digits)
  }

  /// Appends a byte in two hexadecimal digits.
  package mutating func append(hex byte: UInt8) {
    for digit in [byte >> 4, byte & 15] {
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
