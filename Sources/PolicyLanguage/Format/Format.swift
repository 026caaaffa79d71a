/// What formatting a file gives.
public struct Formatted: Sendable {
  /// The canonical text; nil if the file has lexical or grammatical errors, and is best left alone.
  public let text: [UInt8]?
  /// Those errors.
  public let report: Report
}

/// Lays a file out in the canonical way.
///
/// The tokens stay as they are and in their order, but for `;`, line breaks and the comma behind
/// the last item of a list; every comment stays where it is. Formatting twice changes nothing more.
/// Takes time in proportion to the text.
public func format(_ file: SourceFile) -> Formatted {
  let parsed = parse(file)
  guard parsed.diagnostics.isEmpty else {
    return Formatted(text: nil, report: refusal(parsed))
  }
  var formatter = Formatter(parsed.tree)
  return Formatted(text: formatter.format(), report: Report(files: [file], diagnostics: []))
}

/// What keeps a file from being formatted, with no secret shown.
private func refusal(_ parsed: Parsed) -> Report {
  let shown = Array(parsed.diagnostics.prefix(Limits.diagnosticsMax))
  let program = Program(files: [Program.File(tree: parsed.tree)])
  let secrets = Secrets([], program, shown)
  return Report(
    files: [parsed.tree.source], diagnostics: shown.map(secrets.scrubbed), masked: secrets.masked,
    omitted: parsed.diagnostics.count - shown.count + parsed.omitted)
}
