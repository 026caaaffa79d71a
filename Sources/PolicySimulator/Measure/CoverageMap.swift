public import PolicyGraph
import PolicyRuntime

/// All ways of a policy that a request can take, and where each is counted.
///
/// The ways are: an active-passive group's moves from a member to the next, an active-active
/// group's from any member to another; every response of every rule; a ladder's ways down, its
/// answers, whom it tells and its brownout; the transitions of every breaker. What no route leads
/// to has none.
public struct CoverageMap: Sendable {
  /// The ways, none of them taken.
  let items: [Coverage.Item]
  let graph: FailoverGraph
  /// Where the counts begin of each group, rule, ladder and breaker; nil if it has none.
  let groupItems: [Int?]
  let ruleItems: [Int?]
  let breakerItems: [Int?]
  let stepItems: [StepItems?]
  let brownoutItems: [Int?]
  /// For each endpoint, the groups above it and the first of their members that leads to it.
  let places: [[Place]]
  /// The groups that each way in leads through: routes, rerouting responses, steps.
  let roots: [Target: Set<Int>]
  /// The class that an answer which broke off fails with.
  let interrupted: ID<ErrorClass>?

  /// An endpoint's place in a group.
  struct Place {
    var group: Int
    var member: Int
    var isOrdered: Bool
  }

  /// Where the ways of one step are counted.
  struct StepItems {
    /// The way down to it.
    var reached: Int
    var answers: Int
    /// The first handler that it tells.
    var tells: Int
  }

  /// The ways of a policy.
  public init(_ graph: FailoverGraph) {
    let reach = CoverageReach(graph)
    var list = CoverageItems(graph)
    groupItems = graph.groups.ids.map { reach.groups[$0.index] ? list.add($0) : nil }
    var rules: [Int?] = Array(repeating: nil, count: graph.rules.count)
    for retry in graph.retries.ids where reach.retries[retry.index] {
      for rule in graph.retries[retry].rules { rules[rule.index] = list.add(rule, of: retry) }
    }
    ruleItems = rules
    var steps: [StepItems?] = Array(repeating: nil, count: graph.steps.count)
    brownoutItems = graph.ladders.ids.map { ladder in
      guard reach.ladders[ladder.index] else { return nil }
      for step in graph.ladders[ladder].steps { steps[step.index] = list.add(step, of: ladder) }
      return list.addBrownout(ladder)
    }
    stepItems = steps
    breakerItems = graph.breakers.ids.map { reach.breakers[$0.index] ? list.add($0) : nil }
    items = list.items
    places = CoverageMap.places(graph, reach)
    roots = CoverageMap.roots(graph)
    interrupted = graph.builtinClass("interrupted")
    self.graph = graph
  }

  /// What counts the ways of one run.
  public func recorder() -> CoverageRecorder { CoverageRecorder(self) }

  private static func places(_ graph: FailoverGraph, _ reach: CoverageReach) -> [[Place]] {
    var places: [[Place]] = Array(repeating: [], count: graph.endpoints.count)
    for group in graph.groups.ids where reach.groups[group.index] {
      let row = graph.groups[group]
      guard row.kind != .select else { continue }
      for (index, member) in graph.members[row.members].enumerated() {
        for endpoint in graph.endpoints(below: member.target).map(\.index).sorted()
        where places[endpoint].last?.group != group.index {
          places[endpoint].append(
            Place(group: group.index, member: index, isOrdered: row.kind == .activePassive))
        }
      }
    }
    return places
  }

  private static func roots(_ graph: FailoverGraph) -> [Target: Set<Int>] {
    let targets =
      graph.routes.rows.map(\.target) + graph.responses.rows.compactMap(\.target)
      + graph.steps.rows.compactMap(\.target)
    return targets.reduce(into: [:]) { roots, target in
      if roots[target] == nil { roots[target] = Set(graph.groups(below: target).map(\.index)) }
    }
  }

  /// The rule for a class at an endpoint, as the interpreter finds it; nil if there is none.
  func rule(
    for errorClass: ID<ErrorClass>, at endpoint: ID<Endpoint>, on route: ID<Route>
  ) -> ID<Rule>? {
    guard let retry = graph.endpoints[endpoint].retry ?? graph.routes[route].retry else {
      return nil
    }
    return graph.rule(for: errorClass, in: retry, effect: graph.routes[route].effect)
  }
}
