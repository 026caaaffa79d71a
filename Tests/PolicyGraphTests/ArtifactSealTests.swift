import TestThreads
import Testing

@testable import PolicyGraph

/// The sums as others compute them: those that artifacts already written carry.
@Suite(.offPool) struct ArtifactSealTests {
  private let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  @Test func `the checksum is that of the format`() {
    // XXH64 of bytes 208 on, xor XXH64 of the first 200 times 0x9e3779b185ebca87.
    #expect(ArtifactSeal.checksum(of: bytes) == 0x300d_c306_74e6_67bb)
  }

  @Test(
    arguments: [
      (0, 0xef46_db37_51d8_e999), (1, 0xe934_a84a_db05_2768), (4, 0xae5a_cdc0_0a55_ac41),
      (31, 0x0f18_7c62_b1e7_22b7), (32, 0x91b0_cb09_31a8_c629), (33, 0x931b_043c_f8d6_5b94),
      (200, 0x6daa_a525_0558_7dd5),
    ] as [(Int, UInt64)])
  func `XXH64 is that of the reference implementation`(count: Int, sum: UInt64) {
    unsafe bytes.withUnsafeBytes { buffer in
      let found = unsafe XXH64.checksum(buffer.baseAddress!, count: count)
      #expect(found == sum, "of \(count) bytes")
    }
  }

  @Test func `a pool without texts is whole`() {
    #expect(TextPool().firstProblem() == nil)
  }
}
