// The words for what is wrong with the bytes of a file.

extension Diagnostic {
  static func notUTF8(file: FileID, at offset: Int, isUTF16: Bool) -> Diagnostic {
    Diagnostic(
      .notUTF8,
      isUTF16 ? "the file is UTF-16" : "the file is not UTF-8 from here on", file: file,
      range: SourceRange(offset, offset + 1), notes: ["save the file as UTF-8"])
  }

  static func byteOrderMark(file: FileID) -> Diagnostic {
    let range = SourceRange(0, 3)
    return Diagnostic(
      .byteOrderMark, "the file starts with a byte order mark", file: file, range: range,
      notes: ["UTF-8 needs none, and other tools read it as text"],
      fix: Fix("remove the byte order mark", edits: [Edit(file: file, range: range, newText: "")]))
  }

  static func strangeCharacter(
    file: FileID, range: SourceRange, text: String, note: String?
  ) -> Diagnostic {
    Diagnostic(
      .strangeCharacter, "\(quoted(text)) has no meaning here", file: file, range: range,
      notes: note.map { [$0] } ?? [])
  }

  static func mergeConflict(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .strangeCharacter, "a merge conflict was left here", file: file, range: range,
      notes: ["choose one of the two versions, and remove the lines with the markers"])
  }

  static func foreignSpace(file: FileID, range: SourceRange, scalar: UInt32) -> Diagnostic {
    Diagnostic(
      .strangeCharacter, "the space character \(codePoint(scalar)) is no separator", file: file,
      range: range, notes: ["only plain spaces and tabs are"],
      fix: Fix("write a plain space", edits: [Edit(file: file, range: range, newText: " ")]))
  }

  static func otherQuotes(
    file: FileID, opening: SourceRange, closing: SourceRange, isPlain: Bool
  ) -> Diagnostic {
    Diagnostic(
      .strangeCharacter, "a text needs double quotes: `\"…\"`", file: file,
      range: SourceRange(Int(opening.start), Int(closing.end)),
      fix: isPlain
        ? Fix(
          "write `\"`",
          edits: [
            Edit(file: file, range: opening, newText: "\""),
            Edit(file: file, range: closing, newText: "\""),
          ]) : nil)
  }

  static func signedNumber(file: FileID, range: SourceRange, text: String) -> Diagnostic {
    guard text.utf8.first == UInt8(ascii: "-") else {
      return Diagnostic(
        .strangeCharacter, "a number has no sign", file: file, range: range,
        fix: Fix(
          "remove `+`",
          edits: [
            Edit(
              file: file, range: SourceRange(Int(range.start), Int(range.start) + 1), newText: "")
          ]))
    }
    let isCode = text.utf8.count <= 12 && text.utf8.dropFirst().allSatisfy(\.isDigit)
    return Diagnostic(
      .negativeNumber, "there are no negative numbers", file: file, range: range,
      notes: isCode ? ["a code is a text: `code: \"\(text)\"`"] : [])
  }

  static func hiddenCharacter(
    file: FileID, range: SourceRange, scalar: UInt32, place: HiddenCharacter.Place
  ) -> Diagnostic {
    let escape = scalar == 9 ? "\\t" : "\\u{\(hex(scalar))}"
    let note: String
    var fix: Fix?
    switch place {
    case .text:
      note = "write it as `\(escape)`"
      fix = Fix(
        "write it as an escape", edits: [Edit(file: file, range: range, newText: escape)])
    case .comment: note = "reviewers read comments: remove it"
    case .code:
      note = "reviewers cannot see it: remove it"
      // A control is a sign of a damaged file; a zero-width character was pasted by accident.
      if scalar >= 0xA0 {
        fix = Fix("remove it", edits: [Edit(file: file, range: range, newText: "")])
      }
    }
    return Diagnostic(
      .hiddenCharacter, "here is the invisible character \(codePoint(scalar))", file: file,
      range: range, notes: [note], fix: fix)
  }

  static func unterminatedText(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unterminatedText, "this text is never closed", label: "begins here", file: file,
      range: range, notes: ["close it with `\"` on the same line; a line break is written `\\n`"])
  }

  static func foreignComment(file: FileID, range: SourceRange, fixable: Bool) -> Diagnostic {
    Diagnostic(
      .foreignComment, "a comment starts with `//`", file: file, range: range,
      notes: fixable ? [] : ["there are no multi-line comments"],
      fix: fixable
        ? Fix("write `//`", edits: [Edit(file: file, range: range, newText: "//")]) : nil)
  }

  static func wordTooLong(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wordTooLong, "this word has \(range.count) bytes; the limit is \(Limits.wordBytesMax)",
      file: file, range: range)
  }

  static func textTooLong(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .textTooLong, "this text has \(range.count - 2) bytes; the limit is \(Limits.textBytesMax)",
      file: file, range: range)
  }

  /// Text of the user in backticks; a backtick itself in words.
  private static func quoted(_ text: String) -> String {
    text.utf8.contains(UInt8(ascii: "`")) ? "the backtick" : "`\(text)`"
  }

  private static func codePoint(_ scalar: UInt32) -> String {
    let digits = hex(scalar)
    return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.utf8.count)) + digits
  }

  private static func hex(_ scalar: UInt32) -> String {
    String(scalar, radix: 16, uppercase: true)
  }
}
