import PolicyGraph
import PolicyVerifier

extension DiffReport {
  /// The report as JSON (`grammar/schemas/diff.schema.json`).
  func json() -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.field("old", names.old)
      json.field("new", names.new)
      write(&json)
    }
  }

  /// The fields that tell what changed.
  func write(_ json: inout JSONWriter) {
    json.field("sameText", isSameText)
    json.object("summary") { json in
      json.field("dangers", count(.danger))
      json.field("warnings", count(.warning))
      json.field("notes", count(.note))
    }
    json.objects("changes", changes) { write($0.change, $0.witness, &$1) }
    json.field("notProved", notProved)
  }

  private func write(
    _ change: PolicyChange, _ witness: DiffWitness?, _ json: inout JSONWriter
  ) {
    json.field("severity", change.severity.word)
    json.field("kind", change.kind.rawValue)
    json.field("route", change.route)
    json.field("sentence", change.sentence)
    json.field("before", change.before)
    json.field("after", change.after)
    json.field("endpoints", change.endpoints)
    json.field("classes", change.classes)
    json.object("witness", witness) { witness, json in
      json.field("given", witness.given)
      json.field("before", witness.before)
      json.field("after", witness.after)
      json.field("command", witness.command(names.new))
    }
  }
}
