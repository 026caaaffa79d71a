import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension Verdict {
  /// The verdict for a person.
  func text(color: Bool, width: Int) -> [UInt8] {
    var page = TracePage(color: color, width: width)
    let place = endpoint.map { " at \(graph.text(graph.endpoints[$0].name))" } ?? ""
    page.row(
      "", "\(graph.text(graph.routes[route].name))\(place), by error table \(tableName)", .strong)
    page.row("class     ", className, outcome.errorClass == nil ? .good : .bad)
    page.row("decided   ", decided)
    for row in rows.dropFirst() {
      page.row("later     ", "\(words(of: row)) (\(self.place(of: row)))", .dim)
    }
    if outcome.errorClass != nil {
      page.row("executed  ", "\(outcome.executed.word)")
      page.row("scope     ", "\(outcome.scope.word)")
      page.row("hint      ", hint)
    } else if outcome.usage >= 0 {
      page.row("usage     ", "\(outcome.usage) tokens")
    }
    if let responses { page.row("then      ", responses) }
    if !others.isEmpty {
      let names = others.prefix(3).joined(separator: ", ") + (others.count > 3 ? ", …" : "")
      page.row(
        "note      ", "not for \(names): ask with --endpoint, where a table of its own decides",
        .dim)
    }
    return page.out
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
    var writer = JSONWriter()
    writer.object { json in
      json.field("formatVersion", 1)
      json.field("route", graph.text(graph.routes[route].name))
      json.key("endpoint")
      if let endpoint {
        json.value(graph.text(graph.endpoints[endpoint].name))
      } else {
        json.null()
      }
      json.field("table", tableName)
      json.key("class")
      if outcome.errorClass == nil { json.null() } else { json.value(className) }
      json.key("decided")
      if let row = rows.first { json.object { write(row, &$0) } } else { json.null() }
      json.array("later") { json in
        for row in rows.dropFirst() { json.object { write(row, &$0) } }
      }
      json.key("executed")
      if outcome.errorClass == nil { json.null() } else { json.value("\(outcome.executed.word)") }
      json.key("scope")
      if outcome.errorClass == nil { json.null() } else { json.value("\(outcome.scope.word)") }
      json.object("hint") { json in
        json.key("seconds")
        if outcome.hint.wait < 0 {
          json.null()
        } else {
          json.number(Tick(ns: outcome.hint.wait).seconds)
        }
        json.key("never")
        json.value(outcome.hint.never)
      }
      json.key("usage")
      if outcome.usage < 0 { json.null() } else { json.number("\(outcome.usage)") }
      json.key("then")
      if let responses { json.value(responses) } else { json.null() }
    }
    return writer.finish()
  }

  private func write(_ row: Int, _ json: inout JSONWriter) {
    json.field("row", words(of: row))
    json.field("place", place(of: row))
  }
}
