import PolicyGraph
import TestThreads
import Testing

@Suite(.offPool) struct SpellingTests {
  @Test(
    arguments: [
      (0, "0s", "0"), (1, "1ns", "0.000000001"), (1000, "1us", "0.000001"),
      (250_000_000, "250ms", "0.25"), (1_270_000_000, "1270ms", "1.27"),
      (12_500_000_000, "12s500ms", "12.5"), (2_000_000_000, "2s", "2"),
      (90_000_000_000, "1m30s", "90"), (21_600_000_000_000, "6h", "21600"),
      (Tick.max.ns, "30d", "2592000"), (-5_000_000_000, "-5s", "-5"),
      (86_400_000_000_001, "1d1ns", "86400.000000001"),
      (
        Int64.min, "-106751d23h47m16s854ms775us808ns",
        "-9223372036.854775808"
      ),
    ] as [(Int64, String, String)])
  func `a duration is spelled as a policy spells it`(ns: Int64, spelling: String, seconds: String) {
    #expect(Tick(ns: ns).spelling == spelling)
    #expect(Tick(ns: ns).seconds == seconds)
  }

  @Test(
    arguments: [
      (999_500_000, "99.95%", "0.9995"), (5_000_000, "0.5%", "0.005"), (0, "0%", "0"),
      (1_000_000_000, "100%", "1"), (1, "0.0000001%", "0.000000001"),
    ] as [(Int64, String, String)])
  func `a share is spelled exactly`(ppb: Int64, spelling: String, decimal: String) {
    #expect(Share(ppb: ppb).spelling == spelling)
    #expect(Share(ppb: ppb).decimal == decimal)
  }

  @Test func `factors, percentiles and sizes are spelled exactly`() {
    #expect(Factor(millionths: 1_500_000).spelling == "1.5x")
    #expect(Factor(millionths: 2_000_000).spelling == "2x")
    #expect(Factor(millionths: 1_400_000).decimal == "1.4")
    #expect(Percentile(millionths: 999_000).spelling == "p99.9")
    #expect(Percentile(millionths: 500_000).spelling == "p50")
    #expect(Percentile(millionths: 950_000).decimal == "0.95")
    let sizes: [Int64] = [0, 999, 1000, 1500, 128_000, 2_000_000, 3_000_000_000]
    #expect(sizes.map(\.sizeSpelling) == ["0", "999", "1k", "1500", "128k", "2M", "3G"])
  }

  @Test(arguments: [
    (Rate(600, per: .s(60)), "600/min"), (Rate(2_000_000, per: .s(60)), "2M/min"),
    (Rate(300, per: .s(10)), "300/10s"), (Rate(8, per: .s(1)), "8/s"),
    (Rate(1, per: .ms(1)), "1/ms"), (Rate(5, per: .s(3600)), "5/h"),
    (Rate(5, per: .s(90)), "5/1m30s"),
  ])
  func `a rate is spelled as a policy spells it`(rate: Rate, spelling: String) {
    #expect(rate.spelling == spelling)
  }
}
