extension Schema {
  /// Statements of the topologies.
  static let groupRows: [KeywordRow] = [
    K(
      .member, in: .activePassive, doc: "A tier; the first is preferred.",
      [P("TARGET", .ref(.target), "The endpoint or topology.")], repeats: true, required: true),
    K(
      .failover, in: .activePassive,
      doc: "Spills load over to the next tier in proportion as eligible weight falls.",
      [
        L(
          .overprovisioning, .factor, "How far a tier may be overloaded; `1.4x` is usual.",
          Within.growth, required: true)
      ]),
    K(
      .failback, in: .activePassive, .defaults,
      doc: "When a better tier takes over again; unsaid, `after: 60s, hold: 30s`.",
      [
        P("KIND", .oneOf(.atOnce, .manual), "Without waiting, or by hand.", optional: true),
        L(.after, .duration, "Its breaker must have been closed so long.", Within.durationOrZero),
        L(
          .hold, .duration, "The present member must have been active for this long.",
          Within.durationOrZero),
        L(.ramp, .duration, "Load moves back over this time.", Within.duration),
      ]),
    K(
      .panic, in: .activePassive, .activeActive,
      doc: "Below this share of eligible weight, breakers and probes are ignored.",
      [L(.below, .percent, "The share.", Within.share, required: true)]),
    K(
      .member, in: .activeActive, doc: "A member.",
      [
        P("TARGET", .ref(.target), "The endpoint or topology."),
        L(
          .weight, .count,
          "Its share beside the others; 0 drains it: it is asked only as a last resort.",
          0...1_000_000, default: "1"),
      ], repeats: true, required: true),
    K(
      .balance, in: .activeActive, doc: "How a member is picked.",
      [
        P(
          "KIND", .oneOf(.random, .roundRobin, .leastLoaded, .fastest, .sticky), "The rule.",
          default: "random"),
        L(.by, .nameOrText, "What `sticky` goes by: a key that the caller gives."),
      ]),
    K(
      .eject, in: .activeActive, doc: "The most weight that open breakers may take out.",
      [L(.max, .percent, "The share.", Within.share, required: true)]),
    K(
      .slowStart, in: .activeActive, doc: "Ramps a member that came back.",
      [P("DURATION", .duration, "Over how long.", Within.duration)]),
    K(
      .when, in: .select, doc: "Requests that take this arm.",
      [
        P("KIND", .oneOf(.size, .priority), "What is looked at.", optional: true),
        L(.above, .size, "Requests larger than this.", 0...Int64.max),
        L(.below, .count, "Requests of a lower priority than this.", Within.priority),
        L(.tag, .nameOrText, "A tag that the caller gives."),
        L(.is, .nameOrText, "The tag's value.", many: true),
      ], block: .arm, repeats: true),
    K(
      .otherwise, in: .select, doc: "All other requests; the last arm.",
      [
        P(
          "NONE", .oneOf(.none), "Refuses them as `not-served`, in place of an arm.", optional: true
        )
      ], block: .arm, optionalBlock: true, required: true),
    K(
      .to, in: .arm, .route, doc: "Where the requests go.",
      [P("TARGET", .ref(.target), "The endpoint or topology.")], required: true),
  ]
}
