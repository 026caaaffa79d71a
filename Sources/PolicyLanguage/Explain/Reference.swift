/// The reference page, `grammar/reference.md`: made from the schema, so that it cannot be out of
/// date.
public enum Reference {
  /// The page in GitHub's Markdown.
  ///
  /// - Parameters:
  ///   - reasons: the codes in traces and events, and what each means: the runtime's, which the
  ///     language does not know.
  ///   - telemetry: the names of metrics and keys, as Markdown under headings of the third rank:
  ///     those of a module that the language does not know either.
  public static func markdown(
    reasons: [(code: String, meaning: String)], telemetry: String
  ) -> String {
    var page = Markdown()
    page.line(
      """
      # The policy language: reference

      Every word of language 1, in the order in which a policy is read. This page is made from the \
      schema that the compiler itself reads; `UPDATE_REFERENCE=1 swift test --filter Reference` makes \
      it anew. The same text, for one word at a time: `policyc explain timeout`.

      """)
    contents(&page)
    literals(&page)
    statements(&page)
    classes(&page)
    tables(&page)
    standard(&page)
    limits(&page)
    findings(&page)
    self.reasons(reasons, &page)
    self.telemetry(telemetry, &page)
    return page.text
  }

  /// The blocks, in the order in which one reads a policy.
  static let order: [Context] = [
    .file, .endpoint, .faultDomain, .activePassive, .activeActive, .select, .arm, .errors, .backoff,
    .breaker, .retry, .responses, .degrade, .step, .route, .defaults, .guarantee, .scenario, .model,
    .faults,
  ]

  /// The statements of a block, in prose.
  static func contents(of context: Context) -> String {
    let keywords = Schema.keywords(in: context).filter { $0 != "extends" && $0 != "allow" }
    let own = context == .errors ? ["a row for each class"] : []
    return joined(own + keywords.map { "`\($0)`" }, with: "and")
  }

  private static func contents(_ page: inout Markdown) {
    let blocks = order.map { "[\(title(of: $0))](#\(anchor(of: $0)))" }
    page.line("- [Literals](#literals)")
    page.line("- [Statements](#statements): \(blocks.joined(separator: " · "))")
    page.line("- [Error classes](#error-classes)")
    page.line("- [Error tables of the language](#error-tables-of-the-language)")
    page.line("- [What holds where nothing is said](#what-holds-where-nothing-is-said)")
    page.line("- [Limits](#limits)")
    page.line("- [Findings](#findings)")
    page.line("- [Reasons](#reasons)")
    page.line("- [Telemetry](#telemetry)")
    page.line()
  }

  private static func literals(_ page: inout Markdown) {
    page.line("## Literals")
    page.line()
    page.line("Numbers are held exactly, and every number but a count carries its unit.")
    page.line()
    page.table(
      ["Literal", "As in", "What it is"],
      LiteralForm.all.map { form in
        [form.name, form.examples.map { "`\($0)`" }.joined(separator: " "), form.doc]
      })
  }

  /// What a block is called in headings.
  static func title(of context: Context) -> String {
    switch context {
    case .file: "a file"
    case .errors: "`errors`"
    case .responses: "`on` and `otherwise`"
    case .arm: "an arm of `select`"
    case .faults: "`at`"
    case .degrade: "`degrade`"
    case .defaults, .endpoint, .faultDomain, .activePassive, .activeActive, .select, .backoff,
      .breaker, .retry, .step, .route, .guarantee, .scenario, .model:
      "`\(context.keyword ?? context.noun)`"
    }
  }

  /// Where a block is linked to.
  static func anchor(of context: Context) -> String { "in-\(context)" }

  /// Where a statement is linked to.
  static func anchor(of row: KeywordRow) -> String {
    "\(home(of: row))-\(row.isErrorRow ? "row" : row.word.text)"
  }

  /// The block under which a statement is described: the first that is read of its places.
  static func home(of row: KeywordRow) -> Context {
    order.first { row.contexts.contains($0) } ?? .file
  }
}
