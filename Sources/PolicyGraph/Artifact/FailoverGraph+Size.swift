extension FailoverGraph {
  /// The bytes that `encode()` would return, counted without encoding.
  public var encodedBytes: Int {
    var graph = self
    var size = EncodedSize()
    if texts.count > 0 {
      size.add(
        rows: texts.count, bytes: texts.count * ArtifactFormat.textEntryBytes + texts.storage.count)
    }
    graph.visitTables(&size)
    return size.bytes
  }
}

/// Adds up the sections of an artifact.
private struct EncodedSize: TableVisitor {
  private(set) var bytes = ArtifactFormat.headerBytes

  mutating func table<R: Row>(_ table: inout Table<R>) {
    add(rows: table.count, bytes: table.count * RowSize.of(R.self))
  }

  /// A section; an empty table has none.
  mutating func add(rows: Int, bytes count: Int) {
    if rows > 0 { bytes += ArtifactFormat.sectionBytes + count }
  }
}
