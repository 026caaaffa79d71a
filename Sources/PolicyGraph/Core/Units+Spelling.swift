// How values are spelled in a policy: whatever is printed here can be pasted back, and means the
// same.

extension Tick {
  /// The duration as a policy spells it, exact: `1m30s`, `250ms`, `1270ms`, `30d`, `0s`.
  public var spelling: String { ByteText { $0.append(self) }.string }
  /// The duration in seconds, as an exact decimal: `0.25`.
  public var seconds: String { ByteText { $0.append(decimal: ns, places: 9) }.string }
}

extension Share {
  /// The share as a policy spells it, exact: `99.95%`.
  public var spelling: String { ByteText { $0.append(self) }.string }
  /// The share of one, as an exact decimal: `0.9995`.
  public var decimal: String { ByteText { $0.append(decimal: ppb, places: 9) }.string }
}

extension Factor {
  /// The factor as a policy spells it, exact: `1.5x`.
  public var spelling: String { ByteText { $0.append(self) }.string }
  /// The factor as an exact decimal: `1.5`.
  public var decimal: String { ByteText { $0.append(decimal: millionths, places: 6) }.string }
}

extension Rate {
  /// The rate as a policy spells it, exact: `600/min`, `2M/min`, `300/10s`.
  public var spelling: String { ByteText { $0.append(self) }.string }
}

extension Percentile {
  /// The percentile as a policy spells it, exact: `p99.9`.
  public var spelling: String { ByteText { $0.append(self) }.string }
  /// The part of the distribution below, as an exact decimal: `0.999`.
  public var decimal: String { ByteText { $0.append(decimal: millionths, places: 6) }.string }
}

extension Int64 {
  /// The count as a policy spells a size, exact: `128k`, `2M`, `1500`.
  public var sizeSpelling: String { ByteText { $0.append(size: self) }.string }
}

extension ByteText {
  package init(_ write: (inout ByteText) -> Void) { write(&self) }

  package mutating func append(_ time: Tick) {
    if time.ns < 0 { ascii("-") }
    let ns = time.ns.magnitude
    // `1270ms` reads better than `1s270ms`: up to four digits of one small unit are one number.
    if ns % 1_000_000_000 != 0 {
      let (unit, word): (UInt64, StaticString) =
        ns % 1_000_000 == 0 ? (1_000_000, "ms") : ns % 1000 == 0 ? (1000, "us") : (1, "ns")
      if ns / unit < 10_000 { return append(ns / unit, word) }
    }
    var rest = ns
    let start = bytes.count
    part(&rest, 86_400_000_000_000, "d")
    part(&rest, 3_600_000_000_000, "h")
    part(&rest, 60_000_000_000, "m")
    part(&rest, 1_000_000_000, "s")
    part(&rest, 1_000_000, "ms")
    part(&rest, 1000, "us")
    part(&rest, 1, "ns")
    if bytes.count == start { append("0s") }
  }

  package mutating func append(_ share: Share) {
    append(decimal: share.ppb, places: 7)
    ascii("%")
  }

  package mutating func append(_ factor: Factor) {
    append(decimal: factor.millionths, places: 6)
    ascii("x")
  }

  package mutating func append(_ percentile: Percentile) {
    ascii("p")
    append(decimal: percentile.millionths, places: 4)
  }

  package mutating func append(_ rate: Rate) {
    append(size: rate.amount)
    append(per: rate.per)
  }

  /// The slash of a rate and what follows it.
  package mutating func append(per time: Tick) {
    ascii("/")
    switch time.ns {
    case 1: append("ns")
    case 1000: append("us")
    case 1_000_000: append("ms")
    case 1_000_000_000: append("s")
    case 60_000_000_000: append("min")
    case 3_600_000_000_000: append("h")
    case 86_400_000_000_000: append("d")
    case _: append(time)
    }
  }

  /// A size in decimal multiples, where one of them is exact.
  package mutating func append(size: Int64) {
    let multiples: [3 of (Int64, StaticString)] = [
      (1_000_000_000, "G"), (1_000_000, "M"), (1000, "k"),
    ]
    for i in multiples.indices where size != 0 && size % multiples[i].0 == 0 {
      append(size / multiples[i].0)
      return append(multiples[i].1)
    }
    append(size)
  }

  private mutating func part(_ rest: inout UInt64, _ unit: UInt64, _ word: StaticString) {
    guard rest >= unit else { return }
    append(rest / unit, word)
    rest %= unit
  }

  private mutating func append(_ count: UInt64, _ word: StaticString) {
    append(magnitude: count, digitsMin: 1)
    append(word)
  }
}
