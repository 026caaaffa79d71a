import Foundation

/// Draws for tests: SplitMix64.
struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func upTo(_ high: Int64) -> Int64 { Int64(next() >> 1) % (high + 1) }

  mutating func between(_ low: Int64, _ high: Int64) -> Int64 { low + upTo(high - low) }

  /// True in `percent` of a hundred draws.
  mutating func chance(_ percent: Int64) -> Bool { upTo(99) < percent }
}

/// A clock that goes on in small steps, to the edges of buckets, over gaps, and sometimes back.
struct WildClock {
  var now: Int64 = 0
  let width: Int64

  mutating func tick(_ dice: inout Dice) -> Int64 {
    switch dice.upTo(15) {
    case 0...5: now += dice.upTo(width / 8 + 1)
    case 6...8: now += dice.upTo(2 * width)
    case 9: now = (now / width + 1) * width
    case 10: now = (now / width + 1) * width - 1
    case 11: now = (now / width + 10) * width + dice.between(-1, 1)
    case 12: now = (now / width + 11) * width + dice.between(-1, 1)
    case 13: now = max(0, now - dice.upTo(3 * width))
    case 14: now = max(0, now - dice.upTo(14 * width) * dice.upTo(1))
    default:
      // Rarely so far that the tags of the buckets come again.
      let far = dice.chance(2) ? 65_536 * dice.between(1, 22) : dice.upTo(40)
      now += far * width + dice.upTo(width)
    }
    return now
  }
}

/// How often random histories are tried, from the environment.
func histories(_ usual: Int) -> Int {
  ProcessInfo.processInfo.environment["POLICY_HISTORIES"].flatMap { Int($0) } ?? usual
}

extension Array {
  func randomElement(by dice: inout Dice) -> Element? {
    isEmpty ? nil : self[Int(dice.upTo(Int64(count) - 1))]
  }
}
