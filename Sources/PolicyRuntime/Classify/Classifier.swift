public import PolicyGraph

/// Says what an answer or a failure is, by the error tables of one policy.
///
/// The first row of a table that matches decides; what no row matches is a success if it is a
/// complete answer with a status of 200..299, or without one, and not an error of gRPC; all else is
/// `unclassified`. So is an answer of 200 whose body says that it is an error, where the table
/// looks into bodies, and an error event of a stream, whatever the table. Built once for a plan;
/// asking it allocates nothing and keeps nothing.
///
/// An error that comes in the place of a success may tell the status that it should have had
/// (`"code": 429`): that one is then looked for in the table beside the real one.
///
/// A `code:` is compared with the texts and numbers that stand where providers put their codes (see
/// `AnswerKey`): anywhere in an error, at the top of a failure, and with care at the top of a
/// success; and with the name of a gRPC status.
public struct Classifier: Sendable {
  let tables: [PackedTable]
  /// By table and `Transport`: the row that takes it where nothing else is known, or `UInt32.max`.
  let transportRows: [[16 of UInt32]]
  let rows: [PackedRow]
  let statuses: [PackedStatuses]
  let codes: [PackedCode]
  let headers: [PackedHeader]
  let bodies: [TextSearch]
  let links: [UInt32]
  /// By table and status: the row that takes it where nothing else is known, or `UInt32.max`; empty
  /// for a policy of so many tables that it would be large.
  let statusRows: [UInt32]
  /// All texts of the graph, shared with it.
  let texts: [UInt8]
  let unclassified: ID<ErrorClass>
  /// The classes that a limit causes: only with these the reset families count.
  private let limitClasses: [4 of ID<ErrorClass>]

  /// Packs the tables of a graph that has the classes of the language: a plan makes sure of it.
  init(_ graph: FailoverGraph) {
    let unclassified = graph.builtinClass("unclassified") ?? ID(0)
    self.unclassified = unclassified
    limitClasses = [
      graph.builtinClass("rate-limited") ?? unclassified,
      graph.builtinClass("quota-exhausted") ?? unclassified,
      graph.builtinClass("overloaded") ?? unclassified,
      graph.builtinClass("banned") ?? unclassified,
    ]
    var packing = TablePacking(graph)
    packing.pack()
    tables = packing.tables
    transportRows = packing.transportRows
    rows = packing.rows
    statuses = packing.statuses
    codes = packing.codes
    headers = packing.headers
    bodies = packing.bodies
    links = packing.links
    statusRows = packing.statusRows
    texts = graph.texts.storage
  }

  /// Whether a table looks into answers, so that even a 200 is classified by its body's beginning.
  ///
  /// A client need not keep the body of a success for a table that does not.
  public func readsBody(_ table: ID<ErrorTable>) -> Bool {
    readsBody(table.index)
  }

  func readsBody(_ table: Int) -> Bool {
    tables[table].asked.intersects([.code, .codeNot, .body])
  }

  /// Classifies an answer, a failure, or an event of a stream.
  ///
  /// - Parameters:
  ///   - evidence: What the client has in hand.
  ///   - table: A table of the graph: the endpoint's own where it has one, else the route's.
  ///   - epochNs: The wall clock when the answer came, in nanoseconds since the beginning of 1970;
  ///     0 where it is not known. Only hints that name a date depend on it.
  public func classify(
    _ evidence: Evidence, by table: ID<ErrorTable>, epochNs: Int64 = 0
  ) -> Outcome {
    if evidence.headers.isEmpty && evidence.body.isEmpty && evidence.grpcStatus == nil {
      guard let status = evidence.status else {
        return outcome(of: table, transport: evidence.transport)
      }
      if evidence.transport == .none && !statusRows.isEmpty {
        return outcome(
          bareRow(status, table.index), isSuccess: status / 100 == 2, answered: true)
      }
    }
    return classifyWhole(evidence, table.index, epochNs)
  }

  /// What a failure below HTTP is of which nothing else is known.
  public func outcome(of table: ID<ErrorTable>, transport: Transport) -> Outcome {
    if transport == .none { return .success }
    let row = transportRows[table.index][Int(transport.rawValue)]
    return outcome(row == .max ? nil : Int(row), isSuccess: false, answered: false)
  }

  @inline(__always)
  private func outcome(_ row: Int?, isSuccess: Bool, answered: Bool) -> Outcome {
    guard let row else {
      return isSuccess
        ? .success
        : Outcome(unclassified, executed: .maybe, scope: .endpoint, answered: answered)
    }
    guard let errorClass = rows[row].errorClass else { return .success }
    return Outcome(
      errorClass, executed: rows[row].executed, scope: rows[row].scope, answered: answered)
  }

  private func classifyWhole(
    _ evidence: Evidence, _ table: Int, _ epochNs: Int64
  ) -> Outcome {
    var known = Known(evidence)
    let limit = Swift.min(evidence.body.count, Evidence.bodyBytesMax)
    // A success is read for its usage, a failure for what it says about waiting.
    known.scan.read(evidence.body.span, upTo: limit)
    let row = firstRow(evidence, known, table)
    var outcome = outcome(
      row, isSuccess: known.isSuccess && !isToldError(evidence, known, table),
      answered: evidence.transport == .none)
    guard let errorClass = outcome.errorClass else {
      return .success(usage: known.scan.usage.tokens)
    }
    var isLimit = false
    for i in limitClasses.indices where limitClasses[i] == errorClass { isLimit = true }
    outcome.hint =
      HintReader(
        epochNs: epochNs, countsResets: isLimit && errorClass != unclassified,
        retryDelay: known.scan.retryDelay
      ).read(evidence.headers)
    // Words count for limits alone: a body may repeat what its caller wrote.
    if isLimit && outcome.hint.wait < 0 && errorClass != unclassified {
      outcome.hint.wait = WaitWords.find(evidence.body.span, upTo: limit)
    }
    return outcome
  }
}
