import PolicyGraph

/// What a file is that is given in a policy's place, as far as its first bytes tell.
///
/// Only what no policy begins with is recognised: of such a file, one finding is all there is to
/// say.
package enum ForeignFile: String, CaseIterable, Sendable {
  case artifact, json, yaml, ini, markup, archive, executable

  /// Recognises a file; nil for what may be a policy, however broken.
  package init?(_ bytes: [UInt8]) {
    let signs: [(ForeignFile, [UInt8])] = [
      (.artifact, ArtifactFormat.signature), (.archive, [0x1F, 0x8B]),
      (.archive, Array("PK\u{3}\u{4}".utf8)), (.executable, [0x7F, 0x45, 0x4C, 0x46]),
    ]
    if let known = signs.first(where: { bytes.starts(with: $0.1) }) {
      self = known.0
      return
    }
    var text = bytes[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    text = ForeignFile.content(text)
    switch text.first {
    case UInt8(ascii: "{") where ForeignFile.opensObject(text): self = .json
    case UInt8(ascii: "[") where ForeignFile.opensSection(text): self = .ini
    case UInt8(ascii: "["): self = .json
    case UInt8(ascii: "<") where text.dropFirst().first.map(ForeignFile.opensTag) ?? false:
      self = .markup
    case UInt8(ascii: "%") where text.starts(with: "%YAML".utf8): self = .yaml
    case UInt8(ascii: "-") where text.starts(with: "---".utf8) || text.starts(with: "- ".utf8):
      self = .yaml
    case _ where ForeignFile.opensMapping(text): self = .yaml
    case _: return nil
    }
  }

  /// What is left behind blank lines and the comments of YAML and INI files.
  private static func content(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0 <= 0x20 }
    while text.first == UInt8(ascii: "#") {
      text = text.drop { $0 != 0x0A }.drop { $0 <= 0x20 }
    }
    return text
  }

  private static func line(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.prefix { $0 != 0x0A && $0 != 0x0D }
  }

  /// `{`, and a key or the end.
  private static func opensObject(_ text: ArraySlice<UInt8>) -> Bool {
    let next = text.dropFirst().first { $0 > 0x20 }
    return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
  }

  /// `[section]` alone on a line.
  private static func opensSection(_ text: ArraySlice<UInt8>) -> Bool {
    let name = line(text).dropFirst().prefix { $0.isWordByte || $0 == UInt8(ascii: ".") }
    return !name.isEmpty && !(name.first?.isDigit ?? true)
      && line(text)[name.endIndex...].first == UInt8(ascii: "]")
  }

  private static func opensTag(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!") || byte.isWordByte && !byte.isDigit
  }

  /// `key: value` or `key:` at the beginning of a line, but for a keyword with a `:` too much.
  private static func opensMapping(_ text: ArraySlice<UInt8>) -> Bool {
    let line = line(text)
    let isQuoted = line.first == UInt8(ascii: "\"")
    let key = line.dropFirst(isQuoted ? 1 : 0).prefix {
      $0.isWordByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/")
    }
    var rest = line[key.endIndex...]
    if isQuoted {
      guard rest.first == UInt8(ascii: "\"") else { return false }
      rest = rest.dropFirst()
    }
    guard !key.isEmpty, rest.first == UInt8(ascii: ":"), rest.dropFirst().first ?? 0x20 == 0x20
    else { return false }
    let word = String(decoding: key, as: UTF8.self)
    return isQuoted || !Schema.keywords(in: .file).contains(word)
  }

  /// What it is called, with its article.
  var noun: String {
    switch self {
    case .artifact: "a compiled artifact"
    case .json: "JSON"
    case .yaml: "YAML"
    case .ini: "an INI or TOML file"
    case .markup: "XML or HTML"
    case .archive: "compressed"
    case .executable: "a program"
    }
  }

  /// Who takes such a file, and what to give in its place.
  var note: String {
    switch self {
    case .artifact:
      "`policyc inspect`, `graph`, `simulate`, `trace`, `classify` and `diff` take an artifact; every other command wants the policy that it was compiled from"
    case .json:
      "no command reads a policy from JSON; what `policyc` itself wrote as JSON goes behind `lint --baseline` and `simulate --merge`"
    case .yaml, .ini, .markup:
      "policies have a syntax of their own: `policyc init --template chat` shows one"
    case .archive: "unpack it, and give the policy in it"
    case .executable: "a policy is a text that begins with `language 1`"
    }
  }
}
