/// A small generator of random numbers (SplitMix64), so that a failing test can be run again.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Texts that nobody would write, made of pieces that parsers stumble over.
enum RandomText {
  private static let pieces: [[UInt8]] =
    [
      " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", ";", ",", ":", "{", "}", "[", "]", "(", ")", "=",
      "//", "// c\n", "///", "/// d\n", "/*", "*/", "#", "\"", "\"x\"", "\"\\\"", "'", "\\", "-",
      "+",
      "%", ".", "..", "5", "5s", "1m30s", "99.9%", "500..599", "200/s", "p99.9", "p95", "a", "url",
      "endpoint", "endpoint a {\n", "retry r { on timeout { failover } }\n", "env(\"X\")",
      "label: ",
      "é", "日", "\u{202E}", "\u{FEFF}", "\u{A0}", "“", "”", "<<<<<<<", "=======", "\0",
    ].map { Array($0.utf8) } + [[0x80], [0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  /// Pieces in a row.
  static func soup(_ random: inout Seeded, atMost count: Int) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &random)).flatMap { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }
  }

  /// `bytes` with a few pieces put in, left out or copied elsewhere.
  static func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let at = Int.random(in: 0...result.count, using: &random)
      let length = min(Int.random(in: 0...12, using: &random), result.count - at)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        result.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: at)
      case 1: result.removeSubrange(at..<at + length)
      case 2:
        let copy = Array(result[at..<at + length])
        result.insert(contentsOf: copy, at: Int.random(in: 0...result.count, using: &random))
      default:
        guard length > 0 else { continue }
        result[at] = UInt8.random(in: 0...255, using: &random)
      }
    }
    return result
  }

  /// Bytes that may be anything.
  static func noise(_ random: inout Seeded, atMost count: Int) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
  }
}
