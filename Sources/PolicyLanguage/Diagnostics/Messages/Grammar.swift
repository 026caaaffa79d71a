// The words for what is wrong with the grammar of a file.

extension Diagnostic {
  static func wantsKeyword(
    file: FileID, range: SourceRange, found: String, goesOn: Bool
  ) -> Diagnostic {
    Diagnostic(
      .wantsKeyword, "a statement starts with a keyword, not with \(found)", file: file,
      range: range,
      notes: goesOn
        ? ["a statement continues on the next line only after `,`, `[`, `(` or `{`"] : [])
  }

  /// `429 rate-limited` in an error table.
  static func classBehindStatus(
    file: FileID, range: SourceRange, status: String, name: String
  ) -> Diagnostic {
    let row = "\(name) status: \(status)"
    return Diagnostic(
      .wantsKeyword, "a row starts with its class, followed by what its failures look like",
      file: file, range: range,
      fix: Fix("write `\(row)`", edits: [Edit(file: file, range: range, newText: row)]))
  }

  static func missingComma(
    file: FileID, range: SourceRange, after: Int, before: String, found: String, mayBeLabel: Bool,
    list: String?, isLabel: Bool
  ) -> Diagnostic {
    // `attempt 5s` is more likely a label without its `:` than two values without a comma.
    if isLabel {
      return Diagnostic(
        .missingComma, "a `:` is missing between \(before) and \(found)", file: file, range: range,
        fix: Fix(
          "insert `:`", edits: [Edit(file: file, range: SourceRange(after, after), newText: ":")]))
    }
    return Diagnostic(
      .missingComma,
      "\(mayBeLabel ? "a `:` or a comma" : "a comma") is missing between \(before) and \(found)",
      file: file, range: range,
      notes: list.map { [severalValues($0)] } ?? [],
      fix: mayBeLabel || list != nil
        ? nil
        : Fix(
          "insert a comma",
          edits: [Edit(file: file, range: SourceRange(after, after), newText: ",")]))
  }

  /// Says how several values of one label are written.
  static func severalValues(_ list: String) -> String {
    "several values of a label form a list: `\(list)`"
  }

  /// Adds a further comma that the same statement or list lacks.
  mutating func addMissingComma(file: FileID, after: Int) {
    let count = (fix?.edits.count ?? 0) + 1
    // Who fixes so many will look again.
    guard count <= Findings.keptMax else { return }
    guard fix != nil else { return }
    fix?.edits.append(Edit(file: file, range: SourceRange(after, after), newText: ","))
    fix?.title = "insert \(count) commas"
    notes = ["\(count > 2 ? "\(count - 1) more are" : "one more is") missing after it"]
  }

