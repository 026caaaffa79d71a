import PolicyGraph

extension Render {
  /// The report as SARIF 2.1.0 (OASIS), one run: what code scanning services read.
  public static func sarif(_ report: Report, options: Options = Options()) -> [UInt8] {
    let codes = codes(of: report)
    var places = Places(report)
    return JSONWriter.document { json in
      json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.field("version", "2.1.0")
      json.objects("runs", [report]) { report, json in
        json.object("tool") { json in
          json.object("driver") { json in driver(codes, options, to: &json) }
        }
        json.field("columnKind", "unicodeCodePoints")
        json.objects("results", report.diagnostics) { result($0, codes, &places, to: &$1) }
      }
    }
  }

  /// The codes that occur, each once, in the order of their ids.
  private static func codes(of report: Report) -> [DiagnosticCode] {
    var codes = report.diagnostics.map(\.code)
    codes.sort { $0.id < $1.id }
    return codes.reduce(into: []) { unique, code in
      if unique.last?.id != code.id { unique.append(code) }
    }
  }

  private static func driver(
    _ codes: [DiagnosticCode], _ options: Options, to json: inout JSONWriter
  ) {
    json.field("name", "policyc")
    if !options.toolVersion.isEmpty { json.field("semanticVersion", options.toolVersion) }
    json.objects("rules", codes) { code, json in
      json.field("id", code.id)
      json.field("name", code.name)
      json.object("shortDescription") { json in
        json.field("text", code.rule?.summary ?? spoken(code.name))
      }
      if let rule = code.rule {
        json.object("fullDescription") { json in json.field("text", rule.why) }
      }
      json.object("help") { json in
        json.field("text", "`policyc explain \(code.id)` says why, and shows an example.")
      }
      if let rule = code.rule {
        json.object("properties") { json in json.field("tags", [rule.category]) }
      }
    }
  }

  /// `unknown-unit` as "unknown unit".
  private static func spoken(_ name: String) -> String {
    String(decoding: name.utf8.map { $0 == UInt8(ascii: "-") ? 0x20 : $0 }, as: UTF8.self)
  }

  private static func result(
    _ diagnostic: Diagnostic, _ codes: [DiagnosticCode], _ places: inout Places,
    to json: inout JSONWriter
  ) {
    json.field("ruleId", diagnostic.code.id)
    if let index = codes.firstIndex(where: { $0.id == diagnostic.code.id }) {
      json.field("ruleIndex", index)
    }
    json.field("level", diagnostic.severity.word)
    json.object("message") { json in
      json.field("text", ([diagnostic.message] + diagnostic.notes).joined(separator: "\n"))
    }
    json.objects("locations", [diagnostic]) { location($0.range, $0.file, &places, to: &$1) }
    if !diagnostic.related.isEmpty {
      json.objects("relatedLocations", diagnostic.related.enumerated()) { item, json in
        json.field("id", item.offset)
        location(item.element.range, item.element.file, &places, to: &json)
        json.object("message") { $0.field("text", item.element.message) }
      }
    }
    if let fix = diagnostic.fix {
      json.objects("fixes", [fix]) { change($0, &places, to: &$1) }
    }
  }

  private static func change(
    _ fix: Diagnostic.Fix, _ places: inout Places, to json: inout JSONWriter
  ) {
    json.object("description") { $0.field("text", fix.title) }
    json.objects("artifactChanges", fix.edits) { edit, json in
      artifact(edit.file, places, to: &json)
      json.objects("replacements", [edit]) { edit, json in
        region("deletedRegion", edit.range, edit.file, &places, to: &json)
        json.object("insertedContent") { $0.field("text", edit.newText) }
      }
    }
  }

  private static func location(
    _ range: SourceRange, _ file: FileID, _ places: inout Places, to json: inout JSONWriter
  ) {
    json.object("physicalLocation") { json in
      artifact(file, places, to: &json)
      region("region", range, file, &places, to: &json)
    }
  }

  private static func artifact(_ file: FileID, _ places: Places, to json: inout JSONWriter) {
    json.object("artifactLocation") { $0.field("uri", uri(places.file(file).name)) }
  }

  private static func region(
    _ name: String, _ range: SourceRange, _ file: FileID, _ places: inout Places,
    to json: inout JSONWriter
  ) {
    let span = places.span(range, in: file)
    json.object(name) { json in
      json.field("startLine", span.start.line)
      json.field("startColumn", span.start.column)
      json.field("endLine", span.end.line)
      json.field("endColumn", span.end.column)
      json.field("byteOffset", span.start.offset)
      json.field("byteLength", span.end.offset - span.start.offset)
    }
  }

  /// A path as a URI reference (RFC 3986): every byte but unreserved ones and `/` is escaped.
  static func uri(_ path: String) -> String {
    var text = ByteText()
    if path.utf8.first == UInt8(ascii: "/") { text.append("file://") }
    text.append(percentEncoding: path.utf8, keepsSlashes: true)
    return text.string
  }
}
