import PolicyGraph

extension Render {
  /// The report as JUnit's XML: every file a test case, which fails if something was found in it.
  ///
  /// All findings of a file stand in one `failure`, because readers of this form differ in what
  /// they make of several.
  public static func junit(_ report: Report) -> [UInt8] {
    var places = Places(report)
    let failing = report.files.indices.filter { file in
      report.diagnostics.contains { Int($0.file.raw) == file && fails($0) }
    }
    var out: [UInt8] = []
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n")
    out.append("  <testsuite name=\"policyc lint\" tests=\"\(report.files.count)\"")
    out.append(" failures=\"\(failing.count)\" errors=\"0\" skipped=\"0\">\n")
    for (index, file) in report.files.enumerated() {
      out.append("    <testcase classname=\"policyc.lint\" name=\"")
      xml(file.name, to: &out)
      guard failing.contains(index) else {
        out.append("\"/>\n")
        continue
      }
      out.append("\" file=\"")
      xml(file.name, to: &out)
      out.append("\">\n")
      failure(report.diagnostics.filter { Int($0.file.raw) == index }, &places, to: &out)
      out.append("    </testcase>\n")
    }
    out.append("  </testsuite>\n</testsuites>\n")
    return out
  }

  private static func fails(_ diagnostic: Diagnostic) -> Bool { diagnostic.severity != .note }

  private static func failure(
    _ diagnostics: [Diagnostic], _ places: inout Places, to out: inout [UInt8]
  ) {
    guard let first = diagnostics.first(where: fails) else { return }
    out.append("      <failure type=\"\(first.code.id)\" message=\"")
    xml(first.message, to: &out)
    if diagnostics.count > 1 { out.append(" (and \(diagnostics.count - 1) more)") }
    out.append("\">")
    for diagnostic in diagnostics {
      var text: [UInt8] = []
      line(diagnostic, &places, to: &text)
      for note in diagnostic.notes {
        text.append("  ")
        SafeText.append(note, to: &text)
        text.append("\n")
      }
      escapeMarkup(text, to: &out)
    }
    out.append("</failure>\n")
  }

  private static func xml(_ text: String, to out: inout [UInt8]) {
    // What XML 1.0 cannot hold is among what is escaped for terminals.
    var safe: [UInt8] = []
    SafeText.append(text, to: &safe)
    escapeMarkup(safe, to: &out)
  }

  private static func escapeMarkup(_ text: [UInt8], to out: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "<"): out.append("&lt;")
      case UInt8(ascii: ">"): out.append("&gt;")
      case UInt8(ascii: "&"): out.append("&amp;")
      case UInt8(ascii: "\""): out.append("&quot;")
      default: out.append(byte)
      }
    }
  }
}
