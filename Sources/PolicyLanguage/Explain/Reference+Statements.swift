import PolicyGraph

extension Reference {
  /// Every block with its statements.
  static func statements(_ page: inout Markdown) {
    page.line(
      """
      ## Statements

      A statement is a keyword, its arguments and perhaps a block. Arguments without a label come \
      first; where **several** are allowed, write them with commas or as a list. What is required may \
      also come from `extends`. The last column is the version of the language that first knew it.

      """)
    for context in order {
      page.line("<a id=\"\(anchor(of: context))\"></a>")
      page.line()
      page.line("### In \(title(of: context))")
      page.line()
      var elsewhere: [String] = []
      for row in Schema.rows where row.contexts.contains(context) {
        if home(of: row) == context {
          statement(row, &page)
        } else {
          elsewhere.append("[`\(row.word.text)`](#\(anchor(of: row)))")
        }
      }
      guard !elsewhere.isEmpty else { continue }
      page.line("Also here: \(joined(elsewhere, with: "and")).")
      page.line()
    }
  }

  private static func statement(_ row: KeywordRow, _ page: inout Markdown) {
    page.line("<a id=\"\(anchor(of: row))\"></a>")
    page.line()
    page.line("#### `\(row.title)`")
    page.line()
    var facts = row.facts
    if row.isErrorRow {
      facts += " Its keyword is an [error class](#error-classes), or a `class` of one's own."
    }
    if let block = row.block { facts += " [What its block holds](#\(anchor(of: block)))." }
    if row.since > 1 { facts += " Since language \(row.since)." }
    page.line(facts)
    page.line()
    let labels = row.arguments + (row.openLabel.map { [$0] } ?? [])
    guard !labels.isEmpty else { return }
    defer { if row.word == .expect { measures(&page) } }
    // One argument is a sentence; a table of one row would only be noise.
    if labels.count == 1 { return one(labels[0], isOpen: row.arguments.isEmpty, &page) }
    page.table(
      ["Argument", "Type", "Range", "Default", "What it is", "Since"],
      labels.enumerated().map { number, label in
        [
          number < row.arguments.count ? name(label) : anyLabel,
          label.type.short + (label.many ? ", **several**" : ""),
          label.span ?? "",
          label.default.map(value) ?? (label.required ? "**required**" : ""),
          label.doc, "\(label.since)",
        ]
      })
  }

  /// What `expect` can measure.
  private static func measures(_ page: inout Markdown) {
    page.table(
      ["Measure", "What it is"], Measure.allCases.map { ["`\($0.word)`", $0.meaning] })
    page.line(Measure.episodes)
    page.line()
  }

  private static func one(_ label: LabelRow, isOpen: Bool, _ page: inout Markdown) {
    var facts = [label.type.short + (label.many ? ", **several**" : "")]
    if let span = label.span { facts.append(span) }
    if let fallback = label.default {
      facts.append("default \(value(fallback))")
    } else if label.required {
      facts.append("**required**")
    }
    facts.append("since \(label.since)")
    page.line(
      "- \(isOpen ? anyLabel : name(label)) (\(facts.joined(separator: "; "))): \(label.doc)")
    page.line()
  }

  private static let anyLabel = "*any label*`:`"

  private static func name(_ label: LabelRow) -> String {
    label.label.map { "`\($0.text):`" } ?? "`\(label.name)`"
  }

  /// A default as code, if it is a value and not a sentence.
  private static func value(_ text: String) -> String {
    text.contains(" ") || text.contains("`") ? text : "`\(text)`"
  }
}
