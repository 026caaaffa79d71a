/// Secrets of a program's text, found by their look, so that no finding beside one shows it.
struct Secrets: Sendable {
  /// Where they stand.
  private(set) var masked: [Report.Masked]
  /// Those of `masked` as text, with and without quotes, and the first byte of each.
  private var texts: [(file: FileID, start: Int, text: String)] = []

  /// Those that the check refused, and all others in the files that findings lie in.
  init(_ refused: [Report.Masked], _ program: Program, _ findings: [Diagnostic]) {
    masked = refused
    var files = Set<FileID>()
    for finding in findings {
      files.insert(finding.file)
      for place in finding.related { files.insert(place.file) }
    }
    // Nothing of a file that is no policy is shown: it may be a list of secrets.
    let foreign = findings.filter { $0.code == .notAPolicy }.map(\.file)
    files.subtract(foreign)
    var known = Set(refused)
    for file in files.sorted() where Int(file.raw) < program.files.count {
      let tree = program.files[Int(file.raw)].tree
      for token in tree.tokens where Secrets.isSecret(token, tree.source) {
        let place = Report.Masked(file: file, range: token.range)
        if known.insert(place).inserted { masked.append(place) }
      }
    }
    for place in masked {
      let text = program.files[Int(place.file.raw)].tree.source.text(place.range)
      texts.append((place.file, Int(place.range.start), text))
      // Messages show a text without its quotes.
      let inner = text.utf8.dropFirst().dropLast()
      if text.utf8.first == UInt8(ascii: "\""), inner.count > 3 {
        texts.append(
          (place.file, Int(place.range.start), String(decoding: Array(inner), as: UTF8.self)))
      }
    }
    masked += foreign.map { file in
      let count = program.files[Int(file.raw)].tree.source.bytes.count
      return Report.Masked(file: file, range: SourceRange(0, count))
    }
  }

  /// A finding without any of the secrets.
  func scrubbed(_ finding: Diagnostic) -> Diagnostic {
    guard !texts.isEmpty else { return finding }
    // A finding speaks of what is near; what is far away it could only suggest as a name.
    let start = Int(finding.range.start)
    let texts = texts.filter { $0.file == finding.file && abs($0.start - start) < 16_384 }
      .prefix(256).map(\.text)
    var finding = finding
    finding.message = scrubbed(finding.message, texts)
    finding.label = scrubbed(finding.label, texts)
    finding.notes = finding.notes.map { scrubbed($0, texts) }
    finding.related = finding.related.map {
      Diagnostic.Related(scrubbed($0.message, texts), file: $0.file, range: $0.range)
    }
    // A fix that would have to write the secret is none.
    if let fix = finding.fix,
      texts.contains(where: { text in
        fix.title.holds(text) || fix.edits.contains { $0.newText.holds(text) }
      })
    {
      finding.fix = nil
    }
    return finding
  }

  private func scrubbed(_ message: String, _ texts: [String]) -> String {
    var message = message
    let parts = message.split(separator: "`", omittingEmptySubsequences: false)
    if parts.contains(where: { SecretShape.looksLikeSecret(Array($0.utf8)[...]) }) {
      message = parts.map { SecretShape.looksLikeSecret(Array($0.utf8)[...]) ? "…" : $0 }
        .joined(separator: "`")
    }
    return texts.reduce(message) { $0.replacing($1, by: "…") }
  }

  /// Whether a token holds a secret, in quotes, without their second one, or as a bare word.
  private static func isSecret(_ token: Token, _ source: SourceFile) -> Bool {
    guard token.length >= 16 else { return false }
    var bytes = source.bytes[Int(token.start)..<token.end]
    if bytes.first == UInt8(ascii: "\"") { bytes = bytes.dropFirst() }
    if bytes.last == UInt8(ascii: "\"") { bytes = bytes.dropLast() }
    return SecretShape.looksLikeSecret(bytes) || URLShape.holdsSecret(bytes)
  }
}
