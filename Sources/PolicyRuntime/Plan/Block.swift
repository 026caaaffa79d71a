/// Rows of plain values in memory of their own, read without reference counting.
///
/// A view: the plan that makes it frees it. Every read is checked against the count.
@safe struct Block<T: BitwiseCopyable>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<T>
  /// How many rows there are.
  let count: Int

  /// A copy of `rows`.
  init(_ rows: [T]) {
    count = rows.count
    unsafe base = UnsafeMutablePointer<T>.allocate(capacity: Swift.max(1, rows.count))
    for i in rows.indices { unsafe (base + i).initialize(to: rows[i]) }
  }

  /// Gives the memory back; the block must not be read afterwards.
  func free() { unsafe base.deallocate() }

  /// The row at `i`, which must be one; only the fields that are used are read.
  @inline(__always)
  subscript(i: Int) -> T {
    unsafeAddress {
      precondition(UInt(bitPattern: i) < UInt(bitPattern: count), "a row of another plan")
      return unsafe UnsafePointer(base + i)
    }
  }
}

/// A run of rows of one block.
struct Extent: BitwiseCopyable {
  /// The first row.
  var first: UInt32 = 0
  /// How many follow, itself included.
  var count: UInt32 = 0

  /// No rows.
  init() {}
  /// `count` rows from `first` on.
  init(_ first: Int, _ count: Int) {
    self.first = UInt32(truncatingIfNeeded: first)
    self.count = UInt32(truncatingIfNeeded: count)
  }
  /// The rows' positions.
  @inline(__always)
  var range: Range<Int> { Int(first)..<Int(first) + Int(count) }
}
