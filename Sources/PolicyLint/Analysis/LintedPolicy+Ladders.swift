import PolicyGraph
import PolicyLanguage

// Ladders and the routes that stand on them.

extension LintedPolicy {
  /// What `find` objects to in the steps that `use` something, for each route; one finding a step.
  func ladderUses(
    _ find: (ID<Route>, ID<Step>, [ID<Endpoint>]) -> Finding?
  ) -> [Finding] {
    var seen = KeySet<ID<Step>>()
    return reached.flatMap { reached in
      graph.routes[reached.route].ladder.map { ladder in
        graph.ladders[ladder].steps.compactMap { step -> Finding? in
          guard let target = graph.steps[step].target, graph.steps[step].answer == .use,
            let finding = find(reached.route, step, endpoints(target)), seen.insert(step)
          else { return nil }
          return finding
        }
      } ?? []
    }
  }

  /// Every ladder that a route stands on, with those routes, in the order of the ladders.
  func laddersInUse() -> [(ladder: ID<Ladder>, routes: [ID<Route>])] {
    var routes = [[ID<Route>]](repeating: [], count: graph.ladders.count)
    for id in graph.routes.ids {
      if let ladder = graph.routes[id].ladder { routes[ladder.index].append(id) }
    }
    return graph.ladders.ids.compactMap {
      routes[$0.index].isEmpty ? nil : (ladder: $0, routes: routes[$0.index])
    }
  }

  /// A step in backticks.
  func quoted(_ step: ID<Step>) -> String { quoted(graph.steps[step].name) }
}

extension Step {
  /// Whether it answers whatever happens: nothing below it is ever reached.
  var alwaysAnswers: Bool {
    switch answer {
    case .serveText, .fail: when.isEmpty
    case .use, .serveCache, .call, .shed: false
    }
  }
}
