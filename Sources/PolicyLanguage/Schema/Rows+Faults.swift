extension Schema {
  private static func fault(_ word: Word, _ doc: String, _ labels: [LabelRow] = []) -> KeywordRow {
    K(
      word, in: .faults, doc: doc,
      [P("ENDPOINT", .ref(.target), "The endpoint; or a domain by its label.", optional: true)]
        + labels + [L(.for, .duration, "For how long.", Within.duration, default: "to the end")],
      open: P("DOMAIN", .nameOrText, "Every endpoint of this domain."), repeats: true)
  }

  /// Statements of `at`: what goes wrong, at an endpoint or in a whole domain.
  static let faultRows: [KeywordRow] = [
    fault(.outage, "Connections are refused."),
    fault(.blackhole, "Requests hang."),
    fault(
      .errors, "A share of the requests is answered with an error.",
      [
        L(.share, .percent, "The share.", Within.share, default: "100%"),
        L(.status, .count, "The status.", Within.status),
        L(.code, .text, "The code in the body."),
        L(.body, .text, "The whole body, read by the endpoint's error table."),
        L(
          .after, .duration, "How quickly it is answered.", Within.durationOrZero,
          default: "as a good answer"),
        L(.retryAfter, .duration, "The hint given.", Within.durationOrZero),
      ]),
    fault(
      .slow, "Answers take longer.",
      [
        L(.factor, .factor, "So many times as long.", 1...Int64.max),
        L(.add, .duration, "So much longer.", Within.duration),
      ]),
    fault(
      .rateLimit, "Requests above a rate are answered 429.",
      [
        L(.to, .rate, "The rate.", required: true),
        L(.retryAfter, .duration, "The hint given.", Within.durationOrZero),
      ]),
    fault(.quota, "The quota is used up."),
    K(
      .revoke, in: .faults, doc: "A credential is refused.",
      [
        P("REFERENCE", .credentials, "The credential."),
        L(.for, .duration, "For how long.", Within.duration, default: "to the end"),
      ], repeats: true),
    fault(
      .cut, "Answers break off.",
      [L(.after, .percent, "After this share of the answer.", Within.shareOrNone, required: true)]),
    fault(
      .malformed, "Answers cannot be read.",
      [L(.share, .percent, "The share.", Within.share, default: "100%")]),
    fault(
      .flap, "Goes up and down.",
      [
        L(.up, .duration, "How long up.", Within.duration, required: true),
        L(.down, .duration, "How long down.", Within.duration, required: true),
      ]),
    fault(
      .capacity, "Serves more or fewer at once.",
      [L(.factor, .factor, "So many times as many.", 0...Int64.max, required: true)]),
    K(
      .load, in: .faults, doc: "More or fewer requests arrive.",
      [
        P(
          "ROUTE", .ref(.route), "Of this route.", optional: true,
          default: "every route with traffic"),
        L(.factor, .factor, "So many times as many.", 0...Int64.max, required: true),
        L(.for, .duration, "For how long.", Within.duration, default: "to the end"),
      ], repeats: true),
  ]
}
