extension Schema {
  /// A row of an error table: its keyword is the name of a class.
  static let errorRow = KeywordRow(
    word: .class, contexts: [.errors],
    doc: "A class, and what its failures look like; all that is stated must match.",
    arguments: answerLabels + [
      L(
        .transport,
        .oneOf(
          .dns, .refused, .unreachable, .tls, .certificate, .refusedStream, .connectTimeout,
          .timeout, .idleTimeout, .reset, .closed, .cut, .unreadable, .cancelled),
        "What the client saw below HTTP.", many: true),
      L(.executed, .oneOf(.no, .maybe), "In place of the class's own.", default: "the class's"),
      L(
        .scope, .oneOf(.request, .endpoint, .credential, .account, .address, .provider, .local),
        "In place of the class's own.", default: "the class's"),
    ], repeatable: true)

  /// A row of an error table for answers that are good although their status, or a row below, says
  /// otherwise.
  static let successRow = KeywordRow(
    word: .success, contexts: [.errors],
    doc: "What a good answer looks like; all that is stated must match, and the answer be whole.",
    arguments: answerLabels, repeatable: true)

  /// What rows ask of an answer.
  private static let answerLabels: [LabelRow] = [
    L(.status, .status, "The status.", 0...999, many: true),
    L(.code, .text, "A code of the answer's body, also of a 200.", many: true),
    L(
      .codeNot, .text,
      "The codes of a good answer: any other matches, and so does an error without a code.",
      many: true),
    L(.body, .text, "A text that the body's beginning contains.", many: true),
    L(.header, .text, "A header that is there, or `\"name: value\"`.", many: true),
  ]

  /// Statements of backoffs and breakers.
  static let ruleRows: [KeywordRow] = [
    K(
      .constant, in: .backoff, doc: "Always the same delay.",
      [L(.base, .duration, "The delay.", Within.duration, required: true)]),
    K(
      .linear, in: .backoff, doc: "base × (n + 1).",
      [
        L(.base, .duration, "The first delay.", Within.duration, required: true),
        L(.max, .duration, "The longest delay.", Within.duration, required: true),
      ]),
    K(
      .exponential, in: .backoff, doc: "base × factorⁿ, at most max.",
      [
        L(.base, .duration, "The first delay.", Within.duration, required: true),
        L(.factor, .factor, "The multiplier.", Within.growth, default: "2x"),
        L(.max, .duration, "The longest delay.", Within.duration, required: true),
      ]),
    K(
      .decorrelated, in: .backoff, doc: "Between base and three times the previous delay.",
      [
        L(.base, .duration, "The shortest delay.", Within.duration, required: true),
        L(.max, .duration, "The longest delay.", Within.duration, required: true),
      ]),
    K(
      .jitter, in: .backoff, doc: "How a delay d is spread: 0…d, d/2…d, or not at all.",
      [P("KIND", .oneOf(.full, .equal, .none), "The kind.", default: "full")]),
    K(
      .trip, in: .breaker, doc: "What opens it; any of several.",
      [
        L(.failureRate, .percent, "The share of calls that failed.", Within.share),
        L(.slowRate, .percent, "The share of calls that were slow.", Within.share),
        L(.failures, .count, "Failures within the window.", Within.count),
        L(.consecutive, .count, "Failures in a row.", Within.count),
        L(.slowerThan, .duration, "From here on a call is slow.", Within.duration),
        L(.over, .window, "The window: a duration, or a count of calls.", Within.duration),
        L(.minCalls, .count, "Calls in the window before it judges.", Within.count),
      ], repeats: true, required: true),
    K(
      .cooldown, in: .breaker, doc: "How long it stays open.",
      [
        P("DURATION", .duration, "The first time.", Within.duration),
        L(.growth, .factor, "The multiplier of each further time.", Within.growth, default: "1x"),
        L(.max, .duration, "The longest.", Within.duration),
        L(.jitter, .percent, "How far it is spread.", Within.shareOrNone, default: "10%"),
      ], required: true),
    K(
      .probe, in: .breaker,
      doc: "How it closes again; `none`: with the end of its cooldown, without a probe.",
      [
        P("NONE", .oneOf(.none), "No probe.", optional: true),
        L(.calls, .count, "Successes that close it.", 1...10_000, default: "1"),
        L(.atOnce, .count, "Probes in flight at once.", 1...10_000, default: "1"),
      ]),
    K(
      .count, in: .breaker, doc: "Classes that count as failures, beside those by default.",
      [P("CLASS", .ref(.errorClass), "The class.", many: true)]),
    K(
      .ignore, in: .breaker, doc: "Classes that do not count as failures.",
      [P("CLASS", .ref(.errorClass), "The class.", many: true)]),
  ]

