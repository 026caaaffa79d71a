import PolicyGraph
import PolicyRuntime

/// What the rules let one endpoint cost a request on its main path, whatever it does.
///
/// How many attempts that are, `AttemptBound` says.
struct EndpointBound {
  /// The longest that one of them takes, the settling of its failure included.
  let each: Tick
  /// All waits there together; `.never` where nothing bounds one of them but the main path's end.
  let waits: Tick

  init(
    _ graph: FailoverGraph, _ plan: Plan, _ route: ID<Route>, _ endpoint: ID<Endpoint>
  ) {
    let row = graph.endpoints[endpoint]
    var waits = Tick.zero
    var settling = Tick.zero
    if let retry = row.retry ?? graph.routes[route].retry {
      for rule in graph.rules[graph.retries[retry].rules] {
        if rule.reconcile {
          let within = rule.reconcileWithin ?? graph.endpoints.rows.map(\.attemptTimeout).max()
          settling = max(settling, (rule.settle ?? .zero) + (within ?? .zero))
        }
        for response in graph.responses[rule.responses] where response.kind == .sameEndpoint {
          guard
            let wait = EndpointBound.longestWait(graph, plan, route, endpoint, rule, response)
          else {
            waits = .never
            continue
          }
          for _ in 0..<response.times where waits < .never { waits = waits + wait }
        }
      }
    }
    self.waits = waits
    each = row.attemptTimeout + settling
  }

  /// The longest wait of a response: its backoff on top of what the far end asks for, or of what
  /// the class's own pause has grown to; nil if nothing bounds that.
  private static func longestWait(
    _ graph: FailoverGraph, _ plan: Plan, _ route: ID<Route>, _ endpoint: ID<Endpoint>,
    _ rule: Rule, _ response: Response
  ) -> Tick? {
    let classes =
      rule.otherwise
      ? Array(graph.classes.ids) : graph.classMembers[rule.classes].map(\.errorClass)
    let mayAsk =
      !graph.endpoints[endpoint].ignoresHints
      && classes.contains { id in
        let outcomes = graph.outcomes(of: id, at: endpoint, on: route)
        return (outcomes.isEmpty ? [graph.usualOutcome(of: id)] : outcomes).contains { $0.isAnswer }
      }
    var longest = Tick.zero
    if mayAsk {
      guard let cap = response.retryAfter else { return nil }
      longest = cap
    }
    for id in classes where plan.firstCooling(of: id) > .zero {
      longest = max(longest, graph.endpoints[endpoint].coolingMax ?? .s(86_400))
    }
    guard let backoff = response.backoff else { return longest }
    let row = graph.backoffs[backoff]
    if row.kind == .decorrelated, row.max == nil { return nil }
    let last = Int(max(1, response.times)) - 1
    let nominal = max(plan.nominalDelay(of: backoff, n: 0), plan.nominalDelay(of: backoff, n: last))
    return longest + max(nominal, row.max ?? .zero)
  }
}

/// What the rules let the main path of a route cost.
struct MainPathBound {
  /// Attempts.
  let attempts: Int
  /// Until its end.
  let time: Tick

  init(_ graph: FailoverGraph, _ plan: Plan, _ route: ID<Route>, span: Tick) {
    let bound = AttemptBound(graph, route)
    attempts = bound.attempts
    var costs: [Tick] = []
    // A wait for a candidate costs no attempt.
    var total = min(span, graph.routes[route].waitWithin ?? .zero)
    for id in graph.endpoints.ids where bound.atEndpoint[id.index] > 0 {
      let endpoint = EndpointBound(graph, plan, route, id)
      let count = min(bound.atEndpoint[id.index], attempts)
      costs += Array(repeating: endpoint.each, count: count)
      total = total >= span || endpoint.waits >= span ? span : total + endpoint.waits
    }
    for cost in costs.sorted(by: >).prefix(attempts) where total < span { total = total + cost }
    time = min(span, total)
  }
}
