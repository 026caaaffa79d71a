import PolicyGraph

/// Text in the format that Prometheus reads (version 0.0.4), written family by family.
struct MetricsText {
  private var text = ByteText()
  private var family: StaticString = ""
  private var labels = ByteText()

  /// What is written so far.
  var bytes: [UInt8] { text.bytes }

  /// Begins a family of samples.
  mutating func begin(_ name: StaticString, _ kind: StaticString, _ help: StaticString) {
    family = name
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

  /// A label of the next sample.
  mutating func label(_ name: StaticString, _ value: ArraySlice<UInt8>) {
    open(name)
    for byte in value {
      switch byte {
      case UInt8(ascii: "\\"): labels.append("\\\\")
      case UInt8(ascii: "\""): labels.append("\\\"")
      case UInt8(ascii: "\n"): labels.append("\\n")
      default: labels.bytes.append(byte)  // every other byte stands for itself
      }
    }
    labels.append("\"")
  }

  /// A label of the next sample, a word that needs no escape.
  mutating func label(_ name: StaticString, _ word: StaticString) {
    open(name)
    labels.append(word)
    labels.append("\"")
  }

  /// One sample of the family, with the labels since the last.
  mutating func sample(_ count: UInt64) {
    close()
    text.append(magnitude: count, digitsMin: 1)
    text.append("\n")
  }

  /// One sample in seconds, exact.
  mutating func sample(seconds: Tick) {
    close()
    text.append(magnitude: seconds.ns.magnitude / 1_000_000_000, digitsMin: 1)
    text.append(".")
    text.append(magnitude: seconds.ns.magnitude % 1_000_000_000, digitsMin: 9)
    text.append("\n")
  }

  private mutating func open(_ name: StaticString) {
    if !labels.bytes.isEmpty { labels.append(",") }
    labels.append(name)
    labels.append("=\"")
  }

  private mutating func close() {
    text.append(family)
    text.append("{")
    text.append(labels)
    text.append("} ")
    labels.bytes.removeAll(keepingCapacity: true)
  }
}
