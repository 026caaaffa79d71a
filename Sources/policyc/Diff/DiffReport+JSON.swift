import PolicyGraph
import PolicyVerifier

extension DiffReport {
  /// The report as JSON (`grammar/schemas/diff.schema.json`).
  func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("formatVersion", 1)
      json.field("old", names.old)
      json.field("new", names.new)
      write(&json)
    }
    return json.finish()
  }

  /// The fields that tell what changed.
  func write(_ json: inout JSONWriter) {
    json.key("sameText")
    json.value(isSameText)
    json.object("summary") { json in
      json.field("dangers", count(.danger))
      json.field("warnings", count(.warning))
      json.field("notes", count(.note))
    }
    json.array("changes") { json in
      for (change, witness) in changes { write(change, witness, &json) }
    }
    json.array("notProved") { json in
      for line in notProved { json.value(line) }
    }
  }

  private func write(
    _ change: PolicyChange, _ witness: DiffWitness?, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.field("severity", change.severity.word)
      json.field("kind", change.kind.rawValue)
      optional("route", change.route, &json)
      json.field("sentence", change.sentence)
      optional("before", change.before, &json)
      optional("after", change.after, &json)
      json.array("endpoints") { json in
        for name in change.endpoints { json.value(name) }
      }
      json.array("classes") { json in
        for name in change.classes { json.value(name) }
      }
      json.key("witness")
      guard let witness else { return json.null() }
      json.object { json in
        json.field("given", witness.given)
        json.field("before", witness.before)
        json.field("after", witness.after)
        json.field("command", witness.command(names.new))
      }
    }
  }

  private func optional(_ name: String, _ text: String?, _ json: inout JSONWriter) {
    json.key(name)
    if let text { json.value(text) } else { json.null() }
  }
}
