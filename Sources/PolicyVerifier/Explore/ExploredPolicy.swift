import PolicyGraph
import PolicyRuntime

/// A policy as the explorer runs it: one route, nothing that counts over time, every balance a free
/// choice.
///
/// What other requests do to one is the adversary's: whether breakers are open, which member a
/// balance prefers, how long a hedge waits. So trips, limits, budget and brownout are taken out
/// (their part of a guarantee is calculated apart), and balances draw among equals.
struct ExploredPolicy {
  /// The policy without them.
  let graph: FailoverGraph
  let plan: Plan
  /// The one route.
  let route = ID<Route>(0)
  /// What its requests may come to.
  let paths: RoutePaths
  /// The words that they may change.
  let layout: ExploreLayout
  /// Times before the end of the main path, or of the deadline, at which a decision changes.
  let landmarks: Landmarks
  /// The least time that an attempt wants, anywhere.
  let leastTime: Int64
  /// Whether several groups have a member in common, so that two draws may come to one endpoint.
  let sharesMembers: Bool
  /// Which endpoints may be taken for each other.
  let equals: EqualMembers
  /// How long a hedge waits; nil for none.
  let hedgeDelay: Tick?
  /// What an event costs beside one of a policy of usual size.
  let eventCost: Int

  /// The policy of one route; `hedgeDelay` is how long a hedge waits, nil for none.
  init(_ original: FailoverGraph, _ route: ID<Route>, hedgeDelay: Tick?) {
    var graph = original
    ExploredPolicy.still(&graph, route, hedgeDelay)
    self.init(still: graph, hedgeDelay)
  }

  /// A policy that counts nothing over time, of the one route that it has.
  init(still graph: FailoverGraph, _ hedgeDelay: Tick?) {
    plan = Plan(graph)
    self.graph = graph
    self.hedgeDelay = hedgeDelay
    paths = RoutePaths(graph, self.route)
    layout = ExploreLayout(plan, endpoints: paths.deciding, groups: paths.groups)
    landmarks = Landmarks(plan, self.route, paths, hedgeDelay)
    leastTime = paths.all.map { [plan] in plan.leastTime(of: $0).ns }.min() ?? 0
    let targets = paths.groups.flatMap { graph.members[graph.groups[$0].members].map(\.target) }
    sharesMembers = Set(targets).count < targets.count
    equals = EqualMembers(graph, paths, layout)
    // Every event walks the topology, and every state is copied and looked at word by word.
    eventCost = 1 + (2 * paths.pathCount + layout.wordCount) / 256
  }

  /// Takes out of a graph all that counts over time, and all routes but one.
  private static func still(_ graph: inout FailoverGraph, _ route: ID<Route>, _ delay: Tick?) {
    var row = graph.routes[route]
    if let delay, let hedge = row.hedge {
      graph.hedges.change(hedge.index) {
        $0.after = delay
        $0.percentile = nil
        $0.atLeast = nil
      }
    } else {
      row.hedge = nil
    }
    graph.routes = Table([row])
    graph.guarantees = Table()
    // They speak of routes that are not there any more.
    (graph.scenarios, graph.traffic, graph.models) = (Table(), Table(), Table())
    (graph.givens, graph.faults, graph.expects) = (Table(), Table(), Table())
    for i in graph.limits.rows.indices {
      graph.limits.change(i) {
        $0.requests = nil
        $0.tokens = nil
        $0.concurrency = nil
      }
    }
    for i in graph.retries.rows.indices { graph.retries.change(i) { $0.budgeted = false } }
    for i in graph.ladders.rows.indices { graph.ladders.change(i) { $0.enterExhausted = nil } }
    for i in graph.notifies.rows.indices { graph.notifies.change(i) { $0.atMost = nil } }
    for i in graph.breakers.rows.indices {
      graph.breakers.change(i) {
        $0.trips = Rows()
        $0.cooldownJitter = .zero
      }
    }
    let counting = weighing(graph)
    for i in graph.groups.rows.indices where graph.groups.rows[i].kind == .activeActive {
      graph.groups.change(i) {
        $0.balance = .random
        $0.slowStart = nil
        $0.stickyKey = nil
      }
      // Where weights decide more than a balance, only their proportions matter.
      let weights = graph.members[graph.groups.rows[i].members].map(\.weight)
      let divisor = counting[i] ? weights.reduce(0, greatestCommonDivisor) : 0
      for member in graph.groups.rows[i].members {
        // A drained member stays drained.
        graph.members.change(member.index) {
          if $0.weight > 0 { $0.weight = divisor == 0 ? 1 : $0.weight / divisor }
        }
      }
    }
    graph.flattenBalances(except: counting)
  }

  /// The groups whose weights decide more than a balance: those that panic or cap ejections, and
  /// all below a group that spills over by health or panics.
  private static func weighing(_ graph: FailoverGraph) -> [Bool] {
    var counting = graph.groups.rows.map {
      $0.panicBelow != nil || $0.ejectMax != nil || $0.overprovisioning != nil
    }
    // Groups may be declared in any order, and are at most 64 deep.
    for _ in 0..<64 {
      var grew = false
      for (i, row) in graph.groups.rows.enumerated() where counting[i] {
        for target in graph.members[row.members].map(\.target)
          + graph.arms[row.arms].map(\.target)
        {
          guard case .group(let id) = target, !counting[id.index] else { continue }
          counting[id.index] = true
          grew = true
        }
      }
      if !grew { break }
    }
    return counting
  }

  /// The groups in which it matters beside the chosen endpoint which others' breakers are open.
  var healthWeighers: [ID<Group>] {
    paths.groups.filter {
      let row = graph.groups[$0]
      return row.panicBelow != nil || row.ejectMax != nil || row.overprovisioning != nil
    }
  }
}

private func greatestCommonDivisor(_ a: UInt32, _ b: UInt32) -> UInt32 {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}

extension Table {
  /// Changes one row.
  fileprivate mutating func change(_ i: Int, _ body: (inout Element) -> Void) {
    var row = rows[i]
    body(&row)
    self[ID(i)] = row
  }
}
