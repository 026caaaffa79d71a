/// XXH64 with seed 0 (Yann Collet, "xxHash fast digest algorithm", version 0.1.1).
///
/// The checksum against accidents: some thirty times as fast as SHA-256, so that every load of an
/// artifact can afford it.
enum XXH64 {
  private static var prime1: UInt64 { 0x9e37_79b1_85eb_ca87 }
  private static var prime2: UInt64 { 0xc2b2_ae3d_27d4_eb4f }
  private static var prime3: UInt64 { 0x1656_67b1_9e37_79f9 }
  private static var prime4: UInt64 { 0x85eb_ca77_c2b2_ae63 }
  private static var prime5: UInt64 { 0x27d4_eb2f_1656_67c5 }

  /// The checksum of `count` bytes, all of which `bytes` must lead to.
  @unsafe
  static func checksum(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
    var at = 0
    var hash = prime5
    if count >= 32 {
      var (a, b, c, d) = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
      while at <= count &- 32 {
        a = round(a, unsafe word(bytes, at))
        b = round(b, unsafe word(bytes, at &+ 8))
        c = round(c, unsafe word(bytes, at &+ 16))
        d = round(d, unsafe word(bytes, at &+ 24))
        at &+= 32
      }
      hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
      hash = merge(merge(merge(merge(hash, a), b), c), d)
    }
    hash &+= UInt64(count)
    while at &+ 8 <= count {
      hash = rotate(hash ^ round(0, unsafe word(bytes, at)), 27) &* prime1 &+ prime4
      at &+= 8
    }
    if at &+ 4 <= count {
      let half = unsafe UInt32(
        littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
      hash = rotate(hash ^ (UInt64(half) &* prime1), 23) &* prime2 &+ prime3
      at &+= 4
    }
    while at < count {
      let byte = unsafe bytes.load(fromByteOffset: at, as: UInt8.self)
      hash = rotate(hash ^ (UInt64(byte) &* prime5), 11) &* prime1
      at &+= 1
    }
    hash = (hash ^ (hash &>> 33)) &* prime2
    hash = (hash ^ (hash &>> 29)) &* prime3
    return hash ^ (hash &>> 32)
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
    (hash ^ round(0, lane)) &* prime1 &+ prime4
  }

  @inline(__always)
  private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { (x &<< n) | (x &>> (64 &- n)) }

  @unsafe @inline(__always)
  private static func word(_ bytes: UnsafeRawPointer, _ at: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }
}
