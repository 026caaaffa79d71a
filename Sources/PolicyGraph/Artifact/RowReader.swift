/// Reads the fields of rows, and checks each as it is read.
///
/// The first thing wrong is kept in `problem`; what is read after it is without meaning.
@unsafe
struct RowReader: FieldVisitor {
  /// The byte read next; the caller keeps it within the artifact, as every row has one size.
  private var next: UnsafeRawPointer
  /// How many rows each table has.
  private let counts: [64 of UInt32]
  /// The lengths of all runs of rows, added up.
  private(set) var runTotal: UInt64 = 0
  /// The first field that is wrong.
  private(set) var problem: (name: StaticString, FieldProblem)?

  init(_ counts: [64 of UInt32], at start: UnsafeRawPointer) {
    unsafe next = start
    unsafe self.counts = counts
  }

  @inline(__always)
  mutating func scalar<S: Scalar>(
    _ field: StaticString, _ value: inout S, _ range: ClosedRange<Int64>
  ) {
    let raw: Int64
    let absent: Bool
    switch S.width {
    case 1:
      let byte = unsafe read(UInt8.self)
      raw = Int64(byte)
      absent = byte == .max
    case 4:
      let word = unsafe read(UInt32.self)
      raw = Int64(word)
      absent = word == .max
    case _:
      raw = unsafe read(Int64.self)
      absent = raw == -1
    }
    if absent {
      guard let read = S(raw: nil) else { return unsafe fail(field, .missing) }
      value = read
    } else {
      guard raw >= range.lowerBound, raw <= range.upperBound, let read = S(raw: raw) else {
        return unsafe fail(field, .outOfRange)
      }
      value = read
    }
  }

  @inline(__always)
  mutating func rate(_ field: StaticString, _ value: inout Rate?) {
    let amount = unsafe read(Int64.self)
    let per = unsafe read(Int64.self)
    if amount == -1, per == -1 {
      value = nil
    } else {
      guard amount >= 0, amount <= Rate.amountMax, per > 0, per <= Tick.max.ns else {
        return unsafe fail(field, .outOfRange)
      }
      value = Rate(amount, per: Tick(ns: per))
    }
  }

  @inline(__always)
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>) {
    let index = unsafe read(UInt32.self)
    guard unsafe index < rows(R.self) else { return unsafe fail(field, .noSuchRow) }
    value = ID(Int(truncatingIfNeeded: index))
  }

  @inline(__always)
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>?) {
    let index = unsafe read(UInt32.self)
    if index == .max {
      value = nil
    } else {
      guard unsafe index < rows(R.self) else { return unsafe fail(field, .noSuchRow) }
      value = ID(Int(truncatingIfNeeded: index))
    }
  }

  @inline(__always)
  mutating func target(_ field: StaticString, _ value: inout Target) {
    guard let read = unsafe target(read(UInt32.self)) else {
      return unsafe fail(field, .noSuchRow)
    }
    value = read
  }

  @inline(__always)
  mutating func target(_ field: StaticString, _ value: inout Target?) {
    let word = unsafe read(UInt32.self)
    if word == .max {
      value = nil
    } else {
      guard let read = unsafe target(word) else { return unsafe fail(field, .noSuchRow) }
      value = read
    }
  }

  @inline(__always)
  mutating func rows<R: Row>(_ field: StaticString, _ value: inout Rows<R>) {
    let first = unsafe read(UInt32.self)
    let length = unsafe read(UInt32.self)
    guard unsafe UInt64(first) + UInt64(length) <= UInt64(rows(R.self)) else {
      return unsafe fail(field, .noSuchRun)
    }
    unsafe runTotal &+= UInt64(length)
    value = Rows(first: Int(truncatingIfNeeded: first), count: Int(truncatingIfNeeded: length))
  }

  @inline(__always)
  private func target(_ word: UInt32) -> Target? {
    if word & Target.groupBit == 0 {
      guard unsafe word < rows(Endpoint.self) else { return nil }
      return .endpoint(ID(Int(truncatingIfNeeded: word)))
    }
    let index = word & ~Target.groupBit
    guard unsafe index < rows(Group.self) else { return nil }
    return .group(ID(Int(truncatingIfNeeded: index)))
  }

  @inline(__always)
  private func rows<R: Row>(_: R.Type) -> UInt32 {
    unsafe counts[Int(R.table.rawValue)]
  }

  @inline(__always)
  private mutating func read<I: FixedWidthInteger & BitwiseCopyable>(_: I.Type) -> I {
    let value = unsafe I(littleEndian: next.loadUnaligned(as: I.self))
    unsafe next += MemoryLayout<I>.size
    return value
  }

  @inline(never)
  private mutating func fail(_ field: StaticString, _ what: FieldProblem) {
    if unsafe problem == nil { unsafe problem = (field, what) }
  }
}
