/// What a large `CountWindow` changes at every call: place, counts and the newest call in one word.
struct RingState {
  private static let bits: UInt64 = 20
  private static let mask: UInt64 = (1 << 20) - 1

  /// Where the next call goes.
  var place: UInt64
  /// The bad calls held.
  var bad: UInt64
  /// Whether the newest call was bad; its bit is written before the next call counts.
  var last: Bool
  /// Whether every place holds a call.
  var isFull: Bool
  /// Counts the changes, so that no two states close to each other are the same word.
  var version: UInt64

  /// Reads a state.
  init(_ word: UInt64) {
    place = word & Self.mask
    bad = word >> Self.bits & Self.mask
    last = word >> 40 & 1 != 0
    isFull = word >> 41 & 1 != 0
    version = word >> 42
  }

  /// The state as a word.
  var word: UInt64 {
    place | bad << Self.bits | (last ? 1 << 40 : 0) | (isFull ? 1 << 41 : 0) | version << 42
  }

  /// How many of `calls` places hold a call.
  func held(of calls: Int) -> UInt64 { isFull ? UInt64(calls) : place }

  /// The state without calls.
  var emptied: RingState {
    var next = self
    (next.place, next.bad, next.last, next.isFull) = (0, 0, false, false)
    next.version &+= 1
    return next
  }

  /// The state after one more call; `leaving` tells whether the one that it pushes out was bad.
  func counting(bad isBad: Bool, leaving: Bool, of calls: Int) -> RingState {
    var next = self
    next.bad = bad + (isBad ? 1 : 0) - (leaving ? 1 : 0)
    if next.bad == 0 { return emptied }
    next.last = isBad
    next.place = place + 1
    if next.place == UInt64(calls) { (next.place, next.isFull) = (0, true) }
    next.version &+= 1
    return next
  }
}
