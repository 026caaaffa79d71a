#if canImport(PolicyDigest)
  import PolicyDigest
#endif

extension SHA256 {
  /// The eight words of the hash, and the compression of blocks into them.
  struct State {
    typealias Words = (
      UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32
    )

    private var h: Words = (
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
      0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )

    /// The digest: each word with its highest byte first.
    var bytes: [UInt8] {
      var out: [UInt8] = []
      out.reserveCapacity(32)
      let words: [8 of UInt32] = [h.0, h.1, h.2, h.3, h.4, h.5, h.6, h.7]
      for i in words.indices {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
          out.append(UInt8(truncatingIfNeeded: words[i] >> shift))
        }
      }
      return out
    }

    /// Takes in whole blocks of 64 bytes, by the processor's own instructions where it has them.
    ///
    /// Embedded builds have the portable rounds alone.
    @unsafe
    mutating func compress(_ base: UnsafeRawPointer?, blocks: Int) {
      guard let base = unsafe base else { return }
      #if canImport(PolicyDigest)
        let data = unsafe base.assumingMemoryBound(to: UInt8.self)
        let isDone = unsafe withUnsafeMutableBytes(of: &h) { words in
          unsafe policy_digest_sha256(
            words.baseAddress?.assumingMemoryBound(to: UInt32.self), data, blocks)
        }
        if isDone { return }
      #endif
      unsafe compressPortably(base, blocks: blocks)
    }

    /// The same by plain arithmetic.
    ///
    /// Sixteen rounds are written out at a time, each with the names of the variables moved on by
    /// one in place of the eight moves of the standard's text. The message schedule is held in
    /// sixteen words, each replaced right after its use, while the processor waits for the round.
    @unsafe
    mutating func compressPortably(_ base: UnsafeRawPointer, blocks: Int) {
      var block = unsafe base
      var w = [16 of UInt32](repeating: 0)
      for _ in 0..<blocks {
        for i in 0..<16 {
          w[i] = unsafe UInt32(
            bigEndian: block.loadUnaligned(fromByteOffset: i &* 4, as: UInt32.self))
        }
        var v = Variables(h)
        v.sixteenRounds(0, &w, replacing: true)
        v.sixteenRounds(16, &w, replacing: true)
        v.sixteenRounds(32, &w, replacing: true)
        v.sixteenRounds(48, &w, replacing: false)
        h = v.added(to: h)
        unsafe block += 64
      }
    }
  }

  /// The eight working variables of section 6.2.2.
  private struct Variables {
    var a, b, c, d, e, f, g, h: UInt32

    @inline(__always)
    init(_ s: State.Words) { (a, b, c, d, e, f, g, h) = s }

    @inline(__always)
    func added(to s: State.Words) -> State.Words {
      (
        s.0 &+ a, s.1 &+ b, s.2 &+ c, s.3 &+ d, s.4 &+ e, s.5 &+ f, s.6 &+ g, s.7 &+ h
      )
    }

    /// Sixteen rounds, the first of which is number `k`.
    @inline(__always)
    mutating func sixteenRounds(_ k: Int, _ w: inout [16 of UInt32], replacing: Bool) {
      for half in stride(from: 0, to: 16, by: 8) {
        let k = k &+ half
        SHA256.round(a, b, c, &d, e, f, g, &h, SHA256.word(k, half, &w, replacing))
        SHA256.round(h, a, b, &c, d, e, f, &g, SHA256.word(k &+ 1, half &+ 1, &w, replacing))
        SHA256.round(g, h, a, &b, c, d, e, &f, SHA256.word(k &+ 2, half &+ 2, &w, replacing))
        SHA256.round(f, g, h, &a, b, c, d, &e, SHA256.word(k &+ 3, half &+ 3, &w, replacing))
        SHA256.round(e, f, g, &h, a, b, c, &d, SHA256.word(k &+ 4, half &+ 4, &w, replacing))
        SHA256.round(d, e, f, &g, h, a, b, &c, SHA256.word(k &+ 5, half &+ 5, &w, replacing))
        SHA256.round(c, d, e, &f, g, h, a, &b, SHA256.word(k &+ 6, half &+ 6, &w, replacing))
        SHA256.round(b, c, d, &e, f, g, h, &a, SHA256.word(k &+ 7, half &+ 7, &w, replacing))
      }
    }
  }

  /// Round `k`'s constant and word `i` of the schedule, which then becomes the word 16 rounds on.
  @inline(__always)
  private static func word(
    _ k: Int, _ i: Int, _ w: inout [16 of UInt32], _ replacing: Bool
  ) -> UInt32 {
    let word = constants[k] &+ w[i]
    if replacing {
      w[i] = w[i] &+ small0(w[(i &+ 1) & 15]) &+ w[(i &+ 9) & 15] &+ small1(w[(i &+ 14) & 15])
    }
    return word
  }

  /// One round of section 6.2.2, step 3; `d` becomes the new `e`, and `h` the new `a`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ word: UInt32
  ) {
    let t1 = h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ (g ^ (e & (f ^ g))) &+ word
    d = d &+ t1
    h = t1 &+ (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ ((a & b) | (c & (a | b)))
  }

  @inline(__always)
  private static func small0(_ x: UInt32) -> UInt32 { rotate(x, 7) ^ rotate(x, 18) ^ (x &>> 3) }

  @inline(__always)
  private static func small1(_ x: UInt32) -> UInt32 { rotate(x, 17) ^ rotate(x, 19) ^ (x &>> 10) }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { (x &>> n) | (x &<< (32 &- n)) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [64 of UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
