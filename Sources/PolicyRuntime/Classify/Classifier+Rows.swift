import PolicyGraph

/// What is known of an answer, apart from the evidence itself.
struct Known: ~Copyable {
  /// Which fields have anything to be compared with.
  var fields = FieldSet()
  /// The code of gRPC, OK left out.
  var grpc: UInt32?
  /// The hash of its name.
  var grpcHash: UInt32 = 0
  /// Whether it is a success if no row matches, and nothing in it says otherwise.
  var isSuccess: Bool
  /// Whether its status is one of an error.
  let isFailure: Bool
  /// What its body shows.
  var scan: AnswerScan

  init(_ evidence: Evidence) {
    var grpc = evidence.grpcStatus
    if grpc == nil {
      for header in evidence.headers.prefix(Evidence.headersMax)
      where grpc == nil && header.isNamed("grpc-status") {
        grpc = GRPCStatus.read(header.value.span)
      }
    }
    self.grpc = grpc == 0 ? nil : grpc
    if let grpc { grpcHash = GRPCStatus.hash(grpc) }
    let isGood = evidence.status.map { $0 / 100 == 2 } ?? true
    isSuccess = isGood && self.grpc == nil && evidence.transport == .none
    isFailure = !isGood
    scan = AnswerScan(isFailure: !isGood)
    if evidence.status != nil { fields.insert(.status) }
    if !evidence.headers.isEmpty { fields.insert(.header) }
    if !evidence.body.isEmpty { fields.insert(.body) }
    if evidence.transport != .none { fields.insert(.transport) }
  }
}

extension Classifier {
  /// The row that takes a status of which nothing else is known, if that has been found out before.
  @inline(__always)
  func bareRow(_ status: UInt32, _ table: Int) -> Int? {
    guard status < 1000, !statusRows.isEmpty else { return nil }
    let row = statusRows[table * 1000 + Int(status)]
    return row == .max ? nil : Int(row)
  }

  /// The first row of a table that matches.
  func firstRow(_ evidence: Evidence, _ known: borrowing Known, _ table: Int) -> Int? {
    var fields = known.fields
    if known.scan.codeCount > 0 || known.grpc != nil { fields.insert([.code, .codeNot]) }
    if known.scan.saysError || known.isFailure { fields.insert(.codeNot) }
    var bare = evidence.status.flatMap { bareRow($0, table) }
    let told = toldStatus(evidence, known, table)
    // A success came whole: what only its status would take for one is not settled by that.
    if evidence.transport != .none, let row = bare, rows[row].errorClass == nil { bare = nil }
    if told != 0 {
      fields.insert(.status)
      if let row = bareRow(told, table), rows[row].errorClass != nil { bare = earlier(bare, row) }
    }
    // No row behind it can decide.
    var row = tables[table].range.lowerBound
    let end = bare ?? tables[table].range.upperBound
    while row < end {
      if rows[row].stated.isSubset(of: fields), matches(row, evidence, known, told) { return row }
      row += 1
    }
    return bare
  }

  private func earlier(_ a: Int?, _ b: Int) -> Int { a.map { Swift.min($0, b) } ?? b }

  /// Whether a table counts an answer for an error whatever its status, since its body says so.
  func isToldError(_ evidence: Evidence, _ known: borrowing Known, _ table: Int) -> Bool {
    known.scan.saysError && (evidence.isEvent || known.scan.isStream || readsBody(table))
  }

  /// The status that an error tells in a body that began as a success, as in `"code": 429`; else 0.
  ///
  /// It counts beside the real one, but for what is good.
  func toldStatus(
    _ evidence: Evidence, _ known: borrowing Known, _ table: Int
  ) -> UInt32 {
    !known.isFailure && isToldError(evidence, known, table) ? known.scan.codeStatus : 0
  }

