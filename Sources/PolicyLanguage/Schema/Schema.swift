import PolicyGraph

/// The language as data: which statement may stand where, with which arguments.
///
/// The checker, `explain` and the reference page read these rows; there is no second list.
enum Schema {
  /// All keywords, in the order of the reference page.
  static let rows: [KeywordRow] =
    fileRows + defaultsRows + endpointRows + groupRows + [errorRow, successRow] + ruleRows
    + retryRows + ladderRows + routeRows + guaranteeRows + scenarioRows + faultRows

  /// Which row a word is in a context: `index[context][word] - 1`.
  private static let index: [UInt8] = {
    var index = [UInt8](repeating: 0, count: Context.allCases.count * Word.table.count)
    for (number, row) in rows.enumerated() where number != errorRowIndex {
      for context in row.contexts {
        index[Int(context.rawValue) * Word.table.count + row.word.ordinal] = UInt8(number + 1)
      }
    }
    return index
  }()

  /// Where the row of error tables stands, whose keyword is any class.
  static let errorRowIndex =
    fileRows.count + defaultsRows.count + endpointRows.count + groupRows.count

  /// The row of a keyword in a context.
  @inline(__always)
  static func row(_ word: WordID, in context: Context) -> Int? {
    guard word.index < Word.table.count else { return nil }
    let number = index[Int(context.rawValue) * Word.table.count + word.index]
    return number == 0 ? nil : Int(number) - 1
  }

  /// Whether a word begins a declaration with a block at the top of a file.
  static func declares(_ word: WordID) -> Bool {
    guard let number = row(word, in: .file) else { return false }
    return rows[number].block != nil
  }

  /// Whether a keyword, by its place among the words, has a block and no argument but words of the
  /// language, as in `otherwise none`.
  static let takesBlockAlone: [Bool] = {
    var alone = [Bool](repeating: false, count: Word.table.count)
    var others = alone
    for row in rows {
      let isAlone =
        row.block != nil && row.openLabel == nil
        && row.arguments.allSatisfy { $0.label == nil && $0.type.isClosed }
      if isAlone { alone[row.word.ordinal] = true } else { others[row.word.ordinal] = true }
    }
    for word in alone.indices where others[word] { alone[word] = false }
    return alone
  }()

  /// The places where a word is a keyword.
  static func homes(of word: Word) -> [Context] {
    rows.indices.filter { $0 != errorRowIndex && rows[$0].word == word }
      .flatMap { rows[$0].contexts }
  }

  /// The keyword of a context that a misspelt word was probably meant to be.
  static func near(_ text: String, in context: Context) -> Word? {
    foreign(text, in: context)?.word
      ?? nearest(text, in: keywords(in: context)).flatMap { Word(rawValue: $0) }
  }

  /// The keywords that may stand in a context, in the order of the reference page.
  static func keywords(in context: Context) -> [String] {
    rows.indices.filter { $0 != errorRowIndex && rows[$0].contexts.contains(context) }
      .map { rows[$0].word.text }
  }
}
