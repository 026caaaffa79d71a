/// Names and sentences of others, made to be seen as they are, and to fit.
enum VisibleName {
  /// `text` with everything that hides itself or reorders its neighbours spelled out, as `\u{202E}`.
  static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isHidden(scalar) {
        out.append(
          contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      } else {
        out.append(scalar)
      }
    }
    return String(out)
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

  /// Controls, characters of format such as marks of direction and joiners, separators of lines,
  /// and what is no character at all.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 }
    if value < 0xAD { return value < 0xA0 }
    if value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value) { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false  // every other category can be seen
    }
  }
}