  /// Statements of a retry and of its rules.
  static let retryRows: [KeywordRow] = [
    K(
      .attempts, in: .retry,
      doc:
        "Attempts of one request, the first included; never \"retries\". Not needed in a retry that only endpoints name.",
      [P("COUNT", .count, "The count.", 1...64)], required: true),
    K(
      .budget, in: .retry, doc: "What attempts after the first may add to the load of a route.",
      [
        P(
          "SHARE", .percent.or(.none), "Of the first attempts.", Within.shareOrNone, default: "20%"),
        L(.min, .rate, "What is there whatever the traffic.", default: "1/s"),
        L(.over, .duration, "The window.", Within.duration, default: "10s"),
      ]),
    K(
      .on, in: .retry, doc: "The responses to these classes.",
      [P("CLASS", .ref(.errorClass), "The class.", many: true)], block: .responses,
      repeats: true),
    K(
      .otherwise, in: .retry,
      doc:
        "The responses to all other classes. Not to refusals, after which a request fails unless an `on` names them: `rejected`, `content-filtered` and classes of one's own of scope `request` that are not executed; nor to `cancelled`, nor, on `once` routes, to `unclassified`.",
      block: .responses),
    K(
      .reconcile, in: .responses,
      doc:
        "A gate: where the request may have been carried out, the far end is asked first. It answers that the request landed, that it cannot land any more, or that nobody knows. Only the second opens the responses that follow; the last goes to the ladder, and so does a request about which nobody could be asked.",
      [
        L(
          .at, .ref(.target),
          "The endpoint that is asked: a status API, a drop copy. It need not be on the route, and nothing else is asked in its place. Without it the provider is asked that the request went to: the first eligible endpoint of the route, in its order, that has the same `provider` in its `domain` as the one that failed, else the one that failed. An endpoint without a `provider` is a provider of its own."
        ),
        L(
          .within, .duration, "How long asking may take.", Within.duration,
          default: "the attempt timeout of the endpoint asked"),
        L(.settle, .duration, "How long to wait before asking.", Within.durationOrZero),
      ]),
    K(
      .sameEndpoint, in: .responses, doc: "The same endpoint once more.",
      [
        L(.times, .count, "How often.", 1...64, default: "1"),
        L(
          .backoff, .ref(.backoff).or(.none), "How long to wait; `none`: not at all.",
          default: "standard beside `times:`, else `none`"),
        L(
          .retryAfter, .duration, "The longest hint that is waited out.", Within.durationOrZero,
          default: "the time left"),
      ]),
    K(
      .failover, in: .responses, doc: "The next candidate.",
      [L(.same, .name, "Only to endpoints equal in this label.")]),
    K(
      .rotateCredential, in: .responses,
      doc: "The same endpoint with its next usable credential."),
    K(
      .reroute, in: .responses, doc: "Another endpoint or topology, once.",
      [P("TARGET", .ref(.target), "Where to.")]),
    K(
      .resume, in: .responses,
      doc: """
        After commit: continues on one that supports `prefill` or `continuation`. Whatever cuts the \
        answer there, a stall or nonsense included, is answered as `interrupted`.
        """),
    K(.degrade, in: .responses, doc: "To the ladder."),
    K(.fail, in: .responses, .step, doc: "Ends the request; the ladder does not run."),
  ]
}
