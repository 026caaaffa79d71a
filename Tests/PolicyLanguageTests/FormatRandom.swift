@testable import PolicyLanguage

/// Policies in a layout that nobody would choose.
enum RandomLayout {
  /// The tokens of `bytes` with other white space and further comments between them, where the
  /// grammar leaves room for it.
  static func shaken(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    let tree = parse(SourceFile(name: "case.policy", bytes: bytes)).tree
    var out: [UInt8] = []
    for index in tree.tokens.indices {
      let before = index > 0 ? tree.tokens[index - 1].kind : .semicolon
      let token = tree.tokens[index]
      let mayBreak: Bool
      switch before {
      case .comma, .openBracket, .openParen, .openBrace, .semicolon: mayBreak = true
      default:
        mayBreak =
          token.followsNewline || token.kind == .closeBracket || token.kind == .closeParen
          || token.kind == .closeBrace || token.kind == .end
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        out += gap(&random, mayBreak: mayBreak, mustBreak: token.followsNewline)
        if out.last == UInt8(ascii: "/") { out.append(UInt8(ascii: "\n")) }
      } else {
        out += tree.gap(before: index)
      }
      out += tree.source.bytes[Int(token.start)..<token.end]
    }
    return out
  }

  private static func gap(
    _ random: inout Seeded, mayBreak: Bool, mustBreak: Bool
  ) -> [UInt8] {
    var text = ["", " ", "   ", "\t"].randomElement(using: &random) ?? ""
    if text.isEmpty, !mayBreak { text = " " }
    guard mayBreak else { return Array(text.utf8) }
    for _ in 0..<Int.random(in: mustBreak ? 1...3 : 0...3, using: &random) {
      text +=
        ["\n", "\n", "\r\n", " // c\n", "\n  // own\n", "\n/// doc\n", "\n\n", "\r"]
        .randomElement(using: &random) ?? "\n"
    }
    return Array(text.utf8)
  }

  /// A policy made of random statements; every one of them is grammatical.
  static func policy(_ random: inout Seeded) -> [UInt8] {
    var out = ""
    statements(&random, depth: 0, to: &out)
    return Array(out.utf8)
  }

  private static func statements(_ random: inout Seeded, depth: Int, to out: inout String) {
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      // A declaration at the left margin would end a block that it stands in.
      out += (depth > 0 ? " " : "") + word(&random)
      for number in 0..<Int.random(in: 0...4, using: &random) {
        out +=
          number == 0
          ? " "
          : [",", ", ", " ,", ",\n", ", // c\n", ",\n\n // d\n"].randomElement(using: &random)
            ?? ","
        if Bool.random(using: &random) { out += word(&random) + ": " }
        value(&random, depth: depth + 1, to: &out)
      }
      if depth < 4, Int.random(in: 0..<3, using: &random) == 0 {
        out += [" {", "{", " { // c\n", " {\n", " {\n\n"].randomElement(using: &random) ?? "{"
        statements(&random, depth: depth + 1, to: &out)
        out += ["}", " }", "\n}", "// c\n}"].randomElement(using: &random) ?? "}"
      }
      out +=
        [";", "\n", "; ", " // c\n", "\n\n\n", "\n// own\n", ";;\n", "; // c\n"].randomElement(
          using: &random) ?? "\n"
    }
  }

  private static func value(_ random: inout Seeded, depth: Int, to out: inout String) {
    switch depth < 4 ? Int.random(in: 0..<8, using: &random) : 0 {
    case 0...4: out += leaf(&random)
    case 5, 6:
      out += ["[", "[ ", "[\n", "[ // c\n"].randomElement(using: &random) ?? "["
      let count = Int.random(in: 0...6, using: &random)
      for number in 0..<count {
        value(&random, depth: depth + 1, to: &out)
        if number < count - 1 {
          out += [",", ", ", ",\n", ", // c\n"].randomElement(using: &random) ?? ","
        }
      }
      out +=
        (count > 0 ? ["]", " ]", "\n]", ",]", ", ]", " // c\n]"] : ["]", "\n]"]).randomElement(
          using: &random) ?? "]"
    default:
      out += word(&random) + (["(", " (", "(\n"].randomElement(using: &random) ?? "(")
      let count = Int.random(in: 0...3, using: &random)
      for number in 0..<count {
        value(&random, depth: depth + 1, to: &out)
        if number < count - 1 { out += ", " }
      }
      out += [")", " )", "\n)", " // c\n)"].randomElement(using: &random) ?? ")"
    }
  }

  private static func leaf(_ random: inout Seeded) -> String {
    [
      "5", "250ms", "99.95%", "500..599", "200/s", "p99.9", "\"text // no comment\"", "\"größe\"",
      "\"\\\"\"", "name", String(repeating: "long-", count: 12) + "word",
      "\"" + String(repeating: "x", count: 70) + "\"",
    ].randomElement(using: &random) ?? "5"
  }

  private static func word(_ random: inout Seeded) -> String {
    ["a", "on", "retry", "timeout", "a-keyword-that-is-long", "rotate-credential", "b_2"]
      .randomElement(using: &random) ?? "a"
  }
}
