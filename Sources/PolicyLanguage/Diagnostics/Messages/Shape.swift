// The words for statements that are not shaped as the schema says.

extension Diagnostic {
  static func unknownKeyword(
    file: FileID, range: SourceRange, keyword: String, context: Context, near: [String],
    known: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownKeyword, "`\(keyword)` is not a statement of \(article(context))", file: file,
      range: range, notes: suggestion(near, else: known), fix: replacement(near, file, range))
  }

  /// A keyword that other tools have.
  static func foreignKeyword(
    file: FileID, range: SourceRange, keyword: String, context: Context, note: String,
    isKeyword: Bool
  ) -> Diagnostic {
    Diagnostic(
      isKeyword ? .misplacedKeyword : .unknownKeyword,
      isKeyword
        ? "`\(keyword)` does not belong in \(article(context))"
        : "`\(keyword)` is not a statement of \(article(context))",
      file: file, range: range, notes: [note])
  }

  /// A label in a keyword's place.
  static func labelAsKeyword(
    file: FileID, range: SourceRange, label: String, owners: String, fix: Fix?
  ) -> Diagnostic {
    Diagnostic(
      .unknownKeyword, "`\(label):` is a label of \(owners), not a statement", file: file,
      range: range, notes: ["a statement starts with its keyword; its labels follow"], fix: fix)
  }

  /// A keyword in a label's place.
  static func keywordAsLabel(
    file: FileID, range: SourceRange, label: String, keyword: String, fix: Fix?
  ) -> Diagnostic {
    Diagnostic(
      .unknownLabel, "`\(label)` is its own statement, not a label of `\(keyword)`",
      file: file, range: range, notes: ["statements are separated by a line break or `;`"],
      fix: fix)
  }

  static func misplacedKeyword(
    file: FileID, range: SourceRange, keyword: String, context: Context, homes: [Context]
  ) -> Diagnostic {
    let places = joined(homes.map { article($0) }, with: "or")
    return Diagnostic(
      .misplacedKeyword, "`\(keyword)` does not belong in \(article(context))", file: file,
      range: range, notes: ["it belongs in \(places)"])
  }

  static func unknownLabel(
    file: FileID, range: SourceRange, label: String, keyword: String, labels: [String],
    near: [String]
  ) -> Diagnostic {
    var notes =
      labels.isEmpty
      ? ["`\(keyword)` has no labels"] : suggestion(near, else: labels.map { "\($0):" })
    if keyword == "reconcile" {
      notes.append("the service asks, with the `reconcile` handler it gives to the engine")
    }
    return Diagnostic(
      .unknownLabel, "`\(keyword)` has no label `\(label):`", file: file, range: range,
      notes: notes, fix: replacement(near, file, range))
  }

  static func unknownWord(
    file: FileID, range: SourceRange, word: String, place: String, choices: [String],
    wanted: String, near: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownWord, "\(place) takes \(wanted), not `\(word)`", file: file, range: range,
      notes: question(near), fix: replacement(near, file, range))
  }

  static func unknownLet(
    file: FileID, range: SourceRange, word: String, place: String, wanted: String, isText: Bool,
    near: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownName, "no `let` is named `\(word)`; \(place) takes \(wanted)", file: file,
      range: range,
      notes: near.isEmpty && isText
        ? ["a text needs quotes: `\"\(word)\"`"] : question(near))
  }

  static func wrongType(
    file: FileID, range: SourceRange, place: String, wanted: String, found: String
  ) -> Diagnostic {
    Diagnostic(
      .wrongType, "\(place) takes \(wanted), not \(found)", file: file, range: range)
  }

  static func unwantedList(
    file: FileID, range: SourceRange, place: String, wanted: String
  ) -> Diagnostic {
    Diagnostic(
      .unwantedList, "\(place) takes one value, not a list", file: file, range: range,
      notes: ["it takes \(wanted)"])
  }

  static func emptyList(file: FileID, range: SourceRange, place: String) -> Diagnostic {
    Diagnostic(.unwantedList, "\(place) takes at least one value", file: file, range: range)
  }

  static func missingArgument(
    file: FileID, range: SourceRange, keyword: String, row: LabelRow, isOpen: Bool = false
  ) -> Diagnostic {
    let what = row.label.map { "`\($0.text):`" } ?? (isOpen ? "LABEL: \(row.name)" : row.name)
    return Diagnostic(
      .missingArgument, "`\(keyword)` needs \(what): \(row.type.wanted)", file: file, range: range,
      notes: [row.doc])
  }

  static func tooManyArguments(
    file: FileID, range: SourceRange, keyword: String, takes: Int, labels: [String], isOpen: Bool,
    found: String, only: String?, list: String?
  ) -> Diagnostic {
    if let only {
      return Diagnostic(
        .tooManyArguments, "`\(found)` needs a label here: `\(only): \(found)`", file: file,
        range: range,
        fix: Fix(
          "write `\(only):`",
          edits: [
            Edit(
              file: file, range: SourceRange(Int(range.start), Int(range.start)),
              newText: "\(only): ")
          ]))
    }
    let message: String
    if takes == 0, isOpen {
      message = "`\(found)` needs a label here: `\(keyword) LABEL: \(found)`"
    } else if takes == 0, !labels.isEmpty {
      message = "`\(found)` needs a label here: `\(keyword)` takes labelled values only"
    } else if takes == 0 {
      message = "`\(keyword)` takes no arguments"
    } else {
      message =
        "`\(keyword)` takes \(takes == 1 ? "one value" : "\(takes) values") without a label"
    }
    if let list {
      return Diagnostic(
        .tooManyArguments, message, file: file, range: range, notes: [severalValues(list)])
    }
    let notes =
      labels.isEmpty ? [] : ["its labels are \(joined(labels.map { "`\($0):`" }, with: "and"))"]
    return Diagnostic(.tooManyArguments, message, file: file, range: range, notes: notes)
  }

  static func repeatedStatement(
    file: FileID, range: SourceRange, word: String, first: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .repeatedStatement, "`\(word)` appears twice in this block", label: "again here",
      file: file, range: range,
      related: [Related("first stated here", file: file, range: first)],
      notes: ["keep one, or put their labels into one statement"])
  }

  static func twoRules(
    file: FileID, range: SourceRange, name: String, first: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .wrongCombination, "backoff `\(name)` has two rules; it needs one", file: file, range: range,
      related: [Related("the other one", file: file, range: first)])
  }

  static func repeatedLabel(
    file: FileID, range: SourceRange, label: String, list: String?
  ) -> Diagnostic {
    Diagnostic(
      .repeatedLabel, "`\(label):` appears twice in this statement", file: file, range: range,
      notes: list.map { [severalValues($0)] } ?? [])
  }

  static func missingStatement(
    file: FileID, range: SourceRange, kind: String, name: String, keyword: KeywordRow
  ) -> Diagnostic {
    Diagnostic(
      .missingStatement, "\(kind) `\(name)` has no `\(keyword.word.text)`", file: file,
      range: range, notes: [keyword.doc])
  }

  static func missingBlock(file: FileID, range: SourceRange, keyword: String) -> Diagnostic {
    Diagnostic(
      .missingBlock, "`\(keyword)` needs a block: `\(keyword) … { … }`", file: file, range: range)
  }

  static func bareBlock(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    let (start, end) = (Int(range.start), Int(range.end))
    return Diagnostic(
      .missingBlock, "\(found) belongs in a block: `{` and `}` are missing", file: file,
      range: range,
      fix: Fix(
        "put it into braces",
        edits: [
          Edit(file: file, range: SourceRange(start, start), newText: "{ "),
          Edit(file: file, range: SourceRange(end, end), newText: " }"),
        ]))
  }

  static func unwantedBlock(
    file: FileID, range: SourceRange, keyword: String, declares: Bool
  ) -> Diagnostic {
    Diagnostic(
      .unwantedBlock, "`\(keyword)` takes no block here", file: file, range: range,
      notes: declares ? ["declare it at the top of a file and name it here"] : [])
  }

  static func combination(
    file: FileID, range: SourceRange, _ message: String, notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(.wrongCombination, message, file: file, range: range, notes: notes)
  }

  static func suggestion(_ near: [String], else known: [String]) -> [String] {
    if !near.isEmpty { return question(near) }
    let shown = known.filter { $0 != "allow" && $0 != "extends" }
    guard !shown.isEmpty else { return [] }
    if shown.count <= 14 {
      return ["allowed here: \(shown.map { "`\($0)`" }.joined(separator: ", "))"]
    }
    return ["allowed here: \(shown.prefix(14).map { "`\($0)`" }.joined(separator: ", ")), …"]
  }

  /// Asks for what was probably meant; all that are equally near.
  static func question(_ near: [String]) -> [String] {
    if near.isEmpty { return [] }
    return ["did you mean \(joined(near.map { "`\($0)`" }, with: "or"))?"]
  }

  /// Writes `text` instead of what stands there.
  static func replacement(_ text: String, _ file: FileID, _ range: SourceRange) -> Fix {
    Fix("write `\(text)`", edits: [Edit(file: file, range: range, newText: text)])
  }

  /// Writes the word of the language that was meant; of several nobody knows which, nor of one of
  /// which only the beginning stands there.
  static func replacement(_ near: [String], _ file: FileID, _ range: SourceRange) -> Fix? {
    guard near.count == 1, let near = near.first,
      near.utf8.count <= range.count + (range.count + 1) / 3
    else { return nil }
    return replacement(near, file, range)
  }

  private static func article(_ context: Context) -> String {
    context == .defaults ? context.noun : PolicyLanguage.article(context.noun)
  }
}
