/// A kind of literal, as people meet it.
struct LiteralForm: Sendable {
  var name: String
  var examples: [String]
  var doc: String

  /// All kinds, numbers with units first.
  static let all: [LiteralForm] = [
    LiteralForm(
      name: "duration", examples: ["250ms", "2s", "1m30s", "6h"],
      doc:
        "A span of time in `ns`, `us`, `ms`, `s`, `m`, `h`, `d`, held in nanoseconds; 30 days at most."
    ),
    LiteralForm(
      name: "percent", examples: ["50%", "99.95%"],
      doc: "A share of the whole, to seven decimals."),
    LiteralForm(
      name: "rate", examples: ["200/s", "2M/min", "300/10s"],
      doc: "A count or a size for each unit (`ns`, `us`, `ms`, `s`, `min`, `h`, `d`) or duration."),
    LiteralForm(
      name: "factor", examples: ["2x", "1.5x"], doc: "How many times as much, to six decimals."),
    LiteralForm(
      name: "size", examples: ["128k", "2M", "1G"],
      doc:
        "Bytes or tokens, in decimal multiples: `k` is a thousand, `M` a million, `G` a thousand million. A bare count is one too."
    ),
    LiteralForm(
      name: "count", examples: ["3", "600"], doc: "A bare number is a count and nothing else."),
    LiteralForm(
      name: "range", examples: ["500..599", "1k..8k"], doc: "Two counts or sizes; both ends are in."
    ),
    LiteralForm(
      name: "percentile", examples: ["p95", "p99.9"],
      doc: "The value below which so many percent lie, to four decimals."),
    LiteralForm(
      name: "decimal", examples: ["0.5"],
      doc: "A number without a unit; only a `let` can hold one."),
    LiteralForm(
      name: "text", examples: ["\"/v1/chat\"", "\"Sorry.\\nTry again soon.\""],
      doc:
        "Text in double quotes on one line; escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`."),
  ]
}
