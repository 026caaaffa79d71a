import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let tokensBelowContext = LintRule(
    "tokens-below-context", .capacity, "A token limit below the largest request",
    why: """
      A limit admits no more than its tokens in any interval of that length. A larger request is \
      never admitted, however long it waits, although `context:` says that it fits.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; limit tokens: 100k/min, context: 128k }
      route lookup { to a; effect read; deadline 15s }
      """,
    fix: ("100k/min", "1M/min")
  ) { linted in
    linted.graph.endpoints.ids.compactMap { id in
      let limits = linted.graph.limits[linted.graph.endpoints[id].limits]
      guard let context = limits.compactMap(\.context).min(),
        let tokens = limits.compactMap(\.tokens).min(by: { $0.amount < $1.amount }),
        tokens.amount < context
      else { return nil }
      let size = LintedPolicy.size(context)
      return Finding(
        "\(linted.quoted(id)) takes requests of up to \(size), but its limit admits \(LintedPolicy.size(tokens.amount)) at once: a larger request is never admitted",
        at: linted.place(.endpoint(id), .limit), of: .endpoint(id),
        notes: [
          "\(tokens.spelling) are at most \(LintedPolicy.size(tokens.amount)) in any \(tokens.per.spelling): raise `tokens:` to \(size) or more, or lower `context:` to \(LintedPolicy.size(tokens.amount))"
        ])
    }
  }
}

extension LintedPolicy {
  /// A size as a policy spells it.
  fileprivate static func size(_ amount: Int64) -> String {
    if amount > 0, amount % 1_000_000 == 0 { return "\(amount / 1_000_000)M" }
    return amount > 0 && amount % 1000 == 0 ? "\(amount / 1000)k" : "\(amount)"
  }
}
