import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension Verdict {
  /// The verdict for a person.
  func text(color: Bool, width: Int) -> [UInt8] {
    var page = TextPage(width: min(width, 120), color: color)
    let place = endpoint.map { " at \(graph.text(graph.endpoints[$0].name))" } ?? ""
    page.row(
      beside: "", "\(graph.text(graph.routes[route].name))\(place), by error table \(tableName)",
      .strong)
    page.row(beside: "class     ", className, outcome.errorClass == nil ? .good : .bad)
    page.row(beside: "decided   ", decided)
    for row in rows.dropFirst() {
      page.row(beside: "later     ", "\(words(of: row)) (\(self.place(of: row)))", .dim)
    }
    if outcome.errorClass != nil {
      page.row(beside: "executed  ", "\(outcome.executed.word)")
      page.row(beside: "scope     ", "\(outcome.scope.word)")
      page.row(beside: "hint      ", hint)
    } else if outcome.usage >= 0 {
      page.row(beside: "usage     ", "\(outcome.usage) tokens")
    }
    if let responses { page.row(beside: "then      ", responses) }
    if !others.isEmpty {
      let names = others.prefix(3).joined(separator: ", ") + (others.count > 3 ? ", …" : "")
      page.row(
        beside: "note      ",
        "not for \(names): ask with --endpoint, where a table of its own decides",
        .dim)
    }
    return page.bytes
  }

  private var decided: String {
    if let row = rows.first { return "\(words(of: row)) (\(place(of: row)))" }
    return outcome.errorClass == nil
      ? "no row matches, and the answer is complete" : "no row matches what is no success"
  }

  private var hint: String {
    let wait = outcome.hint.wait
    if outcome.hint.never {
      return wait < 0 ? "never there again" : "never there again; \(Tick(ns: wait).spelling)"
    }
    return wait < 0 ? "none" : "come back after \(Tick(ns: wait).spelling)"
  }

  /// The verdict for a program: `grammar/schemas/classify.schema.json`.
  func json() -> [UInt8] {
    let isFailure = outcome.errorClass != nil
    return JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.field("route", graph.text(graph.routes[route].name))
      json.field("endpoint", endpoint.map { graph.text(graph.endpoints[$0].name) })
      json.field("table", tableName)
      json.field("class", isFailure ? className : nil)
      json.object("decided", rows.first) { write($0, &$1) }
      json.objects("later", rows.dropFirst()) { write($0, &$1) }
      json.field("executed", isFailure ? "\(outcome.executed.word)" : nil)
      json.field("scope", isFailure ? "\(outcome.scope.word)" : nil)
      json.object("hint") { json in
        json.field("seconds", outcome.hint.wait < 0 ? nil : Tick(ns: outcome.hint.wait))
        json.field("never", outcome.hint.never)
      }
      json.field("usage", outcome.usage < 0 ? nil : Int(outcome.usage))
      json.field("then", responses)
    }
  }

  private func write(_ row: Int, _ json: inout JSONWriter) {
    json.field("row", words(of: row))
    json.field("place", place(of: row))
  }
}
