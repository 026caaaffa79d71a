import PolicyGraph

/// Notices about a scenario: parts of it that change nothing, and behaviour that it leaves open.
struct Notices {
  private(set) var all: [String] = []

  init(_ world: World, _ scenario: Scenario) {
    let graph = world.graph
    let words = PolicyWords(graph: graph)
    for (row, fault) in zip(graph.faults[scenario.faults], world.faults) {
      let text = "`\(words.fault(row))`"
      if row.kind == .load {
        if fault.routes.isEmpty {
          all.append("\(text) changes nothing: its route has no traffic here")
        }
      } else {
        let struck = graph.affected(by: row)
        if !struck.contains(where: { world.isReached($0.index) }) {
          all.append(
            "\(text) changes nothing: no route with traffic here can reach an endpoint that it affects"
          )
        } else if row.kind == .capacity,
          !struck.contains(where: { world.endpoints[$0.index].capacity != nil })
        {
          all.append("\(text) changes nothing: without a `capacity` there is room for all")
        }
      }
      if fault.from >= world.endsAt {
        all.append("\(text) changes nothing: it begins when traffic is over")
      }
    }
    for route in world.routes {
      guard let ladder = graph.routes[route].ladder else { continue }
      for step in graph.ladders[ladder].steps where world.steps[step.index] == nil {
        let row = graph.steps[step]
        guard let handler = handler(row, graph) else { continue }
        let notice = "no `given \(handler)` says how it behaves: it never has an answer here"
        if !all.contains(notice) { all.append(notice) }
      }
    }
  }

  private func handler(_ step: Step, _ graph: FailoverGraph) -> String? {
    switch step.answer {
    case .serveCache: "cache"
    case .call: step.text.map { "\"\(graph.text($0))\"" }
    case .use, .serveText, .shed, .fail: nil
    }
  }
}
