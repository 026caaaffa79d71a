extension Schema {
  /// Statements of a guarantee.
  static let guaranteeRows: [KeywordRow] = [
    K(
      .survives, in: .guarantee, doc: "With any K domains of a label out, the answer is full.",
      [
        P("KIND", .oneOf(.perRequest), "Leaves the budget's rate out.", optional: true),
        L(.any, .count, "How many domains.", 1...64, required: true),
        L(.of, .name, "The label.", required: true),
        L(
          .level, .oneOf(.full, .degraded), "`degraded` accepts an answer of the ladder.",
          default: "full"),
        L(.as, .ref(.errorClass), "What an outage may look like.", many: true),
      ], repeats: true),
    K(
      .reaches, in: .guarantee, doc: "With all that is preferred to it out, its turn comes.",
      [
        P("TARGET", .ref(.target), "The endpoint or topology."),
        L(.within, .duration, "In how much time.", Within.duration, required: true),
      ], repeats: true),
    K(
      .attempts, in: .guarantee, doc: "No execution has more attempts.",
      [L(.atMost, .count, "The most.", Within.count, required: true)]),
    K(
      .latency, in: .guarantee, doc: "No execution ends later.",
      [L(.atMost, .duration, "The longest.", Within.duration, required: true)]),
    K(
      .amplification, in: .guarantee, doc: "Attempts for each request, at most.",
      [L(.atMost, .factor, "The most.", 0...Int64.max, required: true)]),
    K(
      .availability, in: .guarantee, doc: "The exact probability of a full answer.",
      [L(.atLeast, .percent, "The least.", Within.share, required: true)]),
    K(
      .carries, in: .guarantee, doc: "What is left has the capacity for the load.",
      [
        P("LOAD", .rate.or(.load), "A rate, or `load` for the declared one."),
        L(.any, .count, "With so many domains out.", 1...64),
        L(.of, .name, "Of this label."),
      ], repeats: true),
    K(
      .staysWithin, in: .guarantee,
      doc: "No endpoint outside can ever be tried, or be asked what became of a request.", [],
      open: LabelRow(
        label: nil, name: "NAMES", type: .nameOrText, required: true, many: true,
        doc: "The domains allowed."), repeats: true),
    K(
      .neverRepeats, in: .guarantee,
      doc: "A request that may have been carried out is not sent again."),
  ]

  /// Statements of a scenario.
  static let scenarioRows: [KeywordRow] = [
    K(
      .traffic, in: .scenario, doc: "Requests of one route.",
      [
        P("ROUTE", .ref(.route), "The route."),
        L(.rate, .rate, "How many arrive."),
        L(
          .arrivals, .oneOf(.poisson, .constant, .burst), "How they are spread.",
          default: "poisson"),
        L(.for, .duration, "For how long.", Within.duration),
        L(.clients, .count, "Clients in a closed loop, in place of a rate.", Within.count),
        L(.think, .duration, "A client's pause between requests.", Within.durationOrZero),
        L(
          .trace, .text,
          "A CSV file of requests beside the policy, in place of a rate: column `t` in seconds and, "
            + "where known, `route`, `size`, `key` and `tags` as `plan=paid;tier=gold`."),
        L(.patience, .duration, "The caller gives up after so long.", Within.duration),
        L(.size, .sizes, "The size, or a range of sizes.", 0...Int64.max),
        L(.tag, .nameOrText, "A tag they carry."),
        L(.is, .nameOrText, "The tag's value."),
        L(.priority, .count, "Their priority.", Within.priority, default: "5"),
        L(
          .delivery, .oneOf(.whole, .shown, .held), "How their callers take the answers.",
          default: "shown"),
      ], repeats: true, required: true),
    K(
      .model, in: .scenario, doc: "An endpoint that behaves otherwise than declared.",
      [P("ENDPOINT", .ref(.target), "The endpoint.")], block: .model, repeats: true),
    K(
      .given, in: .scenario, doc: "How a handler of the service behaves.",
      [
        P("HANDLER", ValueType(literals: .text, choices: [.cache, .reconcile]), "Which one."),
        L(.served, .percent, "How often it has an answer.", Within.shareOrNone),
        L(.landed, .percent, "How often the request had landed.", Within.shareOrNone),
        L(.takes, .duration, "How long it takes.", Within.durationOrZero, required: true),
      ], repeats: true),
    K(
      .at, in: .scenario, doc: "What goes wrong at a time.",
      [P("TIME", .duration, "When, from the start.", Within.durationOrZero)], block: .faults,
      repeats: true),
    K(
      .expect, in: .scenario,
      doc: "What must hold; fails as vacuous if nothing tested it.",
      [
        P(
          "MEASURE",
          .oneOf(
            .availability, .degraded, .latency, .failover, .failback, .recovery, .amplification,
            .attempts, .duplicates), "What is measured."),
        L(.of, .ref(.route), "Of which route; required where there are several."),
        L(.to, .ref(.target), "Attempts to which endpoint."),
        L(.percentile, .percentile, "Which percentile of the latency.", 1...999_999),
        L(.atLeast, .percent, "The smallest share.", Within.shareOrNone),
        L(
          .atMost, ValueType(literals: [.percent, .duration, .factor, .rate, .count]),
          "The largest value."),
        L(.within, .duration, "The longest time.", Within.durationOrZero),
        L(.in, .percent, "In what share of the runs.", Within.share, default: "100%"),
      ], repeats: true),
    K(
      .runs, in: .scenario, doc: "How often it is run, with derived seeds.",
      [P("COUNT", .count, "The count.", 1...1_000_000, default: "1")]),
    K(
      .seed, in: .scenario, doc: "The seed of the first run.",
      [P("COUNT", .count, "The seed.", 0...Int64.max)]),
    K(
      .warmUp, in: .scenario, doc: "What is left out of the measures at the start.",
      [P("DURATION", .duration, "How long.", Within.duration)]),
  ]
}
