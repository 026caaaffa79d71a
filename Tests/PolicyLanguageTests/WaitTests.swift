import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// The waits between attempts, before jitter.
@Suite(.offPool) struct Waits {
  @Test(
    "base 10 ms, doubling",
    arguments: [(1, 0), (2, 10), (3, 30), (4, 70), (5, 150), (6, 310), (8, 1270)])
  func doubling(attempts: Int, milliseconds: Int64) {
    #expect(Delays(backoff(.exponential)).total(attempts: attempts) == .ms(milliseconds))
  }

  @Test func `each kind grows in its way, up to its cap`() {
    #expect(Delays(backoff(.constant)).first(3) == [.ms(10), .ms(10), .ms(10)])
    #expect(Delays(backoff(.linear)).first(3) == [.ms(10), .ms(20), .ms(30)])
    #expect(Delays(backoff(.decorrelated)).first(3) == [.ms(10), .ms(30), .ms(90)])
    #expect(
      Delays(backoff(.exponential, max: 25)).first(4) == [.ms(10), .ms(20), .ms(25), .ms(25)])
    #expect(Delays(backoff(.linear, max: 25)).first(4) == [.ms(10), .ms(20), .ms(25), .ms(25)])
  }

  @Test func `a factor is exact, and is rounded down at each step`() {
    var row = backoff(.exponential)
    row.base = Tick(ns: 3)
    row.factor = Factor(millionths: 1_500_000)
    #expect(Delays(row).first(4).map(\.ns) == [3, 4, 6, 9])
  }

  @Test func `nothing overflows`() {
    var row = backoff(.exponential)
    row.base = .max
    row.factor = Factor(millionths: 1_000_000_000)
    #expect(Delays(row).total(attempts: 64) == Tick(ns: .max))
    row.kind = .linear
    #expect(Delays(row).total(attempts: 5000) == Tick(ns: .max))
    #expect(Delays(row).total(attempts: 0) == .zero)
  }

  private func backoff(_ kind: BackoffKind, max: Int64? = nil) -> Backoff {
    var row = Backoff()
    row.kind = kind
    row.base = .ms(10)
    row.factor = Factor(millionths: 2_000_000)
    row.max = max.map { .ms($0) }
    return row
  }
}
