import PolicyGraph

// Bytes that begin no token: what was probably meant.

extension Lexer {
  /// Reports what begins at `start`, a byte that begins no token, and returns where it ends.
  ///
  /// What was meant as one thing is taken as one: a number with a sign, a text in other quotes, a
  /// run of one sign, a word in another script.
  mutating func strange(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let byte = bytes[start]
    let character = HiddenCharacter(bytes, at: start)
    // Bytes that are not UTF-8 have been reported.
    if character.wellFormedLength == 0 { return illFormedEnd(bytes, from: start) }
    if character.isHidden { return report(character, at: start, place: .code) }
    if character.isForeignSpace {
      let end = start + character.length
      diagnostics.append(
        .foreignSpace(file: file, range: SourceRange(start, end), scalar: character.scalar))
      return end
    }
    if let end = quoted(bytes, from: start, character) { return end }
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), start + 1 < bytes.count,
      bytes[start + 1].isDigit
    {
      let end = numberEnd(bytes, from: start + 1)
      diagnostics.append(
        .signedNumber(file: file, range: SourceRange(start, end), text: text(bytes, start, end)))
      return end
    }
    if byte >= 0x80 { return foreignWord(bytes, from: start) }
    return sign(bytes, from: start)
  }

  private func illFormedEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var i = start + 1
    while i < bytes.count, HiddenCharacter(bytes, at: i).wellFormedLength == 0 { i += 1 }
    return i
  }

  /// A text in other quotes, if it is closed on its line.
  private mutating func quoted(
    _ bytes: Span<UInt8>, from start: Int, _ opening: HiddenCharacter
  ) -> Int? {
    let closings: [UInt32]
    switch opening.scalar {
    case 0x27: closings = [0x27]
    case 0x60: closings = [0x60, 0x27]
    case 0x2018, 0x201A: closings = [0x2019, 0x2018]
    case 0x201C, 0x201E: closings = [0x201D, 0x201C]
    case 0xAB: closings = [0xBB]
    default: return nil
    }
    var i = start + opening.length
    var isPlain = true
    while i < bytes.count, bytes[i] != 0x0A, bytes[i] != 0x0D {
      let character = HiddenCharacter(bytes, at: i)
      if closings.contains(character.scalar), character.wellFormedLength > 0 {
        let end = i + character.length
        diagnostics.append(
          .otherQuotes(
            file: file, opening: SourceRange(start, start + opening.length),
            closing: SourceRange(i, end), isPlain: isPlain))
        return end
      }
      if bytes[i] == UInt8(ascii: "\"") || bytes[i] == UInt8(ascii: "\\") || character.isHidden {
        isPlain = false
      }
      i += character.length
    }
    return nil
  }

  /// Letters of another script, and what stands between them.
  private mutating func foreignWord(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var end = start
    var isWord = false
    while end < bytes.count, bytes[end] >= 0x80 {
      let character = HiddenCharacter(bytes, at: end)
      if character.wellFormedLength == 0 || character.isHidden || character.isForeignSpace { break }
      if Unicode.Scalar(character.scalar)?.properties.isAlphabetic == true { isWord = true }
      end += character.length
    }
    let shown = end - start <= Limits.wordBytesMax ? text(bytes, start, end) : "this"
    let isQuote = [0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0xAB, 0xBB].contains(
      HiddenCharacter(bytes, at: start).scalar)
    let note =
      isWord
      ? "names are made of the letters a-z, digits, `-` and `_`"
      : isQuote ? "a text stands in double quotes: `\"…\"`" : nil
    diagnostics.append(
      .strangeCharacter(file: file, range: SourceRange(start, end), text: shown, note: note))
    return end
  }

  /// A sign of ASCII, once or several times.
  private mutating func sign(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let byte = bytes[start]
    var end = start + 1
    while end < bytes.count, bytes[end] == byte { end += 1 }
    let opensLine = start == 0 || bytes[start - 1] == 0x0A
    if opensLine, end - start == 7, [0x3C, 0x3D, 0x3E].contains(byte) {
      diagnostics.append(.mergeConflict(file: file, range: SourceRange(start, end)))
      return end
    }
    // A single `=` is understood by the parser, which knows what was meant.
    if byte == UInt8(ascii: "="), end - start < 3 { return end }
    // One finding for a run of strange signs is enough.
    if let last, last.kind == .unknown, last.end == start { return end }
    let shown = end - start <= 8 ? text(bytes, start, end) : text(bytes, start, start + 1)
    let next = end < bytes.count ? bytes[end] : 0
    var finding = Diagnostic.strangeCharacter(
      file: file, range: SourceRange(start, end), text: shown,
      note: note(on: byte, count: end - start, before: next))
    if end - start == 1, let gap = gapInNumber(bytes, at: start, before: next) {
      finding.fix = Diagnostic.Fix(
        "remove the space", edits: [Diagnostic.Edit(file: file, range: gap, newText: "")])
    }
    diagnostics.append(finding)
    return end
  }

  /// The blanks between a number and the `%`, or the `/s`, that belongs to it.
  private func gapInNumber(
    _ bytes: Span<UInt8>, at start: Int, before next: UInt8
  ) -> SourceRange? {
    let isPart =
      bytes[start] == UInt8(ascii: "%")
      || bytes[start] == UInt8(ascii: "/") && next.isWordByte && !next.isDigit
    guard isPart, let last, last.kind == .number, last.end < start else { return nil }
    for i in last.end..<start where bytes[i] != 0x20 && bytes[i] != 0x09 { return nil }
    return SourceRange(last.end, start)
  }

  private func note(on byte: UInt8, count: Int, before next: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "`"): "a text stands in double quotes: `\"…\"`"
    case UInt8(ascii: "/"):
      "a comment begins with `//`, and a rate is written without spaces: `200/s`"
    case UInt8(ascii: "%"): "a percent sign stands right behind its number: `50%`"
    case UInt8(ascii: ".") where count == 1 && next.isDigit: "a decimal begins with a digit: `0.5`"
    case UInt8(ascii: ".") where count > 1: "a range has a number at both ends: `500..599`"
    default: nil
    }
  }

  private func text(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    var copy: [UInt8] = []
    for i in start..<end { copy.append(bytes[i]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
