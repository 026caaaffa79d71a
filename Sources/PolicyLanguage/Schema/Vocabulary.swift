/// What an editor offers and asks of the schema: words by the keywords of the blocks around them.
package enum Vocabulary {
  /// A word that may stand somewhere, and what it means.
  package struct Offer: Sendable {
    package let word: String
    package let doc: String
    /// Whether a value follows it behind a colon.
    package let isLabel: Bool
  }

  /// The keywords that may stand in the block of the innermost of `around`, outermost first.
  package static func keywords(in around: [String]) -> [Offer] {
    guard let context = context(around) else { return [] }
    return Schema.rows.indices
      .filter { $0 != Schema.errorRowIndex && Schema.rows[$0].contexts.contains(context) }
      .map { Offer(word: Schema.rows[$0].word.text, doc: Schema.rows[$0].doc, isLabel: false) }
  }

  /// The labels of a keyword, and the words that its places without a label take.
  package static func arguments(of keyword: String, in around: [String]) -> [Offer] {
    guard let context = context(around), let row = row(keyword, context) else { return [] }
    return row.arguments.flatMap { argument in
      argument.label.map { [Offer(word: $0.text, doc: argument.doc, isLabel: true)] }
        ?? argument.type.choices.map { Offer(word: $0.text, doc: argument.doc, isLabel: false) }
    }
  }

  /// The words that a label of a keyword takes as its value.
  package static func values(of label: String, _ keyword: String, in around: [String]) -> [Offer] {
    guard let context = context(around), let row = row(keyword, context) else { return [] }
    return row.arguments.filter { $0.label?.text == label }.flatMap { argument in
      argument.type.choices.map { Offer(word: $0.text, doc: argument.doc, isLabel: false) }
    }
  }

  private static func context(_ around: [String]) -> Context? {
    var context = Context.file
    for keyword in around {
      // The rows of an error table begin with the names of classes.
      guard let block = row(keyword, context)?.block else { return nil }
      context = block
    }
    return context
  }

  private static func row(_ keyword: String, _ context: Context) -> KeywordRow? {
    Schema.rows.indices.first {
      $0 != Schema.errorRowIndex && Schema.rows[$0].word.text == keyword
        && Schema.rows[$0].contexts.contains(context)
    }.map { Schema.rows[$0] }
  }
}
