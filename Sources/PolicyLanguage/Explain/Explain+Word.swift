import PolicyGraph

extension Explain {
  /// The page about words of the language: what the schema says of them.
  static func page(_ words: [String]) -> String? {
    var page = TextPage(width: 80)
    switch words.count {
    case 1:
      for row in Schema.rows where row.word.text == words[0] && !row.isErrorRow {
        page.keyword(row)
      }
      for known in BuiltinClass.all where known.word.text == words[0] { page.errorClass(known) }
      for form in LiteralForm.all where form.name == words[0] { page.literal(form) }
      if [Standard.name, Standard.onceName].contains(words[0]) { page.standard() }
      for row in Schema.rows {
        for label in row.arguments where label.label?.text == words[0] {
          page.label(label, of: row)
        }
      }
      for row in Schema.rows { page.choices(row, words[0]) }
    case 2:
      for row in Schema.rows where row.word.text == words[0] {
        for label in row.arguments where label.label?.text == words[1] {
          page.label(label, of: row)
        }
      }
      // A block and a statement in it, as in `endpoint probe`.
      for row in Schema.rows where row.word.text == words[1] {
        if row.contexts.contains(where: { $0.keyword == words[0] }) { page.keyword(row) }
      }
    default: return nil
    }
    return page.bytes.isEmpty ? nil : page.text
  }
}

extension Context {
  /// The keyword whose block it is.
  var keyword: String? { Schema.rows.first { $0.block == self }?.word.text }
}

extension TextPage {
  /// A keyword with its arguments.
  fileprivate mutating func keyword(_ row: KeywordRow) {
    begin()
    let places = joined(row.contexts.map(\.place), with: "or")
    prose("`\(row.word.text)` in \(places) (since language \(row.since))")
    end()
    prose(row.facts, indent: 2)
    let labels = row.arguments + (row.openLabel.map { [$0] } ?? [])
    if !labels.isEmpty { end() }
    for label in labels {
      entry("  " + label.spelling(in: row), label.facts(since: row.since), column: 34)
    }
    if row.word == .expect {
      end()
      for measure in Measure.allCases { entry("  \(measure.word)", measure.meaning, column: 34) }
      end()
      prose(Measure.episodes, indent: 2)
    }
    guard let block = row.block else { return }
    end()
    prose("Its block holds: \(Reference.contents(of: block)).", indent: 2)
  }

  /// One label of a keyword.
  fileprivate mutating func label(_ label: LabelRow, of row: KeywordRow) {
    begin()
    let keyword = row.title
    let places = joined(row.contexts.map(\.place), with: "or")
    prose("`\(keyword) \(label.name):` in \(places) (since language \(label.since))")
    end()
    entry("  " + label.spelling(in: row), label.facts(since: label.since), column: 34)
  }

  /// Where a word is one of several that may be chosen.
  fileprivate mutating func choices(_ row: KeywordRow, _ word: String) {
    for argument in row.arguments where argument.type.choices.contains(where: { $0.text == word }) {
      begin()
      let keyword = row.title
      let label = argument.label.map { " \($0.text):" } ?? ""
      let places = joined(row.contexts.map(\.place), with: "or")
      prose("`\(word)` as a value of `\(keyword)\(label)` in \(places)")
      end()
      entry("  " + argument.spelling(in: row), argument.facts(since: row.since), column: 34)
      let measure = Measure.allCases.first { row.word == .expect && "\($0.word)" == word }
      guard let measure else { continue }
      end()
      prose(measure.meaning, indent: 2)
      end()
      prose(Measure.episodes, indent: 2)
    }
  }

  /// A class of errors that the language declares.
  fileprivate mutating func errorClass(_ known: BuiltinClass) {
    begin()
    row("`\(known.word.text)`, an error class")
    end()
    prose(known.sign, indent: 2)
    end()
    prose(
      "executed: \(known.executed.word), scope: \(known.scope.word), "
        + (BuiltinClass.countedByDefault.contains(known.word)
          ? "counted by breakers" : "not counted by breakers unless told to"),
      indent: 2)
  }

  /// What holds where a policy says nothing.
  fileprivate mutating func standard() {
    begin()
    row("`\(Standard.name)` and `\(Standard.onceName)`: what holds where nothing is said")
    end()
    rows(of: Standard.text, indent: 4)
    end()
    prose(Standard.attemptRule, indent: 2)
  }

  /// A kind of literal.
  fileprivate mutating func literal(_ form: LiteralForm) {
    begin()
    row("\(form.name), a literal")
    end()
    prose(form.doc, indent: 2)
    prose("As in \(form.examples.joined(separator: ", ")).", indent: 2)
  }

  private mutating func begin() { if !bytes.isEmpty { end() } }
}
