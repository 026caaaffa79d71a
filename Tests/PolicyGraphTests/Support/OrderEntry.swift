import PolicyGraph

extension FailoverGraph {
  /// The order entry of the language's description, with reads that share its venues and a select.
  static let orders: FailoverGraph = {
    var builder = GraphBuilder(source: "order-entry.policy")
    let errors = builder.errorTable(
      "exchange-http",
      [("rate-limited", 429...429), ("ambiguous", 409...409), ("unavailable", 500...599)])
    let venues = ["a", "b"].map { venue in
      let lines = [1, 2].map { line in
        builder.endpoint(
          "venue-\(venue)-line-\(line)",
          domains: [("provider", "venue-\(venue)"), ("line", "\(venue)\(line)")], attempt: .ms(800)
        ) {
          $0.limits = $1.limits(requests: Rate(300, per: .s(10)))
        }
      }
      return builder.group("venue-\(venue)", .activePassive, lines.map { ($0, 1) }) { row, _ in
        row.failback = .after
        row.failbackAfter = .s(120)
        row.failbackHold = .s(60)
      }
    }
    let all = builder.group("venues", .activePassive, venues.map { ($0, 1) })
    let clearing = builder.endpoint(
      "clearing", domains: [("provider", "clearing"), ("line", "c1")], attempt: .ms(900))
    let reads = builder.group("risk-sources", .activePassive, [(venues[0], 1), (clearing, 1)])
    let home = builder.orderHome(venues)
    let retry = builder.orderRetries()
    let halt = builder.name("order entry is halted")
    var notify = Notify()
    notify.handler = builder.name("cancel-open-orders")
    notify.atMost = Rate(1, per: .s(10))
    let told = builder.graph.notifies.append(contentsOf: [notify])
    let step = builder.step("halt", .serveText) {
      $0.text = halt
      $0.status = 503
      $0.notifies = told
    }
    let ladder = builder.ladder("stop-trading", [step]) { $0.reserve = .ms(200) }
    builder.route("place-order", to: all, errors: errors, deadline: .s(3), path: "/orders") {
      row, _ in
      row.effect = .once
      row.retry = retry
      row.ladder = ladder
    }
    builder.route("cancel-order", to: home, errors: errors, deadline: .s(3), path: "/orders/cancel")
    {
      row, _ in
      row.retry = retry
      row.ladder = ladder
    }
    builder.route("positions", to: reads, errors: errors, deadline: .s(2), path: "/positions") {
      row, _ in
      row.effect = .read
    }
    return builder.graph
  }()
}

extension GraphBuilder {
  fileprivate mutating func orderHome(_ venues: [Target]) -> Target {
    var tag = Arm()
    tag.kind = .tag
    tag.tag = name("venue")
    tag.values = words(["venue-b"])
    tag.target = venues[1]
    var otherwise = Arm()
    otherwise.target = venues[0]
    let arms = graph.arms.append(contentsOf: [tag, otherwise])
    return group("order-home", .select, []) { row, _ in row.arms = arms }
  }

  fileprivate mutating func orderRetries() -> ID<Retry> {
    var quick = Backoff()
    quick.name = name("quick")
    quick.base = .ms(100)
    let backoff = graph.backoffs.append(quick)
    let rules = [
      rule(["connection", "overloaded", "banned"], [.of(.failover)]),
      rule(
        ["rate-limited"],
        [
          .of(.sameEndpoint) {
            $0.backoff = backoff
            $0.retryAfter = .ms(300)
          }, .of(.failover),
        ]),
      rule(["timeout", "interrupted", "unavailable"], [.of(.failover)], reconcile: .ms(500)),
      rule(["ambiguous", "malformed"], [.of(.degrade)], reconcile: .ms(500)),
      rule([], [.of(.fail)]),
    ]
    return retry("order-retries", attempts: 3, rules: rules) {
      $0.budget = .percent(10)
      $0.budgetMin = Rate(5, per: .s(1))
    }
  }
}
