extension Schema {
  /// Statements of a ladder and of its steps.
  static let ladderRows: [KeywordRow] = [
    K(
      .step, in: .degrade, doc: "A step; it answers, or the next follows.",
      [P("NAME", .name, "Its name.")], block: .step, repeats: true, required: true),
    K(
      .reserve, in: .degrade, doc: "Time kept back for the ladder at the end of the deadline.",
      [
        P(
          "DURATION", .duration, "How long.", Within.durationOrZero,
          default: "the sum over the steps")
      ]),
    K(
      .enter, in: .degrade, doc: "Brownout: when requests go straight to the ladder.",
      [
        L(
          .exhausted, .percent, "Requests whose main path found no answer.", Within.share,
          required: true),
        L(.over, .duration, "The window.", Within.duration, required: true),
        L(
          .minCalls, .count, "Requests in the window before it judges.", Within.count,
          required: true),
      ]),
    K(
      .leave, in: .degrade, doc: "How long the full path must have worked before a brownout ends.",
      [L(.after, .duration, "How long.", Within.duration, required: true)]),
    K(
      .when, in: .step, doc: "Limits the step to some causes.",
      [
        L(
          .class, .ref(.errorClass),
          "The classes; `no-candidate` for a request that found none, `not-served` for one that "
            + "no endpoint serves or no arm of a `select` takes.",
          required: true, many: true)
      ]),
    K(
      .notify, in: .step, doc: "Tells a handler of the service; never the answer.",
      [
        P("HANDLER", .text, "Its name."),
        L(.atMost, .rate, "How often."),
      ], repeats: true),
    K(
      .use, in: .step, doc: "One attempt at each endpoint of a target.",
      [P("TARGET", .ref(.target), "The endpoint or topology.")]),
    K(
      .serve, in: .step, doc: "Answers from the service's cache, or with a fixed text.",
      [
        P("SOURCE", .oneOf(.cache), "The service's cache.", optional: true),
        L(.text, .text, "A fixed text."),
        L(.status, .count, "Its status.", Within.status, default: "503"),
        L(.maxAge, .duration, "How old a cached answer may be.", Within.duration),
        L(.within, .duration, "How long the cache may take.", Within.duration, default: "1s"),
      ]),
    K(
      .call, in: .step, doc: "Answers by a handler of the service.",
      [
        P("HANDLER", .text, "Its name."),
        L(.within, .duration, "How long it may take.", Within.duration, default: "1s"),
      ]),
    K(
      .shed, in: .step, doc: "Refuses requests of low priority.",
      [L(.below, .count, "Below this priority; 9 is the highest.", Within.priority, required: true)]
    ),
  ]

  /// Statements of a route.
  static let routeRows: [KeywordRow] = [
    K(
      .match, in: .route, doc: "Requests that take the route; the first route that matches wins.",
      [
        L(.path, .text, "A path, exact, or its beginning with `*`.", many: true),
        L(.method, .name, "The method, in upper case, as in `POST`.", many: true),
        L(.header, .text, "A header."),
        L(.is, .text, "The header's value.", many: true),
      ], repeats: true),
    K(
      .effect, in: .route, .defaults, doc: "How often a request may be carried out at the far end.",
      [P("EFFECT", .oneOf(.read, .idempotent, .once), "The effect.")], required: true),
    K(
      .deadline, in: .route, .defaults, doc: "How long a request may take in all.",
      [P("DURATION", .duration, "How long.", Within.duration)], required: true),
    K(
      .errors, in: .route, doc: "The error table.",
      [P("TABLE", .ref(.errors), "The table.", default: "http")]),
    K(
      .retry, in: .route, .defaults,
      doc: "What follows each class; with `none` every failure goes to the ladder.",
      [
        P(
          "RETRY", .ref(.retry).or(.none), "The rules, or `none`.",
          default: "standard")
      ]),
    K(
      .breaker, in: .route, .defaults, doc: "The breaker of endpoints that name none.",
      [
        P(
          "BREAKER", .ref(.breaker).or(.none), "The breaker, or `none`.",
          default: "standard")
      ]),
    K(
      .hedge, in: .route, doc: "A second attempt beside the first, for `read` and `idempotent`.",
      [
        L(.after, .delay, "Without a first byte for so long.", Within.duration, required: true),
        L(
          .atLeast, .duration, "With a percentile, and required there: never sooner.",
          Within.duration),
        L(.max, .count, "Hedges of one request.", 1...7, default: "1"),
      ]),
    K(
      .wait, in: .route,
      doc: """
        Waits for a candidate when none is eligible but one will be: at the end of a cooling, when a \
        limit's window has room, when a place of a concurrency becomes free.
        """,
      [
        L(
          .within, .duration, "How long one request waits in all.", Within.duration,
          required: true),
        L(
          .atMost, .count,
          "Requests of one process that wait at once; those of higher priorities go first.",
          1...1_000_000, required: true),
      ]),
    K(
      .commit, in: .route,
      doc: """
        When an answer becomes the request's answer. `first-byte` is for requests whose answers are \
        shown while they come in; those of others are complete first.
        """,
      [
        P(
          "KIND", .oneOf(.complete, .firstByte), "At its end, or at its first byte.",
          default: "complete"),
        L(
          .if, .oneOf(.resumable),
          "Only where another endpoint could go on with the answer if it broke off; the others are "
            + "held until they are whole."),
      ]),
    K(
      .degrade, in: .route, .defaults, doc: "What answers once the main path has failed.",
      [P("LADDER", .ref(.degrade).or(.none), "The ladder, or `none`.", default: "none")]),
    K(
      .load, in: .route, doc: "The requests expected, of the whole fleet.",
      [P("RATE", .rate, "The rate.")]),
    K(
      .require, in: .route, doc: "What an endpoint must support.",
      [P("FEATURE", .name, "The feature.", many: true)]),
  ]
}
