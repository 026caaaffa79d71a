// The words for what is wrong with the bytes of a file.

extension Diagnostic {
  static func notUTF8(file: FileID, at offset: Int) -> Diagnostic {
    Diagnostic(
      .notUTF8, "the file is not UTF-8 from here on", file: file,
      range: SourceRange(offset, offset + 1), notes: ["save the file as UTF-8"])
  }

  static func byteOrderMark(file: FileID) -> Diagnostic {
    let range = SourceRange(0, 3)
    return Diagnostic(
      .byteOrderMark, "the file begins with a byte order mark", file: file, range: range,
      notes: ["UTF-8 needs none, and other tools would read it as text"],
      fix: Fix("remove the byte order mark", edits: [Edit(file: file, range: range, newText: "")]))
  }

  static func strangeCharacter(
    file: FileID, range: SourceRange, scalar: UInt32, negative: Bool
  ) -> Diagnostic {
    if negative {
      return Diagnostic(
        .negativeNumber, "there are no negative numbers", file: file, range: range,
        notes: ["codes compare as text: `code: \"-1006\"`"])
    }
    var notes: [String] = []
    if scalar == 0x27 || scalar == 0x2018 || scalar == 0x201C || scalar == 0x201D {
      notes = ["a text stands in double quotes: `\"…\"`"]
    } else if HiddenCharacter.isHidden(scalar) || scalar > 0x7F {
      notes = ["names are made of the letters a-z, digits, `-` and `_`"]
    }
    return Diagnostic(
      .strangeCharacter, "\(name(of: scalar)) means nothing here", file: file, range: range,
      notes: notes)
  }

  static func hiddenCharacter(
    file: FileID, range: SourceRange, scalar: UInt32, inText: Bool
  ) -> Diagnostic {
    let escape = "\\u{\(hex(scalar))}"
    let note =
      inText ? "write it as `\(scalar == 9 ? "\\t" : escape)`" : "a comment is what a reviewer reads: remove it"
    return Diagnostic(
      .hiddenCharacter, "the invisible character \(codePoint(scalar)) stands here", file: file,
      range: range, notes: [note],
      fix: inText
        ? Fix(
          "write it as an escape",
          edits: [Edit(file: file, range: range, newText: scalar == 9 ? "\\t" : escape)])
        : nil)
  }

  static func unterminatedText(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unterminatedText, "this text is never closed", label: "begins here", file: file,
      range: range, notes: ["close it with `\"` on the same line; a line break is written `\\n`"])
  }

  static func foreignComment(file: FileID, range: SourceRange, fixable: Bool) -> Diagnostic {
    Diagnostic(
      .foreignComment, "a comment begins with `//`", file: file, range: range,
      fix: fixable
        ? Fix("write `//`", edits: [Edit(file: file, range: range, newText: "//")]) : nil)
  }

  static func wordTooLong(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wordTooLong, "this word has \(range.count) bytes; \(Limits.wordBytesMax) are the limit",
      file: file, range: range)
  }

  static func textTooLong(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .textTooLong, "this text has \(range.count - 2) bytes; \(Limits.textBytesMax) are the limit",
      file: file, range: range)
  }

  private static func name(of scalar: UInt32) -> String {
    guard !HiddenCharacter.isHidden(scalar), scalar != 0xFFFD, let character = Unicode.Scalar(scalar)
    else { return codePoint(scalar) }
    return "`\(character)`"
  }

  private static func codePoint(_ scalar: UInt32) -> String {
    let digits = hex(scalar)
    return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.utf8.count)) + digits
  }

  private static func hex(_ scalar: UInt32) -> String {
    String(scalar, radix: 16, uppercase: true)
  }
}
