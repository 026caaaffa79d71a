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
    guard Int(section.rowBytes) == RowSize.of(R.self) else {
      unsafe error = .section(index: Int(R.table.rawValue), .rowBytes)
      return
    }
    let count = Int(section.rows)
    var reader = unsafe RowReader(counts, at: base + Int(section.offset))
    // The section lies within the artifact, and has `count` rows of the size that was compared.
    // They are read in place: a row may have 200 bytes, and copying it took longer than reading it.
    var rows = [R](repeating: R(), count: count)
    for index in rows.indices {
      unsafe rows[index].visit(&reader)
      if let (name, problem) = unsafe reader.problem {
        unsafe error = .field(table: R.table, row: index, name: name, problem)
        return
      }
    }
    unsafe runTotal &+= reader.runTotal
    table = Table(rows)
  }

  /// Whether rows share their parts so often that checks of owners with their parts would take
  /// more time than the size of the artifact explains: each part has at least four bytes of its
  /// own.
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
    pool.ends = [UInt32](repeating: 0, count: count)
    for index in pool.ends.indices {
      pool.ends[index] = unsafe UInt32(
        littleEndian: entries.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
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
