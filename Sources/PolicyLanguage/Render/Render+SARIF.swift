import PolicyGraph

extension Render {
  /// The report as SARIF 2.1.0 (OASIS), one run: what code scanning services read.
  public static func sarif(_ report: Report, options: Options = Options()) -> [UInt8] {
    let codes = codes(of: report)
    var places = Places(report)
    var json = JSONWriter()
    json.object { json in
      json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.field("version", "2.1.0")
      json.array("runs") { json in
        json.object { json in
          json.object("tool") { json in
            json.object("driver") { json in driver(codes, options, to: &json) }
          }
          json.field("columnKind", "unicodeCodePoints")
          json.array("results") { json in
            for diagnostic in report.diagnostics {
              json.object { result(diagnostic, codes, &places, to: &$0) }
            }
          }
        }
      }
    }
    return json.finish()
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
    json.array("rules") { json in
      for code in codes {
        json.object { json in
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
            json.object("properties") { json in
              json.array("tags") { json in json.value(rule.category) }
            }
          }
        }
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
    json.array("locations") { json in
      json.object { location(diagnostic.range, diagnostic.file, &places, to: &$0) }
    }
    if !diagnostic.related.isEmpty {
      json.array("relatedLocations") { json in
        for (id, related) in diagnostic.related.enumerated() {
          json.object { json in
            json.field("id", id)
            location(related.range, related.file, &places, to: &json)
            json.object("message") { $0.field("text", related.message) }
          }
        }
      }
    }
    guard let fix = diagnostic.fix else { return }
    json.array("fixes") { json in
      json.object { change(fix, &places, to: &$0) }
    }
  }

  private static func change(
    _ fix: Diagnostic.Fix, _ places: inout Places, to json: inout JSONWriter
  ) {
    json.object("description") { $0.field("text", fix.title) }
    json.array("artifactChanges") { json in
      for edit in fix.edits {
        json.object { json in
          artifact(edit.file, places, to: &json)
          json.array("replacements") { json in
            json.object { json in
              region("deletedRegion", edit.range, edit.file, &places, to: &json)
              json.object("insertedContent") { $0.field("text", edit.newText) }
            }
          }
        }
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
    var out: [UInt8] = []
    if path.utf8.first == UInt8(ascii: "/") { out.append("file://") }
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        out.append(byte)
      default:
        out.append("%")
        out.appendHex(UInt32(byte), digits: 2)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
