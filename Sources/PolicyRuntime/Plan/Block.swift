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

  /// The place of the row at `i`, which must be one.
  @inline(__always)
  func place(_ i: Int) -> Place<T> {
    precondition(UInt(bitPattern: i) < UInt(bitPattern: count), "a row of another plan")
    return unsafe Place(UnsafePointer(base + i))
  }
}

/// Where a row of a block lies: each field is read where it is used, also behind atomic operations,
/// which would make a compiler read all fields of a copy before them.
@safe struct Place<T: BitwiseCopyable> {
  private let base: UnsafePointer<T>

  @inline(__always)
  fileprivate init(_ base: UnsafePointer<T>) { unsafe self.base = unsafe base }

  @inline(__always)
  var row: T {
    unsafeAddress { unsafe base }
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
