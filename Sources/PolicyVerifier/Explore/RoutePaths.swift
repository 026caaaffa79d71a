import PolicyGraph
import PolicyRuntime

/// What requests of one route may come to: its main path, and what reroutes and the ladder add.
struct RoutePaths {
  /// The endpoints of the main path, in the order of their tiers.
  private(set) var main: [ID<Endpoint>] = []
  /// The endpoints that reroutes may lead to, those of the main path left out; they fail over among
  /// themselves.
  private(set) var beside: [ID<Endpoint>] = []
  /// All endpoints, those of reroutes and of the ladder behind the others.
  private(set) var all: [ID<Endpoint>] = []
  /// The endpoints that rules ask by name what became of a request, be they in `all` or not.
  private(set) var asked: [ID<Endpoint>] = []
  /// Whether a rule of the main path reroutes.
  private(set) var reroutes = false
  /// All groups.
  private(set) var groups: [ID<Group>] = []

  private let graph: FailoverGraph
  private var isKnown: Set<ID<Endpoint>> = []
  private var isWalked: Set<ID<Group>> = []

  init(_ graph: FailoverGraph, _ route: ID<Route>) {
    self.graph = graph
    let row = graph.routes[route]
    walk(row.target)
    main = all
    // A reroute may lead to endpoints whose own rules reroute again: until nothing is new.
    var rules = Set<Int>()
    var seen = -1
    while seen != all.count {
      seen = all.count
      for retry in [row.retry] + all.map({ graph.endpoints[$0].retry }) {
        guard let retry, rules.insert(retry.index).inserted else { continue }
        for rule in graph.rules[graph.retries[retry].rules] {
          if let id = rule.reconcileAt, !asked.contains(id) { asked.append(id) }
          for response in graph.responses[rule.responses] {
            guard let target = response.target else { continue }
            reroutes = true
            walk(target)
          }
        }
      }
    }
    beside = Array(all[main.count...])
    guard let ladder = row.ladder else { return }
    for step in graph.steps[graph.ladders[ladder].steps] { step.target.map { walk($0) } }
  }

  /// All endpoints whose state decides what becomes of a request: where it may be sent, then those
  /// that are only asked about it.
  var deciding: [ID<Endpoint>] { all + asked.filter { !all.contains($0) } }

  /// How many paths lead from groups to endpoints, which is what the interpreter walks at most.
  var pathCount: Int {
    var known = [Int](repeating: 0, count: graph.groups.count)
    return groups.map { graph.ways(.group($0), &known) }.max() ?? 1
  }

  private mutating func walk(_ target: Target) {
    switch target {
    case .endpoint(let id): if isKnown.insert(id).inserted { all.append(id) }
    case .group(let id):
      guard isWalked.insert(id).inserted else { return }
      groups.append(id)
      for member in graph.members[graph.groups[id].members] { walk(member.target) }
      for arm in graph.arms[graph.groups[id].arms] { walk(arm.target) }
    }
  }
}

extension FailoverGraph {
  /// The name of an endpoint's domain of a label; nil if it has none.
  func domain(_ label: Name, of endpoint: ID<Endpoint>) -> Name? {
    for member in domainMembers[endpoints[endpoint].domains]
    where domains[member.domain].label == label { return domains[member.domain].name }
    return nil
  }

  /// The label that has a spelling; nil if no domain has it.
  func label(_ spelling: String) -> Name? {
    domains.rows.first { bytes($0.label).elementsEqual(spelling.utf8) }?.label
  }

  /// When an endpoint has answered as nearly always: its declared p99, else the highest percentile
  /// declared; of an exponential distribution ln 100 means; nothing declared: at once.
  func slowAnswer(of endpoint: ID<Endpoint>) -> Tick {
    guard let row = endpoints[endpoint].latency.map({ latencies[$0] }) else { return .zero }
    switch row.kind {
    case .fixed: return row.value
    case .exponential:
      // ln 100 in thousand millionths, rounded up.
      let wide = row.value.ns.multipliedFullWidth(by: 4_605_170_186)
      return Tick(ns: Int64(1_000_000_000).dividingFullWidth(wide).quotient + 1)
    case .percentiles:
      let points = latencyPoints[row.points]
      return
        (points.first { $0.percentile.millionths == 990_000 }
        ?? points.max { $0.percentile < $1.percentile })?.value ?? .zero
    }
  }
}
