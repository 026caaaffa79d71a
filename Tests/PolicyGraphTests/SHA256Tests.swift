import TestThreads
import Testing

@testable import PolicyGraph

@Suite(.offPool) struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `the digest is that of the standard's examples`(text: String, digest: String) {
    #expect(SHA256.digest(of: Array(text.utf8)).hex == digest)
  }

  @Test func `a million letters have the digest of the standard`() {
    var hash = SHA256()
    for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
    #expect(
      hash.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `pieces of any length give the digest of the whole`() {
    let whole = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let digest = SHA256.digest(of: whole)
    for piece in 1...130 {
      var hash = SHA256()
      for start in stride(from: 0, to: whole.count, by: piece) {
        hash.update(Array(whole[start..<min(start + piece, whole.count)]))
      }
      #expect(hash.finish() == digest, "in pieces of \(piece)")
    }
  }

  @Test func `the processor's instructions and plain arithmetic give the same hash`() {
    var random = SystemRandomNumberGenerator()
    for blocks in 0...20 {
      let bytes = (0..<64 * blocks).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var (fast, plain) = (SHA256.State(), SHA256.State())
      bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        fast.compress(base, blocks: blocks)
        plain.compressPortably(base, blocks: blocks)
      }
      #expect(fast.bytes == plain.bytes, "\(bytes)")
    }
  }

  @Test func `every length up to three blocks has a digest of its own`() {
    var seen: Set<String> = []
    for length in 0...192 {
      seen.insert(SHA256.digest(of: [UInt8](repeating: 0, count: length)).hex)
    }
    #expect(seen.count == 193)
  }
}

extension [UInt8] {
  fileprivate var hex: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
