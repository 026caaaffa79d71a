import PolicyGraph

extension FaultTree {
  /// The minimal cut sets of the route: sets of domains and endpoints whose outage leaves nobody to
  /// answer, by size and then by name.
  public func cutSets(level: CutSets.Level) -> CutSets {
    var result = CutSets(level: level, ways: [], limit: limit)
    let ladder: LadderAnswer =
      switch level {
      case .full: LadderAnswer()
      case .degraded: self.ladder
      }
    for way in ways {
      var endpoints = way.endpoints
      for endpoint in ladder.endpoints where !endpoints.contains(endpoint) {
        endpoints.append(endpoint)
      }
      let answer = ladder.always ? .nothing : answer(endpoints)
      result.ways.append(
        CutSets.Way(tags: way.tags, arms: way.arms, endpoints: endpoints, answer: answer))
    }
    return result
  }

  private func answer(_ endpoints: [ID<Endpoint>]) -> CutSets.Answer {
    guard !endpoints.isEmpty else { return .already }
    let elements = FaultElements(endpoints, graph)
    guard elements.elements.count <= FaultLimit.variablesMax else {
      return .tooLarge(.nodes(FaultLimit.variablesMax))
    }
    // Broken is: every endpoint is out, by itself or with one of its domains.
    var diagram = Diagram(limit: FaultLimit.nodesMax)
    var broken: Int32 = 1
    for causes in elements.causes.reversed() {
      broken = diagram.and(broken, diagram.any(of: causes))
    }
    var family = SetFamily(limit: FaultLimit.nodesMax)
    let sets = family.minimalSolutions(of: broken, diagram)
    guard !diagram.table.isFull, !family.isFull else {
      return .tooLarge(.nodes(FaultLimit.nodesMax))
    }
    let smallest = family.smallest(sets, limit: CutSets.listedMax)
    let naming = FaultNaming(graph)
    let named = smallest.map { naming.set($0.map { elements.elements[$0] }, elements.endpoints) }
    let total = family.count(sets)
    return .sets(
      naming.sorted(named), more: total == .max ? .max : total - smallest.count)
  }
}
