// What the parser reports, with the places that the words need.

extension Parser {
  /// The commas that one statement, list or call lacks: they are one mistake.
  struct MissingCommas {
    /// The finding about the first of them.
    var finding: Int?
  }

  mutating func reportMissingComma(_ commas: inout MissingCommas) {
    let before = tokens[next - 1]
    if isUnclosedText(before) { return }
    if let finding = commas.finding {
      diagnostics.change(finding) { $0.addMissingComma(file: file, after: before.end) }
      return
    }
    commas.finding = diagnostics.count
    // Behind the value of a label, only another label can follow a comma.
    let isOfLabel = next > 1 && tokens[next - 2].kind == .colon && tokens[next + 1].kind != .colon
    diagnostics.append(
      .missingComma(
        file: file, range: tokens[next].range, after: before.end, before: name(before),
        found: name(tokens[next]), mayBeLabel: before.kind == .word && kind != .word,
        list: isOfLabel && next > 2 && before.kind == kind
          ? "\(source.text(tokens[next - 3].range)): "
            + "[\(source.text(before.range)), \(source.text(tokens[next].range))]" : nil,
        isLabel: keyword == Word.let.ordinal && before.kind == .word))
  }

  mutating func reportExtraComma(_ comma: Int) {
    let range = tokens[comma].range
    var end = Int(range.end)
    // A space on either side would leave two.
    if comma > 0, tokens[comma - 1].end < Int(range.start) || tokens[comma - 1].kind == .openBracket
    {
      while end < source.bytes.count, source.bytes[end] == UInt8(ascii: " ") { end += 1 }
    }
    diagnostics.append(
      .extraComma(file: file, range: range, removed: SourceRange(Int(range.start), end)))
  }

  /// A comma at the beginning of a line, within a list or a call.
  mutating func reportCommaBelow() {
    diagnostics.append(
      .commaBelow(file: file, range: tokens[next].range, after: tokens[next - 1].end))
  }

  /// A statement that begins within another; `comma` is the sign that was meant to part them.
  mutating func reportNewStatement(inPlaceOf comma: Int? = nil) {
    let end = tokens[next - 1].end
    diagnostics.append(
      .newStatement(
        file: file, range: tokens[next].range, found: name(tokens[next]),
        separator: comma.map { tokens[$0].range } ?? SourceRange(end, end)))
  }

  mutating func reportEquals(asColon: Bool) {
    let range = tokens[next].range
    let before = tokens[next - 1].end
    let end = Int(range.end)
    let isSpaced = end == source.bytes.count || source.bytes[end] <= 0x20
    let text = asColon ? (isSpaced ? ":" : ": ") : (isSpaced ? "" : " ")
    next += 1
    // Without a value behind it, a `:` would be another mistake.
    let isMended = !asColon || continues && beginsValue(kind)
    diagnostics.append(
      .equalsSign(
        file: file, range: range, replaced: SourceRange(before, end),
        by: isMended ? text : nil, asColon: asColon))
  }

  mutating func reportMissingValue() {
    let before = tokens[next - 1]
    if before.kind == .colon, tokens[next - 2].kind == .word,
      source.bytes[before.end...].starts(with: Array("//".utf8))
    {
      return reportBareURL(Int(tokens[next - 2].start), before.end)
    }
    diagnostics.append(
      .missingValue(file: file, range: before.range, after: name(before)))
  }

  /// A URL without quotes, whose rest was taken for a comment; with it, perhaps, the `}` of blocks.
  private mutating func reportBareURL(_ start: Int, _ slashes: Int) {
    let bytes = source.bytes
    var end = slashes
    while end < bytes.count, bytes[end] > 0x20, !Array(";,}\"".utf8).contains(bytes[end]) {
      end += 1
    }
    diagnostics.append(.bareURL(file: file, range: SourceRange(start, end)))
    for byte in bytes[end...].prefix(while: { $0 != 0x0A && $0 != 0x0D }) {
      if byte == UInt8(ascii: "}") { swallowedEnds += 1 }
      if byte == UInt8(ascii: "{"), swallowedEnds > 0 { swallowedEnds -= 1 }
    }
  }

  /// A value on the line below its label.
  mutating func reportValueBelow() {
    let label = tokens[next - 1]
    let hasComment = Gap.holdsComment(label.end, Int(tokens[next].start), in: source.bytes)
    diagnostics.append(
      .valueBelow(
        file: file, range: tokens[next].range,
        gap: hasComment ? nil : SourceRange(label.end, Int(tokens[next].start))))
  }

  mutating func reportDetachedUnit(_ unit: DetachedUnit) {
    let number = tokens[next - 1]
    let end = tokens[next + unit.words - 1].end
    let note = unit.meaning.note(
      of: source.text(tokens[next].range), behind: source.text(number.range))
    diagnostics.append(
      .detachedUnit(
        file: file, range: SourceRange(Int(number.start), end),
        replaced: SourceRange(number.end, end), by: unit.meaning.same,
        isWord: source.text(tokens[next].range) == unit.meaning.same,
        note: unit.meaning.same == nil ? note : nil))
    let node = open(.unexpected)
    next += unit.words
    close(node)
  }

  /// Statements of a block without its braces; they are eaten, up to the end of the statement.
  mutating func reportBareBlock() {
    let end = bareBlockEnd
    diagnostics.append(
      .bareBlock(
        file: file, range: SourceRange(Int(tokens[next].start), tokens[end - 1].end),
        found: name(tokens[next])))
    let node = open(.unexpected)
    next = end
    close(node)
  }

  /// A list or a call that is not closed where it has to be.
  mutating func reportUnclosed(_ items: Items) {
    let last = tokens[next - 1]
    if gaveUp || isUnclosedText(last) { return }
    diagnostics.append(
      .unclosed(
        file: file, range: tokens[items.opener].range,
        sign: items.closer == .closeParen ? ")" : "]", at: last.range,
        replaced: last.kind == .comma ? last.range : SourceRange(last.end, last.end)))
  }

  /// A list that is closed by `)`, a call by `]`.
  mutating func reportWrongCloser(_ items: Items) {
    diagnostics.append(
      .wrongCloser(
        file: file, range: tokens[next].range, opener: tokens[items.opener].range,
        sign: items.closer == .closeParen ? ")" : "]"))
  }

  /// Whether a token is a text that is never closed: what it swallowed is not missing.
  private func isUnclosedText(_ token: Token) -> Bool {
    guard token.kind == .text else { return false }
    let bytes = source.bytes
    guard token.length > 1, bytes[token.end - 1] == UInt8(ascii: "\"") else { return true }
    var escapes = 0
    while bytes[token.end - 2 - escapes] == UInt8(ascii: "\\") { escapes += 1 }
    return escapes % 2 == 1
  }
}
