import Synchronization

/// The limits of the runtime's figures: the reads and writes of shared state that cannot be left
/// out, and nothing else.
@safe struct RuntimeFloor {
  /// Words 0–15 belong to the group; then come two endpoints of four lines, then the route.
  private let words: UnsafeMutablePointer<Atomic<UInt64>>
  private var random: UInt64 = 1

  init() {
    unsafe words = .allocate(capacity: 256)
    for i in 0..<256 { unsafe (words + i).initialize(to: Atomic(0)) }
  }

  func free() { unsafe words.deallocate() }

  /// Chooses the holder, looks at its breaker, and finds that the success need not be recorded.
  @inline(never)
  func happy(_ count: Int) -> UInt64 {
    var sum: UInt64 = 0
    for now in 0..<UInt64(count) { sum &+= succeed(at: choose(now), now) }
    return sum
  }

  /// Counts a failure in a row and a window, draws a delay, takes a token, goes to the next.
  @inline(never)
  mutating func failing(_ count: Int) -> UInt64 {
    var sum: UInt64 = 0
    for now in 0..<UInt64(count) {
      let first = choose(now)
      let breaker = 16 + 64 * Int(first)
      add(breaker, 1)
      store(breaker + 2, now)
      add(breaker + 16, 1)
      let token = load(192) &+ 1
      store(192, token)
      sum &+= draw() >> 40 &+ token
      store(breaker, 0)
      sum &+= succeed(at: first ^ 1, now)
    }
    return sum
  }

  /// Draws two endpoints, takes the less loaded, counts it in flight, in its three limits and in
  /// the budget, and its latency.
  @inline(never)
  mutating func chat(_ count: Int) -> UInt64 {
    var sum: UInt64 = 0
    for now in 0..<UInt64(count) {
      let draw = draw()
      let endpoint = load(48) <= load(112) ? draw & 1 : draw >> 1 & 1
      let cell = 16 + 64 * Int(endpoint)
      if load(cell) & 7 != 0 || load(cell + 1) > now { return sum }
      add(cell + 32, 1)
      add(cell + 33, 1)
      add(cell + 34, 1)
      add(cell + 35, 1)
      add(192, 1)
      sum &+= load(200)
      subtract(cell + 32, 1)
      subtract(cell + 33, 1)
      add(208, 1)
      sum &+= endpoint
    }
    return sum
  }

  @inline(__always)
  private func choose(_ now: UInt64) -> UInt64 {
    let holder = load(0) & 1
    return load(16 + 64 * Int(holder)) & 7 == 0 ? holder : holder ^ 1
  }

  @inline(__always)
  private func succeed(at endpoint: UInt64, _ now: UInt64) -> UInt64 {
    let cell = 16 + 64 * Int(endpoint)
    if load(cell) == 0 && load(cell + 1) <= now { return endpoint }
    add(cell + 16, 1 << 30)
    return endpoint
  }

  private mutating func draw() -> UInt64 {
    random = random &* 0x5851_F42D_4C95_7F2D &+ 1
    return random
  }

  @inline(__always)
  private func load(_ i: Int) -> UInt64 { unsafe words[i].load(ordering: .acquiring) }
  @inline(__always)
  private func store(_ i: Int, _ value: UInt64) {
    unsafe words[i].store(value, ordering: .releasing)
  }
  @inline(__always)
  private func add(_ i: Int, _ value: UInt64) {
    unsafe words[i].wrappingAdd(value, ordering: .relaxed)
  }
  @inline(__always)
  private func subtract(_ i: Int, _ value: UInt64) {
    unsafe words[i].wrappingSubtract(value, ordering: .relaxed)
  }
}
