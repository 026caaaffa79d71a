/// Which members of a group could take a request, and what they weigh together.
struct Eligible {
  private(set) var count = 0
  private(set) var weight: Int64 = 0
  /// The first 64 members.
  private(set) var bits: UInt64 = 0
  /// With which credential each of the first eight would be used; those that are endpoints.
  private var slots: [8 of UInt32] = .init(repeating: 0)
  private var known: UInt8 = 0

  init(_ g: Int) {}

  /// The credential that member `i` would be used with; nil if it has to be looked up.
  func slot(_ i: Int) -> UInt32? { i < 8 && known & (1 << UInt8(i)) != 0 ? slots[i] : nil }

  mutating func add(_ i: Int, _ weight: Int64, slot: UInt32) {
    add(i, weight)
    if i < 8 {
      slots[i] = slot
      known |= 1 << UInt8(i)
    }
  }

  mutating func add(_ i: Int, _ weight: Int64) {
    count += 1
    self.weight += weight
    if i < 64 { bits |= 1 << UInt64(i) }
  }
}
