// The words for what is wrong with the grammar of a file.

extension Diagnostic {
  static func wantsKeyword(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(
      .wantsKeyword, "a statement begins with a keyword, not with `\(found)`", file: file,
      range: range)
  }

  static func missingComma(
    file: FileID, range: SourceRange, after: Int, before: String, found: String
  ) -> Diagnostic {
    Diagnostic(
      .missingComma, "a comma is missing between `\(before)` and `\(found)`", file: file,
      range: range, notes: ["arguments are separated by commas"],
      fix: Fix(
        "insert a comma",
        edits: [Edit(file: file, range: SourceRange(after, after), newText: ",")]))
  }

  static func extraComma(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .extraComma, "this comma separates nothing", file: file, range: range,
      fix: Fix("remove the comma", edits: [Edit(file: file, range: range, newText: "")]))
  }

  static func missingValue(file: FileID, range: SourceRange, after: String) -> Diagnostic {
    Diagnostic(
      .missingValue, "a value is missing after `\(after)`", label: "a value is wanted behind this",
      file: file, range: range)
  }

  static func unexpected(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(.unexpected, "`\(found)` is not expected here", file: file, range: range)
  }

  static func unclosed(
    file: FileID, range: SourceRange, sign: String, at end: SourceRange
  ) -> Diagnostic {
    let insertion = SourceRange(Int(end.end), Int(end.end))
    return Diagnostic(
      .unclosed, "this is never closed: a `\(sign)` is missing", file: file, range: range,
      related: [Related("`\(sign)` is wanted at the latest behind this", file: file, range: end)],
      fix: sign == "}"
        ? nil
        : Fix("insert `\(sign)`", edits: [Edit(file: file, range: insertion, newText: sign)]))
  }

  static func strayBrace(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .strayBrace, "this `}` closes nothing", file: file, range: range,
      notes: ["a block above it was closed too early, or this one is left over"])
  }

  static func strayOpenBrace(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .blockWithoutKeyword, "a block needs a keyword before it", file: file, range: range)
  }

  static func braceOnOwnLine(file: FileID, range: SourceRange, after: Int) -> Diagnostic {
    Diagnostic(
      .bracePlacement, "`{` stands on the line of its statement", file: file, range: range,
      notes: ["a line break ends a statement"],
      fix: Fix(
        "move `{` up",
        edits: [Edit(file: file, range: SourceRange(after, Int(range.end)), newText: " {")]))
  }

  static func afterBlock(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(
      .afterBlock, "`\(found)` begins a new statement: put it on a line of its own", file: file,
      range: range, notes: ["statements are separated by a line break or `;`"])
  }

  static func equalsSign(
    file: FileID, range: SourceRange, replaced: SourceRange, asColon: Bool
  ) -> Diagnostic {
    Diagnostic(
      .equalsSign, asColon ? "a label is followed by `:`" : "there is no `=` in a policy",
      file: file, range: range,
      fix: asColon
        ? Fix("write `:`", edits: [Edit(file: file, range: replaced, newText: ":")])
        : Fix("remove `=`", edits: [Edit(file: file, range: replaced, newText: "")]))
  }

  static func tooDeep(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .tooDeep, "this is nested deeper than \(Limits.nestingMax) levels", file: file, range: range)
  }
}
