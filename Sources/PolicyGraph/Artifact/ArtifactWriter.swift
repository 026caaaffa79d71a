/// Writes the rows of every table, one section after the other.
struct ArtifactWriter: TableVisitor {
  private(set) var sections: [ArtifactSection] = []
  private(set) var body: [UInt8] = []

  /// The section of the texts, which is the first.
  mutating func texts(_ texts: TextPool) {
    guard texts.count > 0 else { return }
    var start: UInt32 = 0
    for end in texts.ends {
      body.append(packed: UInt64(end &- start))
      start = end
    }
    body.append(contentsOf: texts.storage)
    close(.texts, rowBytes: ArtifactFormat.textEntryBytes, rows: texts.count, from: 0)
  }

  mutating func table<R: Row>(_ table: inout Table<R>) {
    guard table.count > 0 else { return }
    let start = body.count
    var writer = RowWriter(after: body)
    body = []
    writer.write(table.rows)
    body = writer.bytes
    close(R.table, rowBytes: RowSize.of(R.self).bytes, rows: table.count, from: start)
  }

  private mutating func close(_ kind: TableKind, rowBytes: Int, rows: Int, from start: Int) {
    sections.append(
      ArtifactSection(
        kind: UInt16(kind.rawValue), rowBytes: UInt16(truncatingIfNeeded: rowBytes),
        rows: UInt32(truncatingIfNeeded: rows), offset: UInt32(truncatingIfNeeded: start),
        bytes: UInt32(truncatingIfNeeded: body.count - start)))
  }
}

/// One entry of the section table.
struct ArtifactSection {
  var kind: UInt16
  /// Bytes of a row that is not packed.
  var rowBytes: UInt16
  var rows: UInt32
  /// From the start of the artifact; while writing, from the start of the first section.
  var offset: UInt32
  var bytes: UInt32
}
