import PolicyGraph
import PolicyRuntime

/// A chooser whose draws the script fixes; without one, `pick` gives the first and `between` the
/// highest: the longest wait that there can be.
struct TraceChooser: Chooser {
  /// What the next draws give.
  var planned: [Int64] = []
  /// What was drawn, in words.
  private(set) var drawn: [String] = []

  mutating func pick(_ n: Int) -> Int {
    let given = planned.isEmpty ? 0 : Int(planned.removeFirst())
    let value = min(max(0, given), n - 1)
    drawn.append("drew \(value) of \(n)")
    return value
  }

  mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    let given = planned.isEmpty ? high : planned.removeFirst()
    let value = min(max(low, given), high)
    let words = high == .max ? "\(value)" : spelled(value)
    drawn.append(
      high == .max
        ? "drew the key \(words)" : "drew \(words) of \(spelled(low)) to \(spelled(high))")
    return value
  }

  /// What was drawn since this was last asked.
  mutating func takeDrawn() -> [String] {
    defer { drawn = [] }
    return drawn
  }

  private func spelled(_ ns: Int64) -> String { Tick(ns: ns).seconds + "s" }
}
