import PolicyGraph
import PolicyRuntime

/// What each mishap is to each table of errors: classified once, by the runtime's classifier.
struct Outcomes: Sendable {
  /// A mishap that needs no fault of its own.
  enum Cause: Int, CaseIterable, Sendable {
    /// Nothing listens.
    case refused
    /// The connection breaks in mid-answer.
    case cut
    /// The client waited as long as it would for the first byte.
    case silent
    /// The station's queue is full.
    case full
    /// Another 429.
    case limited
    case quota
    case revoked
    case malformed
  }

  /// For each cause, then for each fault, one outcome a table.
  private var rows: [Outcome] = []
  private let tables: Int
  /// The table of each endpoint, where it has one of its own; else negative.
  private let own: [Int]

  /// Classifies all of them for a scenario's faults.
  init(_ plan: Plan, _ faults: ArraySlice<Fault>) {
    let graph = plan.graph
    tables = graph.errorTables.count
    own = graph.endpoints.rows.map { $0.errors?.index ?? -1 }
    for cause in Cause.allCases {
      for table in graph.errorTables.ids { rows.append(Outcomes.outcome(cause, table, plan)) }
    }
    for fault in faults {
      let evidence = Outcomes.evidence(fault, graph)
      for table in graph.errorTables.ids {
        rows.append(plan.classifier.classify(evidence, by: table))
      }
    }
  }

  /// Where the outcome of a cause stands for an endpoint of a route.
  @inline(__always)
  func place(_ cause: Cause, _ endpoint: Int, _ route: Int) -> Int {
    cause.rawValue * tables + (own[endpoint] < 0 ? route : own[endpoint])
  }

  /// Where the outcome of a fault stands; `route` is the route's table of errors.
  @inline(__always)
  func place(fault: Int, _ endpoint: Int, _ route: Int) -> Int {
    (Cause.allCases.count + fault) * tables + (own[endpoint] < 0 ? route : own[endpoint])
  }

  /// The outcome at a place.
  @inline(__always)
  subscript(place: Int) -> Outcome { rows[place] }

  private static func outcome(_ cause: Cause, _ table: ID<ErrorTable>, _ plan: Plan) -> Outcome {
    switch cause {
    case .refused: plan.classifier.outcome(of: table, transport: .refused)
    case .cut: plan.classifier.outcome(of: table, transport: .cut)
    case .silent: plan.classifier.outcome(of: table, transport: .timeout)
    case .full: known("overloaded", plan.graph, answered: true)
    case .limited: plan.classifier.classify(Evidence(status: 429), by: table)
    case .quota: known("quota-exhausted", plan.graph, answered: true)
    case .revoked: plan.classifier.classify(Evidence(status: 401), by: table)
    case .malformed: known("malformed", plan.graph, answered: false)
    }
  }

  /// A class of the language, as it is declared there; every graph has them all.
  private static func known(
    _ name: StaticString, _ graph: FailoverGraph, answered: Bool
  ) -> Outcome {
    let found = graph.builtinClass(name)
    precondition(found != nil, "a plan whose graph lacks a class of the language")
    let id = found ?? ID(0)
    return Outcome(
      id, executed: graph.classes[id].executed, scope: graph.classes[id].scope, answered: answered)
  }

  /// What a client would have in hand.
  private static func evidence(_ fault: Fault, _ graph: FailoverGraph) -> Evidence {
    var evidence = Evidence()
    switch fault.kind {
    case .errors: evidence.status = fault.status ?? 200
    case .rateLimit: evidence.status = 429
    case .outage, .blackhole, .slow, .quota, .revoke, .cut, .malformed, .flap, .capacity, .load:
      return evidence
    }
    if let hint = fault.retryAfter {
      // To the millisecond: `Retry-After` knows whole seconds only.
      evidence.headers.append(Evidence.Header("retry-after-ms", hint.milliseconds))
    }
    if let body = fault.body { evidence.body = graph.bytes(body) }
    if let code = fault.code {
      // An HTTP API says its code in a header or a body; the tables read this shape everywhere.
      let text = graph.text(code)
      evidence.headers.append(Evidence.Header("content-type", "application/json"))
      evidence.body = Array("{\"error\": {\"code\": \"\(text.jsonEscaped)\"}}".utf8)[...]
    }
    return evidence
  }
}

extension Tick {
  /// As a decimal number of milliseconds.
  fileprivate var milliseconds: String {
    let rest = ns % 1_000_000
    if rest == 0 { return String(ns / 1_000_000) }
    let digits = String(rest + 1_000_000).dropFirst()
    return "\(ns / 1_000_000).\(digits)"
  }
}

extension String {
  /// As the inside of a JSON string.
  fileprivate var jsonEscaped: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        text +=
          "\\u00" + String(scalar.value >> 4, radix: 16) + String(scalar.value & 15, radix: 16)
      case _: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
