import PolicyGraph

/// Looks for the end of a run of bytes, eight at a time.
///
/// The highest bit of each byte answers for it: a byte below 0x80 plus 0x80 - `low` has it from
/// `low` on, so that a range takes two sums (Lamport, "Multiple byte processing with full-word
/// instructions", 1975).
enum ByteScan {
  /// The first byte from `start` on that is no letter, digit, `-` or `_`; the end if there is none.
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, from start: Int) -> Int {
    end(of: bytes, from: start, wordBytes) { $0.isWordByte }
  }

  /// The first byte from `start` on that is not plain in a text: a quote, a backslash, or what is
  /// no visible ASCII.
  @inline(__always)
  static func text(_ bytes: Span<UInt8>, from start: Int) -> Int {
    end(of: bytes, from: start, textBytes) { $0.isPlain && $0 != 0x22 && $0 != 0x5C }
  }

  /// Where a run ends: eight bytes are asked about at once, and the last few one by one.
  @inline(__always)
  private static func end(
    of bytes: Span<UInt8>, from start: Int, _ eight: (UInt64) -> UInt64, _ one: (UInt8) -> Bool
  ) -> Int {
    var i = start
    while i + 8 <= bytes.count {
      let run = trailingRun(of: eight(load(bytes, i)))
      i += run
      if run < 8 { return i }
    }
    while i < bytes.count, one(bytes[i]) { i += 1 }
    return i
  }

  private static func wordBytes(_ bytes: UInt64) -> UInt64 {
    let low = bytes & each(0x7F)
    let letters = inRange(low | each(0x20), 0x61, 0x7A)
    let digits = inRange(low, 0x30, 0x39)
    return (letters | digits | equal(low, 0x2D) | equal(low, 0x5F)) & ~bytes
  }

  private static func textBytes(_ bytes: UInt64) -> UInt64 {
    let low = bytes & each(0x7F)
    return inRange(low, 0x20, 0x7E) & ~equal(low, 0x22) & ~equal(low, 0x5C) & ~bytes
  }

  /// How many bytes from the lowest on have their highest bit set.
  @inline(__always)
  private static func trailingRun(of answers: UInt64) -> Int {
    (~answers & each(0x80)).trailingZeroBitCount / 8
  }

  /// The eight bytes at `i`, all of which are there.
  @inline(__always)
  private static func load(_ bytes: Span<UInt8>, _ i: Int) -> UInt64 {
    unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: i, as: UInt64.self))
  }

  @inline(__always)
  private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

  @inline(__always)
  private static func inRange(_ bytes: UInt64, _ first: UInt64, _ last: UInt64) -> UInt64 {
    (bytes &+ each(0x80 - first)) & ~(bytes &+ each(0x7F - last))
  }

  @inline(__always)
  private static func equal(_ bytes: UInt64, _ byte: UInt64) -> UInt64 {
    ~((bytes ^ each(byte)) &+ each(0x7F))
  }
}
