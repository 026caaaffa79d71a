import PolicyGraph
import PolicyRuntime

/// What can be said of a route without trying anything.
///
/// The interpreter counts attempts at each endpoint and in all, and ends the main path and the
/// request in time; so the rules' own numbers are bounds. They are not always reached: where they
/// do not suffice, requests are looked for that reach them, and then all is explored.
struct PlainBounds {
  /// Attempts on the main path.
  let mainAttempts: Int
  /// Attempts of the ladder: one for each endpoint that a step uses.
  let ladderAttempts: Int
  /// Until its end: the main path's, then every step with all of its time, within the deadline.
  let latency: Tick
  /// Whether a request that failed and may have been carried out is never sent again unless a
  /// reconcile handler found that it cannot land.
  let neverRepeats: Bool

  /// - Parameter plan: What a service makes of the graph.
  init(_ graph: FailoverGraph, _ plan: Plan, _ route: ID<Route>) {
    let row = graph.routes[route]
    let main = MainPathBound(graph, plan, route, span: graph.mainPathEnd(row))
    mainAttempts = main.attempts
    var ladder = 0
    var time = main.time
    if let id = row.ladder {
      let rows = graph.ladders[id]
      for step in graph.steps[rows.steps] {
        switch step.answer {
        case .use:
          let used = step.target.map { graph.endpoints(below: $0) } ?? []
          ladder += used.count
          for endpoint in used { time = time + graph.endpoints[endpoint].attemptTimeout }
        case .serveCache, .call: time = time + (step.within ?? .s(1))
        case .serveText, .shed, .fail: break
        }
      }
    }
    ladderAttempts = ladder
    latency = min(time, row.deadline)
    neverRepeats = PlainBounds.neverRepeats(graph, route)
  }

  /// True for a `once` route all of whose rules for what may have been carried out either ask first
  /// or send nothing.
  private static func neverRepeats(_ graph: FailoverGraph, _ route: ID<Route>) -> Bool {
    let row = graph.routes[route]
    guard row.effect == .once, !row.commit.mayBeEarly else { return false }
    for endpoint in RoutePaths(graph, route).all {
      let own = graph.endpoints[endpoint]
      guard let retry = own.retry ?? row.retry else { continue }
      let table = graph.errorTables[own.errors ?? row.errors]
      var outcomes = graph.errorRows[table.rows].compactMap { row in
        row.errorClass.map { ($0, row.executed) }
      }
      for id in graph.classes.ids { outcomes.append((id, graph.classes[id].executed)) }
      for (errorClass, executed) in outcomes where executed == .maybe {
        guard let id = graph.rule(for: errorClass, in: retry, effect: .once) else { continue }
        let rule = graph.rules[id]
        if rule.reconcile { continue }
        let sends = graph.responses[rule.responses].contains {
          $0.kind != .fail && $0.kind != .degrade
        }
        if sends { return false }
      }
    }
    return true
  }
}

extension FailoverGraph {
  /// Whether every request of a route that finds nobody gets an answer of the ladder: no failure of
  /// some classes ends it by `fail`, and a step for all causes always serves.
  func alwaysServes(_ route: ID<Route>, _ classes: [ID<ErrorClass>]) -> Bool {
    let row = routes[route]
    guard let ladder = row.ladder else { return false }
    var serves = false
    for step in steps[ladders[ladder].steps] {
      if step.answer == .fail || step.answer == .shed { break }
      if step.answer == .serveText && step.when.isEmpty {
        serves = true
        break
      }
    }
    guard serves else { return false }
    for retry in [row.retry] + RoutePaths(self, route).all.map({ endpoints[$0].retry }) {
      guard let retry else { continue }
      // What answers too slowly times out, whatever the outage looks like.
      for errorClass in classes + (builtinClass("timeout").map { [$0] } ?? []) {
        guard let id = rule(for: errorClass, in: retry, effect: row.effect) else {
          if isRefusal(errorClass) { return false }
          continue
        }
        if responses[rules[id].responses].contains(where: { $0.kind == .fail }) { return false }
      }
    }
    return true
  }
}
