extension InvariantCheck {
  /// Error tables: each row looks for something, and each thing looked for is stated.
  mutating func classification(of graph: FailoverGraph) {
    // A graph without routes decides nothing.
    if graph.routes.count > 0 {
      for name in InvariantCheck.knownClasses {
        let isThere = graph.classes.rows.contains {
          $0.builtin && graph.bytes($0.name).spells(name)
        }
        require(isThere, "the classes that rules speak of are there", of: .classes, row: 0)
      }
    }
    each(graph.errorRows.rows) { check, row in
      check.require(!row.matches.isEmpty, "a row of an error table has a condition")
      check.require(
        row.errorClass != nil
          || !graph.matches[row.matches].contains { $0.field == .transport },
        "a success came whole: its row states nothing below HTTP")
    }
    each(graph.matches.rows) { check, match in
      switch match.field {
      case .status: check.require(match.first <= match.last, "a range of statuses rises")
      case .code, .codeNot, .body:
        check.require(match.text != nil, "a code or a body is compared with a text")
      case .header: check.require(match.header != nil, "a header that is looked at has a name")
      case .transport:
        check.require(match.transport != .none, "a condition below HTTP has a word")
      }
    }
  }

  /// The classes of the language that the rules themselves speak of.
  static let knownClasses: [StaticString] = [
    "rate-limited", "quota-exhausted", "unauthorized", "forbidden", "banned", "too-large",
    "timeout", "interrupted", "cancelled", "unclassified", "no-candidate", "not-served",
  ]

  /// Backoffs, breakers and trips: no window and no cooldown is empty.
  mutating func breakers(of graph: FailoverGraph) {
    each(graph.breakers.rows) { check, breaker in
      check.require(!breaker.trips.isEmpty, "a breaker has a trip")
      check.require(breaker.cooldown > .zero, "a cooldown is above zero")
      check.require(
        breaker.cooldown <= breaker.cooldownMax ?? breaker.cooldown,
        "the longest cooldown is not below the first")
    }
    each(graph.trips.rows) { check, trip in check.trip(trip) }
    each(graph.backoffs.rows) { check, backoff in
      check.require(
        backoff.base <= backoff.max ?? backoff.base, "the longest delay is not below the first")
    }
  }

  private mutating func trip(_ trip: Trip) {
    let windows = (trip.over != nil ? 1 : 0) + (trip.overCalls != nil ? 1 : 0)
    require(trip.over != .zero, "a window is above zero")
    switch trip.kind {
    case .failureRate:
      require(trip.share != nil, "a trip by rate has a share")
      require(windows == 1, "a trip by rate has one window")
    case .slowRate:
      require(trip.share != nil, "a trip by rate has a share")
      require(trip.slowerThan != nil, "a trip by slow calls says what is slow")
      require(windows == 1, "a trip by rate has one window")
    case .failures:
      require(trip.count != nil, "a trip by count has a count")
      require(windows == 1, "a trip by failures has one window")
    case .consecutive:
      require(trip.count != nil, "a trip by count has a count")
      require(windows == 0, "consecutive failures have no window")
    }
  }

  /// Retries, rules and responses.
  mutating func retries(of graph: FailoverGraph) {
    each(graph.retries.rows) { check, retry in
      check.require(
        !retry.budgeted || retry.budgetOver > .zero, "a budget has a window above zero")
      for rule in graph.rules[retry.rules].dropLast() {
        check.require(!rule.otherwise, "otherwise is the last rule")
      }
    }
    each(graph.rules.rows) { check, rule in
      check.require(rule.classes.isEmpty == rule.otherwise, "a rule has classes or is otherwise")
      check.require(!rule.responses.isEmpty, "a rule has a response")
      check.require(
        rule.reconcile
          || (rule.reconcileAt == nil && rule.reconcileWithin == nil && rule.settle == nil),
        "whom to ask, and how long, belong to a reconcile")
    }
    each(graph.responses.rows) { check, response in check.response(response) }
  }

  private mutating func response(_ response: Response) {
    let same = response.kind == .sameEndpoint
    require(
      (response.kind == .reroute) == (response.target != nil),
      "a reroute, and nothing else, has a target")
    require(same || response.times == 1, "only the same endpoint is tried several times")
    require(
      same || (response.backoff == nil && response.retryAfter == nil),
      "only the same endpoint is waited for")
    require(response.kind == .failover || response.same == nil, "only a failover keeps to a label")
  }
}
