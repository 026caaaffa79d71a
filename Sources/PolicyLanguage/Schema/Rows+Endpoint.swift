extension Schema {
  /// Statements of an endpoint.
  static let endpointRows: [KeywordRow] = [
    K(
      .url, in: .endpoint,
      doc: """
        The base URL. `env("NAME")` is read where the policy is loaded, so that one artifact is for every \
        environment; `env("NAME", else: "http://127.0.0.1:9101")` has a URL for where it is not set. \
        `{credential}` in its path or its query is where the endpoint's credential goes, in place of a \
        header.
        """,
      [P("URL", .url, "An `http`, `https`, `ws`, `wss` or `grpc` URL, in which no secret stands.")],
      required: true),
    K(
      .credential, in: .endpoint, doc: "References to secrets, in order of preference.",
      [
        P("REFERENCE", .credentials, "Where the secret is read from.", many: true),
        L(.account, .nameOrText, "The account they share.", default: "an account each"),
      ], repeats: true),
    K(
      .domain, in: .endpoint, doc: "The fault domains it lies in, a label each.", [],
      open: P("NAME", .nameOrText, "The domain."), repeats: true),
    K(
      .attribute, in: .endpoint, doc: "Facts for the service's own use, a label each.", [],
      open: P("VALUE", .nameOrText, "The value."), repeats: true),
    K(
      .limit, in: .endpoint, .route,
      doc: "How much is admitted; a route's limit and load are the whole fleet's.",
      [
        L(.requests, .rate, "Requests that may start."),
        L(.tokens, .rate, "Tokens that may be used."),
        L(.concurrency, .count, "Requests in flight.", Within.count),
        L(.context, .size, "The largest request, in tokens or bytes.", 1...Int64.max),
        L(
          .per, .oneOf(.endpoint, .credential, .account, .address, .provider),
          "What shares the limit.", default: "endpoint"),
      ], repeats: true),
    K(
      .timeout, in: .endpoint, .defaults, doc: "How long things may take.",
      [
        L(
          .connect, .duration, "Until the connection stands.", Within.duration,
          default: "2s, or `attempt` if that is less"),
        L(.firstByte, .duration, "Until the first byte of the answer.", Within.duration),
        L(.idle, .duration, "Between two pieces of an answer.", Within.duration),
        L(
          .attempt, .duration, "The attempt in all.", Within.duration,
          default: "what gives every endpoint its turn"),
        L(.stream, .duration, "A committed stream in all.", Within.duration),
        L(
          .atLeast, .duration, "No attempt starts with less time left.", Within.durationOrZero,
          default: "the declared p50, else 10% of `attempt`"),
      ]),
    K(
      .errors, in: .endpoint, .defaults, doc: "The error table for this endpoint's failures.",
      [P("TABLE", .ref(.errors), "The table.")]),
    K(
      .retry, in: .endpoint,
      doc: "The responses to this endpoint's failures; `attempts` and `budget` stay the route's.",
      [P("RETRY", .ref(.retry), "The rules.")]),
    K(
      .breaker, in: .endpoint, doc: "The breaker; it wins over the route's.",
      [P("BREAKER", .ref(.breaker), "The breaker.")]),
    K(
      .probe, in: .endpoint, doc: "An active health check.",
      [
        L(.path, .text, "What is asked for.", default: "connect only"),
        L(
          .every, .duration,
          "How often; a probe that is still in flight then puts off the next.", Within.duration,
          required: true),
        L(.timeout, .duration, "How long an answer may take.", Within.duration, default: "1s"),
        L(.status, .status, "The statuses that mean up.", 0...999, many: true, default: "200..299"),
        L(.downAfter, .count, "Failures in a row that mean down.", 1...1000, default: "3"),
        L(.upAfter, .count, "Successes in a row that mean up.", 1...1000, default: "2"),
      ]),
    K(
      .supports, in: .endpoint,
      doc: """
        What it can do beyond the ordinary. `prefill`: it goes on within an assistant's last \
        message; `continuation`: it goes on when a message after that asks for the rest. `resume` \
        needs one of them, and uses `prefill` where both are there.
        """,
      [P("FEATURE", .name, "The feature.", many: true)]),
    K(
      .serves, in: .endpoint,
      doc: """
        Which requests it is for, by a tag that they carry, as in `serves model: ["fast", "small"]`; \
        unsaid, for all.
        """,
      [
        L(
          .as, .nameOrText, "What the far end calls them, as in `as: \"mini-2026\"`.",
          default: "each value")
      ],
      open: P("VALUE", .nameOrText, "A value of the tag.", many: true), repeats: true),
    K(
      .idempotencyKey, in: .endpoint, doc: "How the far end recognises a request sent again.",
      [
        L(.header, .text, "The header that carries the key.", required: true),
        L(
          .replayedFor, .duration, "How long the first answer is given again.", Within.duration),
        L(.sharedBy, .name, "Endpoints equal in this label share the key."),
        L(
          .uniqueAmong, .oneOf(.all, .open),
          "Among which requests it is unique; `open` protects nothing once one has ended.",
          default: "all"),
      ]),
    K(
      .cooling, in: .endpoint,
      doc: "What becomes of its hints, as `Retry-After` and waits told in words.",
      [
        L(
          .max, .duration, "The longest that a hint may keep it cool.", Within.duration,
          default: "10m"),
        L(
          .hints, .oneOf(.honour, .ignore), "Ignored, they neither cool nor delay.",
          default: "honour"),
      ]),
    K(
      .latency, in: .endpoint, .model,
      doc: "How long it takes: two or more percentiles, `fixed: T`, or `exponential, mean: T`.",
      [
        P("KIND", .oneOf(.exponential), "The distribution.", optional: true),
        L(.fixed, .duration, "Always so long.", Within.durationOrZero),
        L(.mean, .duration, "The mean of the exponential distribution.", Within.duration),
      ], open: P("DURATION", .duration, "The value at this percentile.", Within.duration)),
    K(
      .capacity, in: .endpoint, .model,
      doc: "A queueing station; without it there is room for all.",
      [
        P(
          "KIND", .oneOf(.dropAbandoned), "Work stops when the client has given up.",
          optional: true),
        L(.servers, .count, "Requests served at once.", Within.count, required: true),
        L(
          .queue, .count, "Requests that may wait; one more is answered `overloaded`.",
          0...4_294_967_294, default: "any number"),
      ]),
  ]
}
