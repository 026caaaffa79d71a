import PolicyGraph

/// Packs the error tables of a graph into the arrays of a classifier.
struct TablePacking {
  private let graph: FailoverGraph
  private(set) var tables: [PackedTable] = []
  private(set) var transportRows: [[16 of UInt32]] = []
  private(set) var rows: [PackedRow] = []
  private(set) var statuses: [PackedStatuses] = []
  private(set) var codes: [PackedCode] = []
  private(set) var headers: [PackedHeader] = []
  private(set) var bodies: [TextSearch] = []
  private(set) var links: [UInt32] = []
  private(set) var statusRows: [UInt32] = []
  /// By text: where its links begin, once they are made, for a text may stand in many rows.
  private var linked: [Int32] = []
  /// By status: the first row that takes it bare.
  private var takers = [UInt32](repeating: .max, count: 1000)
  /// By status: one at or behind it that no row has taken yet, or 1000; so that a thousand rows for
  /// all statuses cost no more than one.
  private var untaken = [Int](0...1000)

  /// How many tables a policy may have for each to get a row of its own for every status: a
  /// megabyte of them.
  static let directTablesMax = 256

  init(_ graph: FailoverGraph) { self.graph = graph }

  /// Packs every table.
  mutating func pack() {
    tables.reserveCapacity(graph.errorTables.count)
    rows.reserveCapacity(graph.errorRows.count)
    linked = [Int32](repeating: -1, count: graph.texts.count)
    for table in graph.errorTables.rows { pack(table) }
  }

  private mutating func pack(_ table: ErrorTable) {
    let first = rows.count
    var asked = FieldSet()
    var takers: [16 of UInt32] = .init(repeating: .max)
    for row in graph.errorRows[table.rows] {
      let packed = pack(row)
      asked.formUnion(packed.stated)
      for i in takers.indices
      where packed.stated == .transport && takers[i] == .max && packed.transports & 1 << i != 0 {
        takers[i] = UInt32(truncatingIfNeeded: rows.count)
      }
      rows.append(packed)
    }
    transportRows.append(takers)
    tables.append(PackedTable(range: first..<rows.count, asked: asked))
    if graph.errorTables.count <= TablePacking.directTablesMax { packStatuses(first) }
  }

  private mutating func pack(_ row: ErrorRow) -> PackedRow {
    var stated = FieldSet()
    var transports: UInt16 = 0
    let first = (statuses.count, bodies.count, headers.count)
    let codes = pack(.code, of: row)
    let goodCodes = pack(.codeNot, of: row)
    for match in graph.matches[row.matches] {
      switch match.field {
      case .status:
        stated.insert(.status)
        statuses.append(PackedStatuses(first: match.first, last: match.last))
      case .code:
        stated.insert(.code)
      case .codeNot:
        stated.insert(.codeNot)
      case .body:
        stated.insert(.body)
        bodies.append(TextSearch(text: place(match.text), firstLink: link(match.text)))
      case .header:
        stated.insert(.header)
        headers.append(
          PackedHeader(name: place(match.header), value: match.text.map { place($0) }))
      case .transport:
        stated.insert(.transport)
        transports |= 1 << UInt16(match.transport.rawValue)
      }
    }
    return PackedRow(
      errorClass: row.errorClass, executed: row.executed, scope: row.scope, stated: stated,
      transports: transports, statuses: Run(from: first.0, to: statuses.count), codes: codes,
      goodCodes: goodCodes, bodies: Run(from: first.1, to: bodies.count),
      headers: Run(from: first.2, to: headers.count))
  }

  /// Packs the codes that a row asks for, or excludes.
  private mutating func pack(_ field: MatchField, of row: ErrorRow) -> Run {
    let first = codes.count
    for match in graph.matches[row.matches] where match.field == field {
      var hash = TextHash()
      for byte in graph.texts.storage[place(match.text)] { hash.add(byte) }
      codes.append(PackedCode(text: place(match.text), hash: hash.value))
    }
    return Run(from: first, to: codes.count)
  }

  private func place(_ text: Name?) -> Range<Int> {
    guard let text else { return 0..<0 }
    let bytes = graph.bytes(text)
    return bytes.startIndex..<bytes.endIndex
  }

  private mutating func link(_ text: Name?) -> Int {
    guard let text else { return 0 }
    if linked[text.index] < 0 {
      linked[text.index] = Int32(truncatingIfNeeded: links.count)
      TextSearch.link(graph.bytes(text), into: &links)
    }
    return Int(linked[text.index])
  }

  /// Finds out which row takes each bare status, for the rows from `first` on.
  ///
  /// A row with `code-not:` takes every status of an error: none of its codes is there.
  private mutating func packStatuses(_ first: Int) {
    for row in first..<rows.count where rows[row].stated.isSubset(of: [.status, .codeNot]) {
      let isForErrors = rows[row].stated.contains(.codeNot)
      var ranges = Array(statuses[rows[row].statuses.range])
      if !rows[row].stated.contains(.status) { ranges = [PackedStatuses(first: 0, last: 999)] }
      for range in ranges {
        take(range.first, range.last, row, isForErrors: isForErrors)
      }
    }
    statusRows.append(contentsOf: takers)
    for status in takers.indices {
      takers[status] = .max
      untaken[status] = status
    }
  }

  private mutating func take(_ low: UInt32, _ high: UInt32, _ row: Int, isForErrors: Bool) {
    if isForErrors && low <= 299 && high >= 200 {
      if low < 200 { take(low, 199, row, isForErrors: true) }
      if high > 299 { take(300, high, row, isForErrors: true) }
      return
    }
    var status = firstUntaken(Int(Swift.min(low, 1000)))
    while status <= Int(high) && status < 1000 {
      takers[status] = UInt32(truncatingIfNeeded: row)
      untaken[status] = status + 1
      status = firstUntaken(status)
    }
  }

  private mutating func firstUntaken(_ status: Int) -> Int {
    var end = status
    while untaken[end] != end { end = untaken[end] }
    // Whoever comes this way again comes faster.
    var at = status
    while at != end { (at, untaken[at]) = (untaken[at], end) }
    return end
  }
}
