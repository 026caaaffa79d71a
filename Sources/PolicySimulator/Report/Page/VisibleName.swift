import PolicyGraph

/// Names and sentences of others, made to be seen as they are, and to fit.
enum VisibleName {
  /// `text` with everything that hides itself or reorders its neighbours spelled out, as
  /// `\u{202E}`.
  static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: SafeText.isEscaped) else { return text }
    var out: [UInt8] = []
    SafeText.append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// `text` made visible, and cut with an ellipsis to about `columns` letters' width.
  static func cut(_ text: String, to columns: Int) -> String {
    let shown = of(text)
    if width(of: shown) <= columns { return shown }
    var out = ""
    var used = 1
    for character in shown {
      used += width(of: String(character))
      if used > columns { break }
      out.append(character)
    }
    return out + "…"
  }

  /// About how many letters wide it is: what is not Latin, Greek or Cyrillic may be twice as wide.
  static func width(of text: String) -> Int {
    text.reduce(0) { $0 + (($1.unicodeScalars.first?.value ?? 0) < 0x530 ? 1 : 2) }
  }
}
