import PolicyGraph
import PolicyRuntime

/// What was counted of one name, over all policies that had it.
struct CounterSum {
  let name: [UInt8]
  /// What has places of its own in a series.
  var fixed = [UInt64](repeating: 0, count: Counters.Series.fixed)
  /// Above zero, by label.
  var labelled: [(label: [UInt8], count: UInt64)] = []
  /// Above zero, by reason; of routes.
  var reasons: [(reason: Reason, count: UInt64)] = []

  /// The sums of all series, each name once.
  static func merged(_ all: [Counters.Series]) -> [CounterSum] {
    var sums: [CounterSum] = []
    for series in all {
      var at = 0
      while at < sums.count, sums[at].name != series.name { at += 1 }
      if at == sums.count { sums.append(CounterSum(name: series.name)) }
      sums[at].add(series)
    }
    return sums
  }

  private mutating func add(_ series: Counters.Series) {
    for i in fixed.indices { fixed[i] += series.value(i) }
    let hasReasons = series.labels.last.map { $0.isEmpty } ?? false
    let firstReason = series.labels.count - (hasReasons ? Counters.reasonsMax : 0)
    for i in series.labels.indices {
      let count = series.value(Counters.Series.fixed + i)
      if count == 0 { continue }
      if i < firstReason {
        add(count, to: series.labels[i])
      } else if let reason = Reason(rawValue: UInt8(truncatingIfNeeded: i - firstReason)) {
        add(count, to: reason)
      }
    }
  }

  private mutating func add(_ count: UInt64, to label: [UInt8]) {
    for i in labelled.indices where labelled[i].label == label {
      labelled[i].count += count
      return
    }
    labelled.append((label, count))
  }

  private mutating func add(_ count: UInt64, to reason: Reason) {
    for i in reasons.indices where reasons[i].reason == reason {
      reasons[i].count += count
      return
    }
    reasons.append((reason, count))
  }
}
