/// Text in the format that Prometheus reads (version 0.0.4), written family by family.
///
/// Nothing gets in but numbers, fixed words, and names that the policy declares: no URL, no
/// credential, no request's key.
struct MetricsText {
  /// What is written so far.
  private(set) var text = ""

  /// What a family measures.
  enum Kind: String {
    case counter, gauge
  }

  /// Begins a family of samples.
  mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// One sample of the family.
  mutating func sample(_ name: String, _ labels: [(String, String)] = [], count: Int) {
    sample(name, labels, text: String(count))
  }

  /// One sample in seconds, exact.
  mutating func sample(_ name: String, _ labels: [(String, String)] = [], seconds: Duration) {
    let (whole, attoseconds) = seconds.components
    let nanoseconds = attoseconds / 1_000_000_000
    var fraction = String(nanoseconds.magnitude)
    fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
    let sign = whole < 0 || nanoseconds < 0 ? "-" : ""
    sample(name, labels, text: "\(sign)\(whole.magnitude).\(fraction)")
  }

  private mutating func sample(_ name: String, _ labels: [(String, String)], text value: String) {
    text += name
    if !labels.isEmpty {
      text += "{"
      for (i, label) in labels.enumerated() {
        if i > 0 { text += "," }
        text += "\(label.0)=\"\(escaped(label.1))\""
      }
      text += "}"
    }
    text += " \(value)\n"
  }

  /// A label's value: backslashes, quotes and line ends are escaped.
  private func escaped(_ value: String) -> String {
    var out = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)  // every other character stands for itself
      }
    }
    return out
  }
}
