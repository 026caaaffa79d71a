import PolicyGraph
import PolicyRuntime

/// Text in the format that Prometheus reads (version 0.0.4), written family by family.
struct MetricsText {
  private var text = ByteText()
  private var name: StaticString = ""

  /// What is written so far.
  var bytes: [UInt8] { text.bytes }

  /// Begins a family of samples.
  mutating func family(_ name: StaticString, _ kind: StaticString, _ help: StaticString) {
    self.name = name
    text.append("# HELP ")
    text.append(name)
    text.append(" ")
    text.append(help)
    text.append("\n# TYPE ")
    text.append(name)
    text.append(" ")
    text.append(kind)
    text.append("\n")
  }

  /// One sample of the family.
  mutating func sample(_ labels: [(StaticString, [UInt8])], _ count: UInt64) {
    begin(labels)
    text.append(magnitude: count, digitsMin: 1)
    text.append("\n")
  }

  /// One sample in seconds, exact.
  mutating func sample(_ labels: [(StaticString, [UInt8])], seconds: Tick) {
    begin(labels)
    text.append(magnitude: seconds.ns.magnitude / 1_000_000_000, digitsMin: 1)
    text.append(".")
    text.append(magnitude: seconds.ns.magnitude % 1_000_000_000, digitsMin: 9)
    text.append("\n")
  }

  private mutating func begin(_ labels: [(StaticString, [UInt8])]) {
    text.append(name)
    text.append("{")
    for (i, label) in labels.enumerated() {
      if i > 0 { text.append(",") }
      text.append(label.0)
      text.append("=\"")
      for byte in label.1 {
        switch byte {
        case UInt8(ascii: "\\"): text.append("\\\\")
        case UInt8(ascii: "\""): text.append("\\\"")
        case UInt8(ascii: "\n"): text.append("\\n")
        default: text.bytes.append(byte)  // every other byte stands for itself
        }
      }
      text.append("\"")
    }
    text.append("} ")
  }
}

/// What was counted of one name, over all policies that had it.
struct CounterSum {
  let name: [UInt8]
  var fixed: [UInt64]
  /// Above zero, by label.
  var labelled: [([UInt8], UInt64)] = []
  /// Above zero, by reason; of routes.
  var reasons: [([UInt8], UInt64)] = []
}

extension Counters {
  /// The sums of all series, each name once.
  static func merged(_ present: [Series], _ former: [Series]) -> [CounterSum] {
    var sums: [CounterSum] = []
    for series in present + former {
      var at = sums.count
      for i in sums.indices where sums[i].name == series.name { at = i }
      if at == sums.count {
        sums.append(
          CounterSum(name: series.name, fixed: [UInt64](repeating: 0, count: Series.fixed)))
      }
      for i in 0..<Series.fixed { sums[at].fixed[i] += series.value(i) }
      let firstReason = series.labels.count - (series.labels.last == [] ? reasonsMax : 0)
      for i in series.labels.indices {
        let count = series.value(Series.fixed + i)
        if count == 0 { continue }
        if i < firstReason {
          CounterSum.add(series.labels[i], count, to: &sums[at].labelled)
        } else if let reason = Reason(rawValue: UInt8(truncatingIfNeeded: i - firstReason)) {
          var word = ByteText()
          word.append(reason.word)
          CounterSum.add(word.bytes, count, to: &sums[at].reasons)
        }
      }
    }
    return sums
  }
}

extension CounterSum {
  fileprivate static func add(
    _ label: [UInt8], _ count: UInt64, to sums: inout [([UInt8], UInt64)]
  ) {
    for i in sums.indices where sums[i].0 == label {
      sums[i].1 += count
      return
    }
    sums.append((label, count))
  }
}
