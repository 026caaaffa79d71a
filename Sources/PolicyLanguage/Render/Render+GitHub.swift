import PolicyGraph

extension Render {
  /// The report as workflow commands of GitHub Actions, which shows them beside the lines changed.
  public static func github(_ report: Report) -> [UInt8] {
    var out: [UInt8] = []
    var places = Places(report)
    for diagnostic in report.diagnostics {
      let span = places.span(diagnostic.range, in: diagnostic.file)
      switch diagnostic.severity {
      case .error: out.append("::error ")
      case .warning: out.append("::warning ")
      case .note: out.append("::notice ")
      }
      property("file", places.file(diagnostic.file).name, to: &out)
      out.append(",line=\(span.start.line),col=\(span.start.column)")
      out.append(",endLine=\(span.end.line),endColumn=\(span.end.column),")
      property("title", title(diagnostic.code), to: &out)
      out.append("::")
      var message = [diagnostic.message]
      for related in diagnostic.related {
        let start = places.span(related.range, in: related.file).start
        message.append("\(places.file(related.file).name):\(start.line): \(related.message)")
      }
      message += diagnostic.notes
      for (i, line) in message.enumerated() {
        // A raw line break would end the command; the service shows `%0A` as one.
        if i > 0 { out.append("%0A") }
        data(line, to: &out)
      }
      out.append("\n")
    }
    if report.omitted > 0 { out.append("::notice ::and \(report.omitted) more\n") }
    return out
  }

  /// `P0402 unknown-unit`; a lint rule has one name only.
  private static func title(_ code: DiagnosticCode) -> String {
    code.rule == nil ? "\(code.id) \(code.name)" : code.id
  }

  private static func property(_ name: String, _ value: String, to out: inout [UInt8]) {
    out.append("\(name)=")
    var safe: [UInt8] = []
    data(value, to: &safe)
    for byte in safe {
      switch byte {
      case UInt8(ascii: ":"): out.append("%3A")
      case UInt8(ascii: ","): out.append("%2C")
      default: out.append(byte)
      }
    }
  }

  private static func data(_ value: String, to out: inout [UInt8]) {
    var safe: [UInt8] = []
    SafeText.append(value, to: &safe)
    for byte in safe {
      if byte == UInt8(ascii: "%") { out.append("%25") } else { out.append(byte) }
    }
  }
}
