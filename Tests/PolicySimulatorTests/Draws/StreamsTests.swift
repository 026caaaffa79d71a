import Foundation
import TestThreads
import Testing

@testable import PolicySimulator

/// Draws by name: even, and without memory of their names.
@Suite(.offPool) struct StreamsTests {
  private static let count = 1 << 13
  private static let all: [PolicySimulator.Stream] = [
    .arrivals, .service, .faults, .choice, .handlers, .landed,
  ]

  /// χ² of counts in 256 equal cells, as a normal deviate (Wilson, Hilferty, 1931).
  private func deviate(_ cells: [Int]) -> Double {
    let expected = Double(cells.reduce(0, +)) / Double(cells.count)
    let square = cells.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    let freedom = Double(cells.count - 1)
    return (cbrt(square / freedom) - (1 - 2 / (9 * freedom))) / (2 / (9 * freedom)).squareRoot()
  }

  private func cells(_ draw: (UInt64) -> UInt64) -> [Int] {
    var cells = Array(repeating: 0, count: 256)
    for i in 0..<UInt64(StreamsTests.count) { cells[Int(draw(i) & 255)] += 1 }
    return cells
  }

  @Test(arguments: [UInt64(0), 1, 7, .max])
  func `every byte of the draws about neighbours is even`(seed: UInt64) {
    let streams = Streams(seed: seed)
    for stream in StreamsTests.all {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        let first = deviate(cells { streams.bits(stream, $0) >> shift })
        let second = deviate(cells { streams.bits(stream, 5, $0 + 1) >> shift })
        #expect(first.magnitude < 4.5, "\(stream), bits from \(shift)")
        #expect(second.magnitude < 4.5, "\(stream), bits from \(shift), second name")
      }
    }
  }

  @Test func `draws of different names have nothing to do with each other`() {
    let streams = Streams(seed: 1)
    let pairs: [(String, (UInt64) -> UInt64)] = [
      ("streams", { streams.bits(.service, $0) ^ streams.bits(.faults, $0) }),
      ("seeds", { streams.bits(.service, $0) ^ Streams(seed: 2).bits(.service, $0) }),
      ("neighbours", { streams.bits(.service, $0) ^ streams.bits(.service, $0 + 1) }),
      ("second names", { streams.bits(.service, $0, 1) ^ streams.bits(.service, $0, 2) }),
      ("exchanged names", { streams.bits(.service, $0, 1) ^ streams.bits(.service, 1, $0 + 2) }),
      (
        "endpoints",
        { streams.bits(.service, $0, 1 << 13 | 1) ^ streams.bits(.service, $0, 2 << 16 | 1) }
      ),
    ]
    for (name, draw) in pairs {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        #expect(deviate(cells { draw($0) >> shift }).magnitude < 4.5, "\(name), bits from \(shift)")
      }
    }
  }

  @Test func `runs whose seeds are derived do not repeat each other`() {
    var seen = Set<UInt64>()
    for index in 0..<10_000 { seen.insert(Simulation.seed(of: index, from: 1)) }
    #expect(seen.count == 10_000)
    #expect(Simulation.seed(of: 0, from: 42) == 42)
    let cells = cells { Streams(seed: Simulation.seed(of: Int($0), from: 1)).bits(.arrivals, 0) }
    #expect(deviate(cells).magnitude < 4.5)
  }

  @Test func `a share strikes as often as it says`() {
    let streams = Streams(seed: 3)
    for share in [Int64(1_000_000), 50_000_000, 300_000_000, 999_000_000] {
      let count = 50_000
      let struck = (0..<UInt64(count)).count { streams.occurs(share, .faults, $0, 9) }
      let p = Double(share) / 1e9
      let sigma = (Double(count) * p * (1 - p)).squareRoot()
      #expect((Double(struck) - Double(count) * p).magnitude < 4 * sigma, "\(share)")
    }
    for a in 0..<1000 as Range<UInt64> {
      #expect(!streams.occurs(0, .faults, a, 1))
      #expect(streams.occurs(1_000_000_000, .faults, a, 1))
    }
  }

  @Test func `a unit lies above 0 and below 1`() {
    #expect(UInt64(0).unit > 0)
    #expect(UInt64.max.unit < 1)
    #expect((UInt64(1) << 63).unit - 0.5 < 1e-15)
  }
}
