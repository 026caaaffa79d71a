import PolicyRuntime

/// Makes the choices that it was told, then the first of each; keeps what could have been chosen.
struct ScriptChooser: Chooser {
  /// One choice that was asked for.
  struct Draw {
    var value: Int64
    var low: Int64
    var high: Int64
    /// Whether it picks one of several things, and is not a time.
    var isPick: Bool
  }

  private let script: [Int64]
  /// Every choice so far.
  private(set) var draws: [Draw] = []

  init(_ script: [Int64]) { self.script = script }

  mutating func pick(_ n: Int) -> Int { Int(draw(0, Int64(n) - 1, isPick: true)) }

  mutating func between(_ low: Int64, _ high: Int64) -> Int64 { draw(low, high, isPick: false) }

  private mutating func draw(_ low: Int64, _ high: Int64, isPick: Bool) -> Int64 {
    let told = draws.count < script.count ? script[draws.count] : low
    let value = min(max(told, low), high)
    draws.append(Draw(value: value, low: low, high: high, isPick: isPick))
    return value
  }
}
