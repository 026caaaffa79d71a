import Foundation
import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// Damages the examples at random: the compiler never crashes, points into its files only, and what
/// it accepts is a policy that services can load.
@Suite(.offPool) struct Mutations {
  @Test(arguments: Examples.names)
  func `an example compiles without a finding`(_ name: String) throws {
    let compilation = compile(name, read: Examples.read)
    #expect(CorpusOutcome.text(of: compilation.report) == "")
    let artifact = try #require(compilation.artifact())
    #expect(artifact.count == compilation.sealed()?.encodedBytes)
    #expect(try FailoverGraph(artifact: artifact).encode() == artifact)
  }

  @Test(arguments: Examples.names)
  func `a damaged example is refused in its own files, or is still a policy`(_ name: String) throws
  {
    let source = SourceFile(name: name, bytes: try Examples.read(name).get())
    let tree = parse(source).tree
    let sound = pieces(of: tree)
    var random = SplitMix(seed: 1)
    for round in 0..<rounds {
      var pieces = sound
      for _ in 0...random.below(3) { damage(&pieces, &random) }
      let bytes = pieces.flatMap { $0.gap + $0.token }
      let compilation = compile(name) { $0 == name ? .success(bytes) : Examples.read($0) }
      let report = compilation.report
      for finding in report.diagnostics {
        let places =
          [(finding.file, finding.range)] + finding.related.map { ($0.file, $0.range) }
          + (finding.fix?.edits.map { ($0.file, $0.range) } ?? [])
        for (file, range) in places {
          let count = report.files[Int(file.raw)].bytes.count
          #expect(range.start <= range.end && range.end <= count, "round \(round): \(finding)")
        }
        #expect(!finding.message.isEmpty)
      }
      #expect((compilation.graph == nil) == !report.diagnostics.isEmpty, "round \(round)")
      if let artifact = compilation.artifact() {
        do {
          let decoded = try FailoverGraph(artifact: artifact)
          #expect(decoded.encode() == artifact)
        } catch {
          Issue.record(
            "\(name), round \(round): \(error)\n\(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
  }

  /// How often each example is damaged; `MUTATIONS=10000` tries longer.
  private var rounds: Int {
    ProcessInfo.processInfo.environment["MUTATIONS"].flatMap { Int($0) } ?? 150
  }

  /// A token, and what stands before it.
  private struct Piece {
    var gap: [UInt8]
    var token: [UInt8]
  }

  private func pieces(of tree: SyntaxTree) -> [Piece] {
    tree.tokens.indices.dropLast().map { index in
      let token = tree.tokens[index]
      let gap = tree.gap(before: index)
      return Piece(
        gap: gap.isEmpty ? [0x20] : Array(gap),
        token: Array(tree.source.bytes[Int(token.start)..<token.end]))
    }
  }

  /// Values at the ends of their ranges and past them, and words that stand for something else.
  private static let strange = [
    "0", "1", "64", "65", "4294967294", "4294967295", "9223372036854775807", "99999999999999999999",
    "0s", "1ns", "30d", "30d1ns", "106751d", "0%", "100%", "100.0000001%", "0x", "0.000001x",
    "1000x",
    "9000000000000x", "1/s", "0/s", "1/30d", "9223372036854775807/1ns", "1/ns", "0..999", "5..1",
    "999..1000", "p0", "p100", "p99.9999", "1G", "9000000000G", "0.5", "[]", "{}", "none", "\"\"",
    "\"*\"", "otherwise", "extends", "fail", "http", "cancelled", "unclassified", "env(\"A\")",
  ]

  /// Removes, doubles, swaps or replaces pieces.
  private func damage(_ pieces: inout [Piece], _ random: inout SplitMix) {
    let i = random.below(pieces.count)
    let j = random.below(pieces.count)
    switch random.below(8) {
    case 0: pieces.remove(at: i)
    case 1: pieces.insert(pieces[i], at: i)
    case 2: pieces.swapAt(i, j)
    case 3: pieces[i].token = pieces[j].token
    case 4: pieces.insert(pieces[j], at: i)
    case 5: pieces.swapAt(i, min(i + 1, pieces.count - 1))
    default:
      // Numbers are the most likely to do harm.
      let numbers = pieces.indices.filter { pieces[$0].token.first?.isDigit == true }
      let at = numbers.isEmpty ? i : numbers[random.below(numbers.count)]
      pieces[at].token = Array(Self.strange[random.below(Self.strange.count)].utf8)
    }
  }
}

/// A small generator with a seed, so that every run is the same.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A number below `bound`, which must be above zero.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
