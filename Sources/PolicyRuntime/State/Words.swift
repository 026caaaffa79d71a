import Synchronization

/// A run of shared 64-bit words, read and written by atomic operations only.
///
/// A view: whoever makes it keeps the memory alive for as long as it is used.
@safe struct Words: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Atomic<UInt64>>

  /// The words from `base` on.
  init(_ base: UnsafeMutablePointer<Atomic<UInt64>>) { unsafe self.base = unsafe base }

  /// The words from `offset` on.
  @inline(__always)
  func from(_ offset: Int) -> Words { unsafe Words(base + offset) }

  /// The value of word `i`; what was written before a store that is seen is seen as well.
  @inline(__always)
  func load(_ i: Int) -> UInt64 { unsafe base[i].load(ordering: .acquiring) }

  /// The value of word `i` as a signed number.
  @inline(__always)
  func signed(_ i: Int) -> Int64 { Int64(bitPattern: load(i)) }

  /// Writes word `i`.
  @inline(__always)
  func store(_ i: Int, _ value: UInt64) { unsafe base[i].store(value, ordering: .releasing) }

  /// Writes word `i` as a signed number.
  @inline(__always)
  func store(_ i: Int, _ value: Int64) { store(i, UInt64(bitPattern: value)) }

  /// Replaces `old` by `new` in word `i`, and tells whether `old` stood there.
  ///
  /// In one total order with all other replacements, additions and `latest` reads.
  @inline(__always)
  func replace(_ i: Int, _ old: UInt64, by new: UInt64) -> Bool {
    unsafe base[i].compareExchange(
      expected: old, desired: new, ordering: .sequentiallyConsistent
    ).exchanged
  }

  /// Reads word `i` in that total order.
  @inline(__always)
  func latest(_ i: Int) -> UInt64 { unsafe base[i].load(ordering: .sequentiallyConsistent) }

  /// Adds to word `i`, wrapping; gives the value before.
  @discardableResult @inline(__always)
  func add(_ i: Int, _ amount: UInt64) -> UInt64 {
    unsafe base[i].wrappingAdd(amount, ordering: .sequentiallyConsistent).oldValue
  }

  /// Subtracts from word `i`, wrapping; gives the value before.
  @discardableResult @inline(__always)
  func subtract(_ i: Int, _ amount: UInt64) -> UInt64 {
    unsafe base[i].wrappingSubtract(amount, ordering: .sequentiallyConsistent).oldValue
  }

  /// Raises word `i` to `value` if it is below, as signed numbers; gives the value that stands.
  @discardableResult
  func raise(_ i: Int, to value: Int64) -> Int64 {
    var old = latest(i)
    while Int64(bitPattern: old) < value {
      if replace(i, old, by: UInt64(bitPattern: value)) { return value }
      old = latest(i)
    }
    return Int64(bitPattern: old)
  }

  /// Notes in word `i`, as one more than it, a level whose crossing somebody wants to know of: the
  /// lowest of all that are noted.
  func watch(_ i: Int, _ level: Int64) {
    if load(i) == 0, replace(i, 0, by: UInt64(level + 1)) { return }
    lower(i, to: level + 1)
  }

  /// Lowers word `i` to `value` if it is above, as signed numbers.
  func lower(_ i: Int, to value: Int64) {
    var old = latest(i)
    while Int64(bitPattern: old) > value {
      if replace(i, old, by: UInt64(bitPattern: value)) { return }
      old = latest(i)
    }
  }
}
