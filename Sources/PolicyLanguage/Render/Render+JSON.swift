import PolicyGraph

extension Render {
  /// The report as `grammar/schemas/diagnostics.schema.json` describes it.
  public static func json(_ report: Report) -> [UInt8] {
    var places = Places(report)
    return JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.object("summary") { json in
        json.field("errors", report.count(.error))
        json.field("warnings", report.count(.warning))
        json.field("notes", report.count(.note))
        json.field("files", report.files.count)
        json.field("omitted", report.omitted)
      }
      json.objects("diagnostics", report.diagnostics) { finding($0, &places, to: &$1) }
    }
  }

  private static func finding(
    _ diagnostic: Diagnostic, _ places: inout Places, to json: inout JSONWriter
  ) {
    json.field("code", diagnostic.code.id)
    json.field("rule", diagnostic.code.name)
    json.field("severity", diagnostic.severity.word)
    json.field("message", diagnostic.message)
    if !diagnostic.label.isEmpty { json.field("label", diagnostic.label) }
    place(diagnostic.range, diagnostic.file, &places, to: &json)
    json.objects("related", diagnostic.related) { related, json in
      json.field("message", related.message)
      place(related.range, related.file, &places, to: &json)
    }
    json.field("notes", diagnostic.notes)
    json.object("fix", diagnostic.fix) { fix, json in
      json.field("title", fix.title)
      json.objects("edits", fix.edits) { edit, json in
        place(edit.range, edit.file, &places, to: &json)
        json.field("newText", edit.newText)
      }
    }
  }

  private static func place(
    _ range: SourceRange, _ file: FileID, _ places: inout Places, to json: inout JSONWriter
  ) {
    let span = places.span(range, in: file)
    json.field("file", places.file(file).name)
    json.object("range") { json in
      position("start", span.start, to: &json)
      position("end", span.end, to: &json)
    }
  }

  private static func position(
    _ name: String, _ position: LineMap.Position, to json: inout JSONWriter
  ) {
    json.object(name) { json in
      json.field("line", position.line)
      json.field("column", position.column)
      json.field("offset", position.offset)
    }
  }
}
