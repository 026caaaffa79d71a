import PolicyGraph
import PolicyRuntime

/// What an answer or a failure is to a route, and why.
struct Verdict {
  let policy: LoadedPolicy
  let route: ID<Route>
  /// The endpoint that was named; nil: the route's own table holds.
  let endpoint: ID<Endpoint>?
  let table: ID<ErrorTable>
  let outcome: PolicyRuntime.Outcome
  /// The rows that match, by their places in the table; the first decides.
  let rows: [Int]
  /// The rule that answers it; nil for a success, and where no rule does.
  let rule: ID<Rule>?

  var graph: FailoverGraph { policy.graph }

  init(
    _ evidence: Evidence, _ policy: LoadedPolicy, _ plan: Plan, _ route: ID<Route>,
    _ endpoint: ID<Endpoint>?, epochNs: Int64
  ) {
    self.policy = policy
    self.route = route
    self.endpoint = endpoint
    let row = policy.graph.routes[route]
    table = endpoint.flatMap { policy.graph.endpoints[$0].errors } ?? row.errors
    outcome = plan.classify(evidence, by: table, epochNs: epochNs)
    rows = plan.classifier.matchingRows(evidence, by: table)
    // Without an endpoint's name the route's own rules are shown.
    let asked =
      endpoint
      ?? policy.graph.endpoints.ids.first { policy.graph.endpoints[$0].retry == nil }
    rule = outcome.errorClass.flatMap { found in
      asked.flatMap { plan.rule(for: found, at: $0, on: route) }
    }
  }

  // MARK: words

  var className: String {
    outcome.errorClass.map { graph.text(graph.classes[$0].name) } ?? "success"
  }

  var tableName: String { graph.text(graph.errorTables[table].name) }

  /// A row of the table.
  func row(_ place: Int) -> ErrorRow {
    graph.errorRows[ID(graph.errorTables[table].rows.startIndex + place)]
  }

  /// Where a row stands: `chat.policy:12`, or `built-in llm-http, row 3`.
  func place(of place: Int) -> String {
    let row = row(place)
    let source = graph.text(graph.sources[row.origin.file].name)
    guard source.hasPrefix("builtin/") else {
      return policy.place(row.origin)
    }
    let name = source.dropFirst("builtin/".count).prefix { $0 != "." }
    return "built-in \(name), row \(number(of: place))"
  }

  /// Which row it is of the table that it was written in, from 1.
  private func number(of place: Int) -> Int {
    let file = row(place).origin.file
    return (0...place).count { row($0).origin.file == file }
  }

  /// A row as a policy spells it: `rate-limited status: 429, code: "busy"`.
  func words(of place: Int) -> String {
    let row = row(place)
    var parts: [(label: String, values: [String])] = []
    for match in graph.matches[row.matches] {
      let label = "\(match.field.word)"
      if parts.last?.label != label { parts.append((label, [])) }
      parts[parts.count - 1].values.append(value(of: match))
    }
    let shown = parts.map { part in
      part.values.count == 1
        ? "\(part.label): \(part.values[0])"
        : "\(part.label): [\(part.values.joined(separator: ", "))]"
    }
    let name = row.errorClass.map { graph.text(graph.classes[$0].name) } ?? "success"
    return name + " " + shown.joined(separator: ", ")
  }

  private func value(of match: Match) -> String {
    let text = match.text.map { graph.text($0) } ?? ""
    switch match.field {
    case .status:
      return match.first == match.last ? "\(match.first)" : "\(match.first)..\(match.last)"
    case .code, .codeNot, .body: return "\"\(text)\""
    case .header:
      let name = match.header.map { graph.text($0) } ?? ""
      return match.text == nil ? "\"\(name)\"" : "\"\(name): \(text)\""
    case .transport: return "\(match.transport.word)"
    }
  }

  /// What the route does then: the first responses of the rule, or where nobody responds.
  var responses: String? {
    guard let found = outcome.errorClass else { return nil }
    guard let rule else {
      if "\(className)" == "cancelled" { return "nothing: the caller is gone" }
      return graph.routes[route].ladder == nil
        ? "no rule answers it: the request fails" : "no rule answers it: to the ladder"
    }
    let row = graph.rules[rule]
    let isNamed = graph.classMembers[row.classes].contains { $0.errorClass == found }
    return "\(isNamed ? "on \(className)" : "otherwise"): \(graph.responses(of: rule))"
  }

  /// The endpoints of the route that are not judged by the table that was asked.
  var others: [String] {
    guard endpoint == nil else { return [] }
    return graph.endpoints.rows.filter { $0.errors.map { $0 != table } ?? false }
      .map { graph.text($0.name) }
  }
}
