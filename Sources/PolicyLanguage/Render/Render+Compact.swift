import PolicyGraph

extension Render {
  /// `file:line:column: error[P0203]: message`, one line a finding: what editors and `grep` read.
  public static func compact(_ report: Report) -> [UInt8] {
    var out: [UInt8] = []
    var places = Places(report)
    for diagnostic in report.diagnostics { line(diagnostic, &places, to: &out) }
    if report.omitted > 0 { out.append("and \(report.omitted) more\n") }
    return out
  }

  /// Appends one finding as one line.
  static func line(_ diagnostic: Diagnostic, _ places: inout Places, to out: inout [UInt8]) {
    let start = places.span(diagnostic.range, in: diagnostic.file).start
    SafeText.append(places.file(diagnostic.file).name, to: &out)
    out.append(":\(start.line):\(start.column): \(diagnostic.severity.word)")
    out.append("[\(diagnostic.code.id)]: ")
    SafeText.append(diagnostic.message, to: &out)
    out.append("\n")
  }
}