  static func extraComma(
    file: FileID, range: SourceRange, removed: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .extraComma, "this comma separates nothing", file: file, range: range,
      fix: Fix("remove the comma", edits: [Edit(file: file, range: removed, newText: "")]))
  }

  static func commaBelow(file: FileID, range: SourceRange, after: Int) -> Diagnostic {
    Diagnostic(
      .unexpected, "a comma goes at the end of a line, not at the beginning", file: file,
      range: range,
      fix: Fix(
        "move the comma up",
        edits: [
          Edit(file: file, range: SourceRange(after, after), newText: ","),
          Edit(file: file, range: range, newText: ""),
        ]))
  }

  static func missingValue(file: FileID, range: SourceRange, after: String) -> Diagnostic {
    Diagnostic(
      .missingValue, "a value is missing after \(after)", label: "a value is expected after this",
      file: file, range: range)
  }

  /// A URL without quotes, of which the language reads no more than its scheme.
  static func bareURL(file: FileID, range: SourceRange) -> Diagnostic {
    let (start, end) = (Int(range.start), Int(range.end))
    return Diagnostic(
      .missingValue, "a URL needs quotes", file: file, range: range,
      notes: ["`//` starts a comment: everything after it was ignored"],
      fix: Fix(
        "put it into quotes",
        edits: [
          Edit(file: file, range: SourceRange(start, start), newText: "\""),
          Edit(file: file, range: SourceRange(end, end), newText: "\""),
        ]))
  }

  private static let urlNote =
    "`//` starts a comment: a URL is a text, `\"https://example.com\"`"

  static func valueBelow(file: FileID, range: SourceRange, gap: SourceRange?) -> Diagnostic {
    Diagnostic(
      .missingValue, "a value belongs on the line of its label", file: file, range: range,
      notes: ["a line break ends a statement unless it follows `,`, `[`, `(` or `{`"],
      fix: gap.map { Fix("move it up", edits: [Edit(file: file, range: $0, newText: " ")]) })
  }

  static func unexpected(
    file: FileID, range: SourceRange, found: String, isURL: Bool = false
  ) -> Diagnostic {
    Diagnostic(
      .unexpected, "\(found) is not expected here", file: file, range: range,
      notes: isURL ? [urlNote] : [])
  }

  static func colonAfterKeyword(file: FileID, range: SourceRange, after: String) -> Diagnostic {
    Diagnostic(
      .unexpected, "a keyword is not followed by `:`", file: file, range: range,
      notes: ["arguments follow \(after) directly; only labels have a `:`"],
      fix: Fix("remove `:`", edits: [Edit(file: file, range: range, newText: "")]))
  }

  static func extraColon(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpected, "one `:` is enough", file: file, range: range,
      fix: Fix("remove `:`", edits: [Edit(file: file, range: range, newText: "")]))
  }

  static func labelIsNoWord(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(
      .unexpected, "a label is a word, but \(found) is not", file: file, range: range,
      notes: ["`label: value`, without quotes around the label"])
  }

  static func labelInItems(file: FileID, range: SourceRange, isList: Bool) -> Diagnostic {
    Diagnostic(
      .unexpected, "the values of a \(isList ? "list" : "call") have no labels", file: file,
      range: range)
  }

  /// A unit apart from its number; `replaced` is what stands behind the number, and becomes `text`
  /// if that is certain.
  static func detachedUnit(
    file: FileID, range: SourceRange, replaced: SourceRange, by text: String?, isWord: Bool,
    note: String?
  ) -> Diagnostic {
    Diagnostic(
      .unexpected, "a unit follows its number without a space", file: file, range: range,
      notes: note.map { [$0] } ?? [],
      fix: text.map {
        Fix(
          isWord ? "remove the space" : "write `\($0)` directly after it",
          edits: [Edit(file: file, range: replaced, newText: $0)])
      })
  }

  static func unclosed(
    file: FileID, range: SourceRange, sign: String, at end: SourceRange, replaced: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unclosed, "this is never closed: a `\(sign)` is missing", file: file, range: range,
      related: [Related("`\(sign)` is expected here at the latest", file: file, range: end)],
      fix: Fix("insert `\(sign)`", edits: [Edit(file: file, range: replaced, newText: sign)]))
  }

  static func wrongCloser(
    file: FileID, range: SourceRange, opener: SourceRange, sign: String
  ) -> Diagnostic {
    Diagnostic(
      .unclosed, "this closes nothing: a `\(sign)` is expected here", file: file, range: range,
      related: [Related("this is still open", file: file, range: opener)],
      fix: Fix("write `\(sign)`", edits: [Edit(file: file, range: range, newText: sign)]))
  }

  /// A block without its `}`; with `closer`, the `}` of another block that was taken for its own.
  static func unclosedBlock(
    file: FileID, range: SourceRange, at end: SourceRange, closer: SourceRange?
  ) -> Diagnostic {
    let related =
      closer.map {
        Related("this `}` is indented less than the line it would close", file: file, range: $0)
      }
      ?? Related("`}` is expected here at the latest", file: file, range: end)
    return Diagnostic(
      .unclosed, "this is never closed: a `}` is missing", file: file, range: range,
      related: [related])
  }

  static func strayBrace(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .strayBrace, "this `}` closes nothing", file: file, range: range,
      notes: ["a block above was closed too early, or this `}` is extra"])
  }

  static func strayOpenBrace(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .blockWithoutKeyword, "a block needs a keyword before it", file: file, range: range)
  }

  static func braceOnOwnLine(file: FileID, range: SourceRange, after: Int?) -> Diagnostic {
    Diagnostic(
      .bracePlacement, "`{` belongs on the line of its statement", file: file, range: range,
      notes: ["a line break ends a statement"],
      fix: after.map { after in
        Fix(
          "move `{` up",
          edits: [Edit(file: file, range: SourceRange(after, Int(range.end)), newText: " {")])
      })
  }

  static func newStatement(
    file: FileID, range: SourceRange, found: String, separator: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .afterBlock, "\(found) starts a new statement", file: file, range: range,
      notes: ["statements are separated by a line break or `;`"],
      fix: Fix(
        separator.count == 0 ? "insert `;`" : "write `;`",
        edits: [Edit(file: file, range: separator, newText: ";")]))
  }

  static func equalsSign(
    file: FileID, range: SourceRange, replaced: SourceRange, by text: String?, asColon: Bool
  ) -> Diagnostic {
    Diagnostic(
      .equalsSign, asColon ? "a label is followed by `:`" : "there is no `=` in a policy",
      file: file, range: range,
      fix: text.map {
        Fix(
          asColon ? "write `:`" : "remove `=`",
          edits: [Edit(file: file, range: replaced, newText: $0)])
      })
  }

  static func tooDeep(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .tooDeep, "this is nested deeper than \(Limits.nestingMax) levels", file: file, range: range)
  }
}
