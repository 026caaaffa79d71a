/// How often values came, by size.
struct Histogram: Sendable {
  /// The largest value of each bucket but the last, which takes all others.
  let bounds: [Double]
  private(set) var counts: [Int]
  private(set) var sum = 0.0

  init(_ bounds: [Double]) {
    self.bounds = bounds
    counts = [Int](repeating: 0, count: bounds.count + 1)
  }

  mutating func take(_ value: Double) {
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    sum += value
  }

  var count: Int { counts.reduce(0, +) }

  /// Seconds, from an answer out of a cache to the longest stream.
  static let seconds = Histogram([
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600,
  ])
  static let tokens = Histogram([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262_144, 1_048_576])
}

/// A family of metrics as Prometheus reads it (version 0.0.4 of its text format).
struct MetricFamily<Value: Sendable>: Sendable {
  let name: String
  let help: String
  let labels: [String]
  private(set) var series: [[String]: Value] = [:]

  /// Names of routes, endpoints and clients change with reloads; more series than these are one.
  static var seriesMax: Int { 2000 }

  init(_ name: String, _ help: String, by labels: [String]) {
    (self.name, self.help, self.labels) = (name, help, labels)
  }

  mutating func change(_ values: [String], _ initial: Value, _ body: (inout Value) -> Void) {
    let isNew = series[values] == nil
    let key =
      isNew && series.count >= MetricFamily.seriesMax ? labels.map { _ in "other" } : values
    body(&series[key, default: initial])
  }

  private func head(_ kind: String) -> String { "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n" }

  private func sample(
    _ suffix: String, _ values: [String], _ number: String, bound: String? = nil
  ) -> String {
    var pairs = zip(labels, values).map { "\($0)=\"\(MetricFamily.escaped($1))\"" }
    if let bound { pairs.append("le=\"\(bound)\"") }
    return "\(name)\(suffix){\(pairs.joined(separator: ","))} \(number)\n"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private var sorted: [(key: [String], value: Value)] {
    series.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }
}

extension MetricFamily<Int> {
  var text: String {
    sorted.reduce(into: head("counter")) { $0 += sample("", $1.key, "\($1.value)") }
  }
}

extension MetricFamily<Histogram> {
  var text: String {
    sorted.reduce(into: head("histogram")) { text, row in
      var below = 0
      for (bound, count) in zip(row.value.bounds, row.value.counts) {
        below += count
        text += sample("_bucket", row.key, "\(below)", bound: "\(bound)")
      }
      text += sample("_bucket", row.key, "\(row.value.count)", bound: "+Inf")
      text += sample("_sum", row.key, "\(row.value.sum)")
      text += sample("_count", row.key, "\(row.value.count)")
    }
  }
}