  /// Whether all that a row states matches; what costs most is asked last.
  func matches(
    _ index: Int, _ evidence: Evidence, _ known: borrowing Known, _ told: UInt32
  ) -> Bool {
    let row = rows[index]
    // A success came whole.
    if row.errorClass == nil && evidence.transport != .none { return false }
    if row.stated.contains(.transport) {
      if row.transports & (1 << UInt16(evidence.transport.rawValue)) == 0 { return false }
    }
    if row.stated.contains(.status) {
      let isTaken = evidence.status.map { takes($0, row) } ?? false
      let isTold = told != 0 && row.errorClass != nil && takes(told, row)
      guard isTaken || isTold else { return false }
    }
    if row.stated.contains(.code) {
      guard takesCode(row, evidence, known) else { return false }
    }
    if row.stated.contains(.codeNot) {
      guard takesOtherCode(row, evidence, known) else { return false }
    }
    if row.stated.contains(.header) && !takesHeader(row, evidence) { return false }
    return !row.stated.contains(.body) || takesBody(row, evidence)
  }

  private func takes(_ status: UInt32, _ row: PackedRow) -> Bool {
    for i in row.statuses.range where statuses[i].first <= status && status <= statuses[i].last {
      return true
    }
    return false
  }

  private func takesCode(_ row: PackedRow, _ evidence: Evidence, _ known: borrowing Known) -> Bool {
    let texts = texts.span
    let body = evidence.body.span
    for i in row.codes.range {
      if known.scan.holds(codes[i], texts, in: body) { return true }
      guard let grpc = known.grpc, codes[i].hash == known.grpcHash else { continue }
      if JSONString(codes[i].text).equals(GRPCStatus.name(grpc), in: texts) { return true }
    }
    return false
  }

  /// Whether it is an error, by its status or in its own words, or has a code that is not good.
  private func takesOtherCode(
    _ row: PackedRow, _ evidence: Evidence, _ known: borrowing Known
  ) -> Bool {
    if known.isFailure || known.scan.saysError { return true }
    let texts = texts.span
    let body = evidence.body.span
    let found = known.scan.codes.span
    for i in 0..<known.scan.codeCount {
      var isGood = false
      for k in row.goodCodes.range where codes[k].hash == found[i].hash {
        isGood = isGood || found[i].text.equals(texts, codes[k].text, in: body)
      }
      if !isGood { return true }
    }
    guard let grpc = known.grpc else { return false }
    for k in row.goodCodes.range {
      if JSONString(codes[k].text).equals(GRPCStatus.name(grpc), in: texts) { return false }
    }
    return true
  }

  private func takesHeader(_ row: PackedRow, _ evidence: Evidence) -> Bool {
    let texts = texts.span
    for header in evidence.headers.prefix(Evidence.headersMax) {
      for i in row.headers.range {
        let wanted = headers[i]
        guard
          Classifier.equal(
            header.name.span, 0..<header.name.count, texts, wanted.name, anyCase: true)
        else { continue }
        guard let value = wanted.value else { return true }
        if Classifier.equal(header.value.span, header.trimmed, texts, value, anyCase: false) {
          return true
        }
      }
    }
    return false
  }

  private static func equal(
    _ a: Span<UInt8>, _ aRange: Range<Int>, _ b: Span<UInt8>, _ bRange: Range<Int>, anyCase: Bool
  ) -> Bool {
    guard aRange.count == bRange.count else { return false }
    for i in 0..<aRange.count {
      let byte = a[aRange.lowerBound + i]
      if (anyCase ? byte.lowercased : byte) != b[bRange.lowerBound + i] { return false }
    }
    return true
  }

  private func takesBody(_ row: PackedRow, _ evidence: Evidence) -> Bool {
    let limit = Swift.min(evidence.body.count, Evidence.bodyBytesMax)
    for i in row.bodies.range
    where bodies[i].isFound(
      in: evidence.body.span, upTo: limit, texts: texts.span, links: links.span)
    {
      return true
    }
    return false
  }
}
