/// Reads the fields of rows, and checks each as it is read.
///
/// The row to read holds the row before it, which it changes. The first thing wrong is kept in
/// `problem`; what is read after it is without meaning.
@unsafe
struct RowReader: FieldVisitor {
  /// The byte read next, and the one after the section's last.
  private var next: UnsafeRawPointer
  private let end: UnsafeRawPointer
  /// How many rows each table has.
  private let counts: [64 of UInt32]
  /// Which integers of the row are changed, the next one lowest.
  private var mask: UInt64 = 0
  /// Whether no row came before, so that what is not changed has not been checked either.
  private var isFirst = true
  /// The lengths of all runs of rows, added up.
  private(set) var runTotal: UInt64 = 0
  /// The first field that is wrong.
  private(set) var problem: (name: StaticString, FieldProblem)?

  init(_ counts: [64 of UInt32], at start: UnsafeRawPointer, bytes: Int) {
    unsafe next = start
    unsafe end = start + bytes
    unsafe self.counts = counts
  }

  /// Whether the section has been read to its last byte.
  var isAtEnd: Bool { unsafe next == end }

  /// The bytes that have not been read.
  var rest: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: next, count: end - next)
  }

  /// Reads one row of `integers` integers.
  @inline(__always)
  mutating func read<R: Row>(_ row: inout R, integers: Int) {
    let maskBytes = (integers &+ 7) / 8
    guard unsafe end - next >= maskBytes else { return unsafe fail("row", .cutShort) }
    var bits: UInt64 = 0
    for i in 0..<maskBytes {
      bits |= unsafe UInt64(next.load(fromByteOffset: i, as: UInt8.self)) &<< UInt64(i &* 8)
    }
    unsafe mask = bits
    unsafe next += maskBytes
    unsafe row.visit(&self)
    if unsafe mask != 0 { unsafe fail("row", .outOfRange) }
    unsafe isFirst = false
  }

  @inline(__always)
  mutating func scalar<S: Scalar>(
    _ field: StaticString, _ value: inout S, _ range: ClosedRange<Int64>
  ) {
    guard let change = unsafe change(field) else { return }
    let raw = (value.raw ?? -1) &+ change
    if raw == -1 {
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
    let amountChange = unsafe change(field)
    let perChange = unsafe change(field)
    if amountChange == nil, perChange == nil { return }
    let amount = (value?.amount ?? -1) &+ (amountChange ?? 0)
    let per = (value?.per.ns ?? -1) &+ (perChange ?? 0)
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
    guard let change = unsafe change(field) else { return }
    let index = Int64(value.raw) &+ change
    guard index >= 0, unsafe index < rows(R.self) else { return unsafe fail(field, .noSuchRow) }
    value = ID(Int(truncatingIfNeeded: index))
  }

  @inline(__always)
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>?) {
    guard let change = unsafe change(field) else { return }
    let index = (value.map { Int64($0.raw) } ?? -1) &+ change
    if index == -1 {
      value = nil
    } else {
      guard index >= 0, unsafe index < rows(R.self) else { return unsafe fail(field, .noSuchRow) }
      value = ID(Int(truncatingIfNeeded: index))
    }
  }

  @inline(__always)
  mutating func target(_ field: StaticString, _ value: inout Target) {
    guard let change = unsafe change(field) else { return }
    guard let read = unsafe target(Int64(value.word) &+ change) else {
      return unsafe fail(field, .noSuchRow)
    }
    value = read
  }

  @inline(__always)
  mutating func target(_ field: StaticString, _ value: inout Target?) {
    guard let change = unsafe change(field) else { return }
    let word = (value.map { Int64($0.word) } ?? -1) &+ change
    if word == -1 {
      value = nil
    } else {
      guard let read = unsafe target(word) else { return unsafe fail(field, .noSuchRow) }
      value = read
    }
  }

  @inline(__always)
  mutating func rows<R: Row>(_ field: StaticString, _ value: inout Rows<R>) {
    let moved = unsafe change(field)
    let grown = unsafe change(field)
    // A run that is not changed follows the one before, and one of no rows stays where it is.
    if moved == nil, grown == nil, value.length == 0 { return }
    let first = Int64(value.first) + Int64(value.length) &+ (moved ?? 0)
    let length = Int64(value.length) &+ (grown ?? 0)
    let all = unsafe rows(R.self)
    guard first >= 0, first <= all, length >= 0, length <= all - first else {
      return unsafe fail(field, .noSuchRun)
    }
    unsafe runTotal &+= UInt64(length)
    value = Rows(
      first: Int(truncatingIfNeeded: first), count: Int(truncatingIfNeeded: length))
  }

  @inline(__always)
  private func target(_ word: Int64) -> Target? {
    guard let word = UInt32(exactly: word) else { return nil }
    let index = Int64(word & ~Target.groupBit)
    if word & Target.groupBit == 0 {
      guard unsafe index < rows(Endpoint.self) else { return nil }
      return .endpoint(ID(Int(truncatingIfNeeded: index)))
    }
    guard unsafe index < rows(Group.self) else { return nil }
    return .group(ID(Int(truncatingIfNeeded: index)))
  }

  @inline(__always)
  private func rows<R: Row>(_: R.Type) -> Int64 {
    unsafe Int64(counts[Int(R.table.rawValue)])
  }

  /// By how much the next integer differs from what is expected; nil if it does not, and that has
  /// been checked with an earlier row.
  @inline(__always)
  private mutating func change(_ field: StaticString) -> Int64? {
    let isChanged = unsafe mask & 1 != 0
    unsafe mask &>>= 1
    if !isChanged { return unsafe isFirst ? 0 : nil }
    return unsafe readChange(field)
  }

  /// Reads a change; the sign is the lowest bit.
  @inline(never)
  private mutating func readChange(_ field: StaticString) -> Int64 {
    let bits = unsafe readPacked(field)
    // What does not change has no place there: there is one spelling of each row.
    if bits == 0 { unsafe fail(field, .outOfRange) }
    return Int64(bitPattern: bits &>> 1) ^ -Int64(bitPattern: bits & 1)
  }

  /// Reads seven bits of a byte at a time, the lowest first.
  @inline(__always)
  mutating func readPacked(_ field: StaticString) -> UInt64 {
    var bits: UInt64 = 0
    var shift: UInt64 = 0
    while unsafe next < end {
      let byte = unsafe UInt64(next.load(as: UInt8.self))
      unsafe next += 1
      bits |= (byte & 0x7f) &<< shift
      if byte < 0x80 {
        // One spelling for each number, too: no byte too many, and no bit past the highest.
        if byte == 0 && shift > 0 || shift == 63 && byte > 1 { unsafe fail(field, .outOfRange) }
        return bits
      }
      shift &+= 7
      if shift > 63 { break }
    }
    unsafe fail(field, .cutShort)
    return 0
  }

  @inline(never)
  private mutating func fail(_ field: StaticString, _ what: FieldProblem) {
    if unsafe problem == nil { unsafe problem = (field, what) }
  }
}
