import PolicyGraph
import PolicyRuntime

/// What the rules let one endpoint cost a request on its main path, whatever it does.
///
/// A request is sent to an endpoint once, again after each wait there and with each further
/// credential, and not any more once it has been failed over from.
struct EndpointBound {
  /// Attempts there.
  let attempts: Int
  /// The longest that one of them takes, the settling of its failure included.
  let each: Tick
  /// All waits there together; `.never` where nothing bounds one of them but the main path's end.
  let waits: Tick

  init(
    _ graph: FailoverGraph, _ plan: Plan?, _ route: ID<Route>, _ endpoint: ID<Endpoint>
  ) {
    let row = graph.endpoints[endpoint]
    var attempts = max(1, row.credentials.count)
    var waits = Tick.zero
    var settling = Tick.zero
    if let retry = row.retry ?? graph.routes[route].retry {
      for rule in graph.rules[graph.retries[retry].rules] {
        if rule.reconcile {
          let within = rule.reconcileWithin ?? graph.endpoints.rows.map(\.attemptTimeout).max()
          settling = max(settling, (rule.settle ?? .zero) + (within ?? .zero))
        }
        for response in graph.responses[rule.responses] where response.kind == .sameEndpoint {
          attempts += Int(response.times)
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
    self.attempts = attempts
    self.waits = waits
    each = row.attemptTimeout + settling
  }

  /// The longest wait of a response: its backoff on top of what the far end asks for, or of what
  /// the class's own pause has grown to; nil if nothing bounds that.
  private static func longestWait(
    _ graph: FailoverGraph, _ plan: Plan?, _ route: ID<Route>, _ endpoint: ID<Endpoint>,
    _ rule: Rule, _ response: Response
  ) -> Tick? {
    guard let plan else { return nil }
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

  init(_ graph: FailoverGraph, _ plan: Plan?, _ route: ID<Route>, span: Tick) {
    let row = graph.routes[route]
    let ways = Ways(graph, route)
    var bounds: [ID<Endpoint>: EndpointBound] = [:]
    for id in ways.all { bounds[id] = EndpointBound(graph, plan, route, id) }
    let own = row.retry.map { Int(graph.retries[$0].attempts) } ?? 1
    var known: [ID<Group>: Int] = [:]
    // An arm's endpoints alone; where a reroute may lead to another's, all: each once, by however
    // many ways it is come to.
    let all = ways.main.reduce(0) { $0 + (bounds[$1]?.attempts ?? 1) }
    let taken = MainPathBound.most(graph, row.target, &known, depth: 0) {
      bounds[$0]?.attempts ?? 1
    }
    let below = ways.reroutes ? all : min(all, taken)
    let rerouted = ways.beside.reduce(0) { $0 + (bounds[$1]?.attempts ?? 1) }
    let most = min(own, below + rerouted)
    attempts = most
    let used = (ways.main + ways.beside).compactMap { bounds[$0] }
    var costs: [Tick] = []
    // A wait for a candidate costs no attempt.
    var total = min(span, row.waitWithin ?? .zero)
    for bound in used {
      costs += Array(repeating: bound.each, count: min(bound.attempts, most))
      total = total >= span || bound.waits >= span ? span : total + bound.waits
    }
    for cost in costs.sorted(by: >).prefix(most) where total < span { total = total + cost }
    time = min(span, total)
  }

  /// The most of something below a target: all members of a group, the largest arm of a `select`.
  private static func most(
    _ graph: FailoverGraph, _ target: Target, _ known: inout [ID<Group>: Int], depth: Int,
    _ of: (ID<Endpoint>) -> Int
  ) -> Int {
    switch target {
    case .endpoint(let id): return of(id)
    case .group(let id):
      if let found = known[id] { return found }
      // No request makes more, however many ways there are.
      guard depth < 64 else { return RuntimeLimits.attemptsMax }
      let row = graph.groups[id]
      var sum = 0
      for member in graph.members[row.members] {
        sum += most(graph, member.target, &known, depth: depth + 1, of)
      }
      var largest = 0
      for arm in graph.arms[row.arms] {
        largest = max(largest, most(graph, arm.target, &known, depth: depth + 1, of))
      }
      sum = min(sum + largest, RuntimeLimits.attemptsMax)
      known[id] = sum
      return sum
    }
  }
}
