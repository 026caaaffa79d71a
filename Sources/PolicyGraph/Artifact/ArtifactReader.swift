/// Fills the tables of a graph from the sections of an artifact.
@unsafe
struct ArtifactReader: TableVisitor {
  private let base: UnsafeRawPointer
  private let sections: [64 of ArtifactSection]
  private var counts = [64 of UInt32](repeating: 0)
  private var runTotal: UInt64 = 0
  /// The first thing that is wrong.
  private(set) var error: ArtifactError?

  /// A reader of the artifact at `base`, whose `header` was read from the same bytes.
  init(_ header: ArtifactHeader, at base: UnsafeRawPointer) {
    unsafe self.base = base
    unsafe sections = header.sections
    for i in header.sections.indices { unsafe counts[i] = header.sections[i].rows }
  }

  mutating func table<R: Row>(_ table: inout Table<R>) {
    let section = unsafe sections[Int(R.table.rawValue)]
    guard unsafe error == nil, section.rows > 0 else { return }
    let size = RowSize.of(R.self)
    guard Int(section.rowBytes) == size.bytes else {
      unsafe error = .section(index: Int(R.table.rawValue), .rowBytes)
      return
    }
    // The section lies within the artifact.
    var reader = unsafe RowReader(
      counts, at: base + Int(section.offset), bytes: Int(section.bytes))
    let count = Int(section.rows)
    var row = R()
    // No more rows are written than there is room for, and each is whole.
    let rows = unsafe [R](unsafeUninitializedCapacity: count) { room, filled in
      while filled < count {
        unsafe reader.read(&row, integers: size.integers)
        guard unsafe reader.problem == nil else { return }
        unsafe room.initializeElement(at: filled, to: row)
        filled += 1
      }
    }
    if let (name, problem) = unsafe reader.problem {
      unsafe error = .field(table: R.table, row: rows.count, name: name, problem)
    } else if unsafe !reader.isAtEnd {
      unsafe error = .section(index: Int(R.table.rawValue), .length)
    }
    unsafe runTotal &+= reader.runTotal
    table = Table(rows)
  }

  /// Whether rows share their parts so often that checks of owners with their parts would take
  /// more time than the size of the tables explains: each part has at least four bytes of its own.
  func sharesTooMuch(tableBytes: Int) -> Bool {
    unsafe runTotal > UInt64(tableBytes) + 65_536
  }

  /// The texts: the last one ends at the last byte, and each is UTF-8.
  mutating func texts() -> TextPool {
    var pool = TextPool()
    let section = unsafe sections[Int(TableKind.texts.rawValue)]
    guard section.rows > 0 else { return pool }
    guard Int(section.rowBytes) == ArtifactFormat.textEntryBytes else {
      unsafe error = .section(index: 0, .rowBytes)
      return pool
    }
    let count = Int(section.rows)
    var reader = unsafe RowReader(
      counts, at: base + Int(section.offset), bytes: Int(section.bytes))
    pool.ends.reserveCapacity(count)
    var end: UInt64 = 0
    for _ in 0..<count {
      let length = unsafe reader.readPacked("length")
      guard unsafe reader.problem == nil, length <= UInt64(section.bytes) - end else {
        unsafe error = .text(index: pool.ends.count, .ends)
        return pool
      }
      end += length
      pool.ends.append(UInt32(truncatingIfNeeded: end))
    }
    pool.storage = unsafe Array(reader.rest)
    if let (index, problem) = pool.firstProblem() {
      unsafe error = .text(index: index, problem)
    }
    return pool
  }
}
