import PolicyGraph
import PolicyRuntime

extension Reference {
  /// What outlives requests, in the words of a snapshot.
  func standing(at now: Tick) -> [String] {
    var lines: [String] = []
    for id in graph.endpoints.ids {
      let figures = world.endpoints[id] ?? EndpointFigures()
      let name = endpointName(id)
      lines.append("\(name) isolated \(figures.isolated) down \(figures.probeDown)")
      lines.append("\(name) in flight \(figures.inFlight)")
      for key in breakers(of: id) {
        let word = graph.text(graph.breakers[key.breaker].name)
        var standing = self.figures(key).phase
        if case .open(let until) = standing, now >= until,
          graph.breakers[key.breaker].probeCalls == 0
        {
          standing = .closed
        }
        lines.append("\(name) \(word) \(phase(standing))")
      }
    }
    for id in graph.groups.ids where graph.groups[id].kind == .activePassive {
      let name = graph.text(graph.groups[id].name)
      // More than there are, perhaps: not every route comes to every group.
      let keys = graph.routes.ids.map { holderKey(id, $0) } + [HolderKey(group: id)]
      for key in Set(keys) {
        let figures = world.holders[key] ?? HolderFigures()
        let breaker = key.breaker.map { graph.text(graph.breakers[$0].name) } ?? "-"
        lines.append(
          "\(name) \(breaker) holder \(figures.holder) since \(figures.heldSince?.ns ?? -1)")
      }
    }
    for id in graph.routes.ids {
      let name = graph.text(graph.routes[id].name)
      if graph.routes[id].waitWithin != nil {
        lines.append("\(name) waiting \(world.waiting[id]?.count ?? 0)")
      }
      lines.append("\(name) browned out \(world.routes[id]?.brownoutSince != nil)")
    }
    return lines
  }

  private func phase(_ phase: BreakerFigures.Phase) -> String {
    switch phase {
    case .closed: "closed 0"
    case .open(let until): "open \(until.ns)"
    case .halfOpen: "half-open 0"
    }
  }
}
