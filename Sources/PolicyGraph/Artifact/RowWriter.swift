/// Writes rows of one type, each as what differs from the row before it.
///
/// A field is one integer, a run or a rate two. What is absent is -1, and the first row of a run is
/// expected behind the run of the row before.
struct RowWriter: FieldVisitor {
  /// All rows so far.
  private(set) var bytes: [UInt8]
  /// What is expected of each integer of the next row.
  private var expected = [64 of Int64](repeating: 0)
  private var next = 0
  /// Which integers of the row at hand are other ones, and by how much.
  private var mask: UInt64 = 0
  private var changes: [UInt8] = []

  /// Writes behind `bytes`.
  init(after bytes: consuming [UInt8]) { self.bytes = bytes }

  /// Writes all rows of a table.
  mutating func write<R: Row>(_ rows: [R]) {
    var neutral = R()
    neutral.visit(&self)
    for row in rows {
      var row = row
      next = 0
      mask = 0
      changes.removeAll(keepingCapacity: true)
      row.visit(&self)
      for i in 0..<(next + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: mask >> UInt64(8 * i))) }
      bytes.append(contentsOf: changes)
    }
  }

  private mutating func put(_ value: Int64, following: Int64? = nil) {
    let change = value &- expected[next]
    if change != 0 {
      mask |= 1 << UInt64(next)
      changes.append(packed: UInt64(bitPattern: change << 1 ^ change >> 63))
    }
    expected[next] = following ?? value
    next += 1
  }

  mutating func scalar<S: Scalar>(_: StaticString, _ value: inout S, _: ClosedRange<Int64>) {
    put(value.raw ?? -1)
  }
  mutating func rate(_: StaticString, _ value: inout Rate?) {
    put(value?.amount ?? -1)
    put(value?.per.ns ?? -1)
  }
  mutating func ref<R: Row>(_: StaticString, _ value: inout ID<R>) { put(Int64(value.raw)) }
  mutating func ref<R: Row>(_: StaticString, _ value: inout ID<R>?) {
    put(value.map { Int64($0.raw) } ?? -1)
  }
  mutating func target(_: StaticString, _ value: inout Target) { put(Int64(value.word)) }
  mutating func target(_: StaticString, _ value: inout Target?) {
    put(value.map { Int64($0.word) } ?? -1)
  }
  mutating func rows<R: Row>(_: StaticString, _ value: inout Rows<R>) {
    put(Int64(value.first), following: Int64(value.first) + Int64(value.length))
    put(Int64(value.length))
  }
}

extension [UInt8] {
  /// Appends a number seven bits at a time, the lowest first; every byte but the last has its
  /// highest bit set (LEB128).
  mutating func append(packed number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a number with its lowest byte first.
  mutating func append<I: FixedWidthInteger>(little number: I) {
    for shift in stride(from: 0, to: I.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> I(shift)))
    }
  }
}

extension Target {
  /// The highest bit says group.
  static var groupBit: UInt32 { 1 << 31 }

  var word: UInt32 {
    switch self {
    case .endpoint(let id): id.raw
    case .group(let id): id.raw | Target.groupBit
    }
  }
}
