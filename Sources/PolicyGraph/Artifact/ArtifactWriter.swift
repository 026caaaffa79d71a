/// Writes the rows of every table, one section after the other.
struct ArtifactWriter: TableVisitor {
  private(set) var sections: [ArtifactSection] = []
  private(set) var body = LittleEndianBytes()

  /// The section of the texts, which is the first.
  mutating func texts(_ texts: TextPool) {
    guard texts.count > 0 else { return }
    let start = body.count
    for end in texts.ends { body.append(end) }
    body.bytes.append(contentsOf: texts.storage)
    close(.texts, rowBytes: ArtifactFormat.textEntryBytes, rows: texts.count, from: start)
  }

  mutating func table<R: Row>(_ table: inout Table<R>) {
    guard table.count > 0 else { return }
    let start = body.count
    for row in table.rows {
      var row = row
      row.visit(&body)
    }
    close(R.table, rowBytes: RowSize.of(R.self), rows: table.count, from: start)
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
  var rowBytes: UInt16
  var rows: UInt32
  /// From the start of the artifact; while writing, from the start of the first section.
  var offset: UInt32
  var bytes: UInt32
}

/// Bytes in the order of an artifact, and the fields of rows as bytes.
struct LittleEndianBytes: FieldVisitor {
  var bytes: [UInt8] = []
  var count: Int { bytes.count }

  mutating func append<I: FixedWidthInteger>(_ value: I) { append(value, width: I.bitWidth / 8) }

  mutating func append<I: FixedWidthInteger>(_ value: I, width: Int) {
    var rest = value
    for _ in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func scalar<S: Scalar>(_: StaticString, _ value: inout S, _: ClosedRange<Int64>) {
    append(value.raw ?? -1, width: S.width)
  }
  mutating func rate(_: StaticString, _ value: inout Rate?) {
    append(value?.amount ?? -1)
    append(value?.per.ns ?? -1)
  }
  mutating func ref<R: Row>(_: StaticString, _ value: inout ID<R>) { append(value.raw) }
  mutating func ref<R: Row>(_: StaticString, _ value: inout ID<R>?) {
    append(value?.raw ?? UInt32.max)
  }
  mutating func target(_: StaticString, _ value: inout Target) { append(value.word) }
  mutating func target(_: StaticString, _ value: inout Target?) {
    append(value?.word ?? UInt32.max)
  }
  mutating func rows<R: Row>(_: StaticString, _ value: inout Rows<R>) {
    append(value.first)
    append(value.length)
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
