/// Secrets of a program's text, found by their look, so that no finding beside one shows it.
struct Secrets: Sendable {
  /// Where they stand.
  private(set) var masked: [Report.Masked]
  private var texts: [String] = []

  /// Those that the check refused, and all others in the files that findings lie in.
  init(_ refused: [Report.Masked], _ program: Program, _ findings: [Diagnostic]) {
    masked = refused
    var files = Set<FileID>()
    for finding in findings {
      files.insert(finding.file)
      for place in finding.related { files.insert(place.file) }
    }
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
      texts.append(text)
      // Messages show a text without its quotes.
      let inner = text.utf8.dropFirst().dropLast()
      if text.utf8.first == UInt8(ascii: "\""), inner.count > 3 {
        texts.append(String(decoding: Array(inner), as: UTF8.self))
      }
    }
  }

  /// A finding without any of the secrets.
  func scrubbed(_ finding: Diagnostic) -> Diagnostic {
    guard !texts.isEmpty else { return finding }
    var finding = finding
    finding.message = scrubbed(finding.message)
    finding.label = scrubbed(finding.label)
    finding.notes = finding.notes.map(scrubbed)
    finding.related = finding.related.map {
      Diagnostic.Related(scrubbed($0.message), file: $0.file, range: $0.range)
    }
    // A mend that would have to write the secret is none.
    if let fix = finding.fix,
      texts.contains(where: { text in
        fix.title.contains(text) || fix.edits.contains { $0.newText.contains(text) }
      })
    {
      finding.fix = nil
    }
    return finding
  }

  private func scrubbed(_ message: String) -> String {
    var message = message
    for text in texts where message.contains(text) {
      message = message.split(separator: text, omittingEmptySubsequences: false)
        .joined(separator: "…")
    }
    return message
  }

  /// Whether a token holds a secret, in quotes, without their second one, or as a bare word.
  private static func isSecret(_ token: Token, _ source: SourceFile) -> Bool {
    guard token.length >= 16 else { return false }
    var bytes = source.bytes[Int(token.start)..<token.end]
    if bytes.first == UInt8(ascii: "\"") { bytes = bytes.dropFirst() }
    if bytes.last == UInt8(ascii: "\"") { bytes = bytes.dropLast() }
    return SecretShape.looksLikeSecret(bytes) || URLShape.holdsCredentials(bytes)
  }
}
