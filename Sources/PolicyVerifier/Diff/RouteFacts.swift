import PolicyGraph
import PolicyRuntime

/// Takes down what one route does.
struct RouteFacts {
  let graph: FailoverGraph
  let route: ID<Route>
  let plan: Plan
  let text: RowText
  var list = FactList()

  init(_ plan: Plan, _ route: ID<Route>, _ text: RowText) {
    graph = plan.graph
    self.plan = plan
    self.route = route
    self.text = text
    header()
    rules()
    ladder()
    let reached = Reach.all(route, in: graph)
    list.add(.tiers, "who is asked", order(graph.routes[route].target))
    for (endpoint, way) in reached { self.endpoint(endpoint, way) }
    residency(reached.map(\.endpoint))
    var seen: [ID<Group>] = []
    groups(graph.routes[route].target, &seen)
  }

  private mutating func header() {
    let row = graph.routes[route]
    list.add(.match, "which requests it takes", text.contents(row.matches))
    let effects: Double =
      switch row.effect {
      case .once: 0
      case .idempotent: 1
      case .read: 2
      }
    list.add(.effect, "the effect", "\(row.effect.word)", figure: effects)
    list.add(.deadline, "the deadline", row.deadline.spelling, figure: Double(row.deadline.ns))
    list.add(.commit, "the commit", "\(row.commit.word)")
    if let load = row.load {
      list.add(.load, "the declared load", load.spelling, figure: load.perSecond)
    }
    list.add(
      .limit, "route", "what the route admits",
      row.limits.map { graph.words(of: $0) }.joined(separator: "; "))
    list.add(
      .requirement, "what its endpoints must support",
      graph.features[row.requires].map { graph.text($0.name) }.joined(separator: ", "))
    list.add(.figures, "processes", "the number of processes", "\(row.processes)")
    list.add(.retry, "wait", "the wait for a candidate", graph.wait(of: route))
    if let hedge = row.hedge { list.add(.hedge, "the hedge", graph.condition(of: hedge)) }
  }

  private mutating func rules() {
    guard let id = graph.routes[route].retry else { return }
    let row = graph.retries[id]
    list.add(.retry, "attempts", "the attempts that its retry allows", "\(row.attempts)")
    guard row.budgeted else { return }
    let least = row.budgetMin.map { ", min \($0.spelling)" } ?? ""
    list.add(
      .budget, "the retry budget",
      "\(row.budget.spelling)\(least), over \(row.budgetOver.spelling)",
      figure: Double(row.budget.ppb) + (row.budgetMin?.perSecond ?? 0) / 1e6)
  }

  private mutating func ladder() {
    guard let id = graph.routes[route].ladder else { return }
    let row = graph.ladders[id]
    let names = graph.steps[row.steps].map { graph.text($0.name) }
    list.add(.ladder, "the order of the ladder", names.joined(separator: " → "))
    if row.reserve > .zero {
      list.add(.ladder, "reserve", "the time kept for the ladder", row.reserve.spelling)
    }
    list.add(
      .ladder, "brownout", "the brownout",
      row.enterExhausted == nil
        ? ""
        : text.content(id, without: ["steps", "reserve", "reserve-stated"]))
    for step in row.steps {
      let name = graph.text(graph.steps[step].name)
      list.add(.step, name, "step \(name) of the ladder", graph.words(of: step))
    }
  }

  /// Who is asked in which order: `[a ×3, b] → c`.
  private func order(_ target: Target) -> String {
    guard case .group(let id) = target else { return graph.name(of: target) }
    let group = graph.groups[id]
    let members = graph.members[group.members].map(\.target)
    switch group.kind {
    case .activePassive: return members.map { nested($0) }.joined(separator: " → ")
    case .activeActive: return "[\(members.map { order($0) }.joined(separator: ", "))]"
    case .select:
      var arms = group.arms.map { "\(graph.condition(of: $0)): \(order(graph.arms[$0].target))" }
      if graph.refusesRest(id) { arms.append("otherwise: none") }
      return "{\(arms.joined(separator: "; "))}"
    }
  }

  private func nested(_ target: Target) -> String {
    guard case .group(let id) = target, graph.groups[id].kind == .activePassive else {
      return order(target)
    }
    return "(\(order(target)))"
  }
}

extension FactList {
  /// Adds the only fact of its kind.
  mutating func add(
    _ kind: ChangeKind, _ subject: String, _ text: String, figure: Double? = nil
  ) {
    add(kind, "", subject, text, figure: figure)
  }
}

extension Rate {
  /// How many in a second.
  var perSecond: Double { Double(amount) * 1e9 / Double(per.ns) }
}
