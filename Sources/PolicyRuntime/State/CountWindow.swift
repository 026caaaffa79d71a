/// The last so many counted calls, from the first bad one on.
///
/// Good calls write nothing while no bad one is held. Up to 58 calls are a shift register in one
/// word, its count above them. More are a ring of bits: word 0 is changed at every call, in one
/// step with the place in the ring, and the bit of the newest call waits there until the next one.
struct CountWindow {
  /// The most calls that fit in one word with their count.
  static let small = 58
  /// The most calls that a window holds.
  static let most = 1_000_000

  private let words: Words
  private let calls: Int

  /// The window over `words` of the last `calls` calls, 1 to `most`.
  init(_ words: Words, calls: Int) {
    self.words = words
    self.calls = Self.clamped(calls)
  }

  /// The words that a window of `calls` needs.
  static func wordCount(calls: Int) -> Int {
    let calls = clamped(calls)
    return calls <= small ? 1 : 1 + (calls + 31) / 32
  }

  /// Whether a bad call is held.
  @inline(__always)
  var isActive: Bool {
    calls <= Self.small ? words.load(0) != 0 : RingState(words.load(0)).bad != 0
  }

  /// Counts a call if the window is active or the call bad; gives what it then holds.
  @inline(__always)
  func record(bad: Bool) -> (calls: UInt32, bad: UInt32)? {
    if !bad && !isActive { return nil }
    return calls <= Self.small ? shift(bad: bad) : turn(bad: bad)
  }

  /// Empties the window.
  func clear() {
    if calls <= Self.small {
      words.store(0, 0 as UInt64)
      return
    }
    while true {
      let word = words.latest(0)
      settle(word)
      if words.replace(0, word, by: RingState(word).emptied.word) { return }
    }
  }

  private static func clamped(_ calls: Int) -> Int { max(1, min(calls, most)) }

  private func shift(bad: Bool) -> (calls: UInt32, bad: UInt32)? {
    let width = UInt64(Self.small)
    let kept = (1 << UInt64(calls)) &- 1 as UInt64
    while true {
      let word = words.latest(0)
      if word == 0 && !bad { return nil }
      let bits = (word << 1 | (bad ? 1 : 0)) & kept
      let held = min(word >> width + 1, UInt64(calls))
      if words.replace(0, word, by: bits == 0 ? 0 : held << width | bits) {
        return bits == 0 ? (0, 0) : (UInt32(held), UInt32(bits.nonzeroBitCount))
      }
    }
  }

  @inline(never)
  private func turn(bad: Bool) -> (calls: UInt32, bad: UInt32)? {
    while true {
      let word = words.latest(0)
      let state = RingState(word)
      if state.bad == 0 && !bad { return nil }
      settle(word)
      let leaving = state.isFull && bit(state.place)
      let next = state.counting(bad: bad, leaving: leaving, of: calls)
      if words.replace(0, word, by: next.word) {
        return next.bad == 0 ? (0, 0) : (UInt32(next.held(of: calls)), UInt32(next.bad))
      }
    }
  }

  /// Whether the call at `place` of the ring was bad.
  private func bit(_ place: UInt64) -> Bool {
    words.latest(1 + Int(place >> 5)) >> (place & 31) & 1 != 0
  }

  /// Writes the bit of the newest call, which waits in the state `word`, to its place.
  ///
  /// Each write of a word of the ring counts in its upper half, so that a thread that slept writes
  /// nothing.
  private func settle(_ word: UInt64) {
    let state = RingState(word)
    guard state.isFull || state.place > 0 else { return }
    let place = state.place == 0 ? UInt64(calls - 1) : state.place - 1
    let i = 1 + Int(place >> 5)
    let mask = 1 << (place & 31) as UInt64
    while true {
      let old = words.latest(i)
      if (old & mask != 0) == state.last || words.latest(0) != word { return }
      if words.replace(i, old, by: (old ^ mask) &+ (1 << 32)) { return }
    }
  }
}
