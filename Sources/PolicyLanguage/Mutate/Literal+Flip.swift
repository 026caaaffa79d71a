import PolicyGraph

extension Literal {
  /// The number changed, as a policy spells it; nil if that changes nothing, or cannot be said.
  func spelling(_ flip: MutantRow.Flip) -> String? {
    switch kind {
    case .count: flipped(flip, 1...Int64(UInt32.max) - 1).map { "\($0)" }
    case .duration: flipped(flip, 1...Tick.max.ns).map { Tick(ns: $0).spelling }
    case .percent: flipped(flip, 1...Share.whole.ppb).map { Share(ppb: $0).spelling }
    case .factor:
      flipped(flip, Factor.one.millionths...Within.growth.upperBound)
        .map { Factor(millionths: $0).spelling }
    case .size: flipped(flip, 1...Int64.max).map(\.sizeSpelling)
    case .rate: rate(flip)
    case .decimal, .range, .percentile, .text: nil
    }
  }

  /// The value halved or doubled, within bounds; nil if it is the same then.
  private func flipped(_ flip: MutantRow.Flip, _ bounds: ClosedRange<Int64>) -> Int64? {
    let (double, overflow) = a.multipliedReportingOverflow(by: 2)
    let wanted =
      switch flip {
      case .halve: a / 2
      case .double: overflow ? Int64.max : double
      }
    let value = min(max(wanted, bounds.lowerBound), bounds.upperBound)
    return value == a ? nil : value
  }

  /// Half a rate of an odd amount is the amount in twice the time.
  private func rate(_ flip: MutantRow.Flip) -> String? {
    let time = Tick(ns: b)
    if flip == .halve, a % 2 != 0 { return Rate(a, per: time * 2).spelling }
    return flipped(flip, 1...Rate.amountMax).map { Rate($0, per: time).spelling }
  }
}
