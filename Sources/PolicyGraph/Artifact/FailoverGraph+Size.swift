extension FailoverGraph {
  /// The bytes that `encode()` would return.
  public var encodedBytes: Int { encodeUnsealed().count }

  /// The bytes of the artifact before its rows are packed, which `ArtifactFormat.bytesMax` limits,
  /// too: counted without encoding.
  package var tableBytes: Int {
    var graph = self
    var size = TableBytes()
    if texts.count > 0 {
      size.add(
        rows: texts.count, bytes: texts.count * ArtifactFormat.textEntryBytes + texts.storage.count)
    }
    graph.visitTables(&size)
    return size.bytes
  }
}

/// Adds up the tables of an artifact.
private struct TableBytes: TableVisitor {
  private(set) var bytes = ArtifactFormat.headerBytes

  mutating func table<R: Row>(_ table: inout Table<R>) {
    add(rows: table.count, bytes: table.count * RowSize.of(R.self).bytes)
  }

  /// A section; an empty table has none.
  mutating func add(rows: Int, bytes count: Int) {
    if rows > 0 { bytes += ArtifactFormat.sectionBytes + count }
  }
}
