/// Fills the tables of a graph from the sections of an artifact.
@unsafe
struct ArtifactReader: TableVisitor {
  private let base: UnsafeRawPointer
  private let sections: [64 of ArtifactSection]
  private var runTotal: UInt64 = 0
  /// The first thing that is wrong.
  private(set) var error: ArtifactError?

  /// A reader of the artifact at `base`, whose `header` was read from the same bytes.
  init(_ header: ArtifactHeader, at base: UnsafeRawPointer) {
    unsafe self.base = base
    unsafe sections = header.sections
  }

  mutating func table<R: Row>(_ table: inout Table<R>) {
    let section = unsafe sections[Int(R.table.rawValue)]
    guard unsafe error == nil, section.rows > 0 else { return }
    guard Int(section.rowBytes) == RowSize.of(R.self) else {
      unsafe error = .section(index: Int(R.table.rawValue), .rowBytes)
      return
    }
    let count = Int(section.rows)
    var reader = unsafe RowReader(sections, at: base + Int(section.offset))
    // The section lies within the artifact, and has `count` rows of the size that was compared.
    let rows = unsafe [R](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, unsafe reader.problem == nil {
        var row = R()
        unsafe row.visit(&reader)
        unsafe buffer.initializeElement(at: filled, to: row)
        filled += 1
      }
    }
    if let (name, problem) = unsafe reader.problem {
      unsafe error = .field(table: R.table, row: rows.count - 1, name: name, problem)
      return
    }
    unsafe runTotal &+= reader.runTotal
    table = Table(rows)
  }

  /// Whether rows share their parts so often that checks of owners with their parts would take
  /// more time than the size of the artifact explains: each part has at least four bytes of its own.
  func sharesTooMuch(bytes: Int) -> Bool {
    unsafe runTotal > UInt64(bytes) + 65_536
  }

  /// The texts: their ends do not fall, the last one is the last byte, and each is UTF-8.
  mutating func texts() -> TextPool {
    var pool = TextPool()
    let section = unsafe sections[Int(TableKind.texts.rawValue)]
    guard section.rows > 0 else { return pool }
    guard Int(section.rowBytes) == ArtifactFormat.textEntryBytes else {
      unsafe error = .section(index: 0, .rowBytes)
      return pool
    }
    let count = Int(section.rows)
    let entries = unsafe base + Int(section.offset)
    pool.ends = unsafe [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let end = unsafe UInt32(
          littleEndian: entries.loadUnaligned(fromByteOffset: filled &* 4, as: UInt32.self))
        unsafe buffer.initializeElement(at: filled, to: end)
        filled += 1
      }
    }
    let start = count * ArtifactFormat.textEntryBytes
    pool.storage = unsafe Array(
      UnsafeRawBufferPointer(start: entries + start, count: Int(section.bytes) - start))
    if let (index, problem) = pool.firstProblem() {
      unsafe error = .text(index: index, problem)
    }
    return pool
  }
}
