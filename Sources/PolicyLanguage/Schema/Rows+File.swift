extension Schema {
  /// Statements of a file: its version, its imports and its declarations.
  static let fileRows: [KeywordRow] = [
    K(
      .language, in: .file, doc: "The version of the language; the first statement of every file.",
      [P("VERSION", .count, "The version; this one is 1.")]),
    K(
      .import, in: .file,
      doc: "Takes in another file's declarations; no cycles, and never outside the program's root.",
      [P("PATH", .text, "The file, relative to this one.")], repeats: true),
    K(
      .let, in: .file,
      doc: "A named literal; `--set NAME=VALUE` replaces it by one of the same type.", [],
      open: P("VALUE", .anyLiteral, "The value."), repeats: true),
    K(
      .defaults, in: .file,
      doc: "What this file's routes and endpoints use when they say nothing.",
      block: .defaults),
    K(
      .endpoint, in: .file, doc: "One target that requests are sent to.",
      [P("NAME", .name, "Its name, shared with topologies.")], block: .endpoint, repeats: true),
    K(
      .faultDomain, in: .file,
      doc: "Facts about everything that fails as one: a provider, a region, a line.", [],
      open: P("NAME", .nameOrText, "The domain."), block: .faultDomain, repeats: true),
    K(
      .class, in: .file, doc: "An error class of one's own.",
      [
        P("NAME", .name, "Its name."),
        L(
          .executed, .oneOf(.no, .maybe), "Whether the request may have been carried out.",
          required: true),
        L(
          .scope,
          .oneOf(.request, .endpoint, .credential, .account, .address, .provider, .local),
          "What else shares the trouble and is cooled with it.", required: true),
      ], repeats: true),
    K(
      .activePassive, in: .file, doc: "Ordered tiers: the first that can serve does.",
      [P("NAME", .name, "Its name, shared with endpoints.")], block: .activePassive, repeats: true),
    K(
      .activeActive, in: .file, doc: "Members that share the load.",
      [P("NAME", .name, "Its name, shared with endpoints.")], block: .activeActive, repeats: true),
    K(
      .select, in: .file, doc: "Routing by the request itself, decided once at its start.",
      [P("NAME", .name, "Its name, shared with endpoints.")], block: .select, repeats: true),
    K(
      .errors, in: .file, doc: "A table: what failed, hence which error class.",
      [P("NAME", .name, "Its name.")], block: .errors, repeats: true),
    K(
      .backoff, in: .file, doc: "How long to wait before another attempt.",
      [P("NAME", .name, "Its name.")], block: .backoff, repeats: true),
    K(
      .breaker, in: .file, doc: "A circuit breaker: when an endpoint is left alone.",
      [P("NAME", .name, "Its name.")], block: .breaker, repeats: true),
    K(
      .retry, in: .file, doc: "What follows each error class.",
      [P("NAME", .name, "Its name.")], block: .retry, repeats: true),
    K(
      .degrade, in: .file, doc: "The ladder of steps below full service.",
      [P("NAME", .name, "Its name.")], block: .degrade, repeats: true),
    K(
      .route, in: .file, doc: "What one kind of request uses.",
      [P("NAME", .name, "Its name.")], block: .route, repeats: true),
    K(
      .guarantee, in: .file, doc: "Claims about a route that are proved.",
      [P("ROUTE", .ref(.route), "The route.")], block: .guarantee, repeats: true),
    K(
      .scenario, in: .file, doc: "A simulated run, and what is expected of it.",
      [P("NAME", .name, "Its name.")], block: .scenario, repeats: true),
    K(
      .extends, in: .endpoint, .activePassive, .activeActive, .select, .errors, .backoff, .breaker,
      .retry, .degrade, .route, .scenario,
      doc: "Copies the statements of another declaration of this kind; what is said here wins.",
      [P("NAME", .name, "The declaration copied.")]),
    K(
      .allow, in: .file, .defaults, .endpoint, .faultDomain, .activePassive, .activeActive, .select,
      .errors, .backoff, .breaker, .retry, .degrade, .route, .guarantee, .scenario,
      doc: "Silences one lint rule in the block (or file) it stands in.",
      [
        P("RULE", .name, "The rule."),
        L(.because, .text, "The reason.", required: true),
        L(.until, .text, "The last day it holds, as in `\"2027-01-01\"`."),
      ], repeats: true),
    K(
      .availability, in: .faultDomain, .endpoint,
      doc: "The share of time that it is up; an endpoint's is given that its domains are up.",
      [P("SHARE", .percent, "The share.", Within.share)]),
  ]

  /// Statements of `defaults`.
  static let defaultsRows: [KeywordRow] = [
    K(
      .processes, in: .defaults,
      doc: "How many processes share the loads and limits that routes declare.",
      [P("COUNT", .count, "The count.", 1...1_000_000, default: "1")])
  ]
}
