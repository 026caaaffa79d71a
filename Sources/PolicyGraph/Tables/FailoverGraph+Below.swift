extension FailoverGraph {
  /// The members or arms of a group, in order.
  public func targets(below group: ID<Group>) -> [Target] {
    let row = groups[group]
    return members[row.members].map { $0.target } + arms[row.arms].map { $0.target }
  }

  /// Whether a group is a `select` that refuses what none of its arms takes: `otherwise none`.
  public func refusesRest(_ group: ID<Group>) -> Bool {
    let row = groups[group]
    return row.kind == .select && arms[row.arms].last?.kind != .otherwise
  }

  /// The endpoints that a target is or leads to, each once, in the order they are met.
  package func endpoints(below target: Target) -> [ID<Endpoint>] {
    var found: [ID<Endpoint>] = []
    var isFound = [Bool](repeating: false, count: endpoints.count)
    walk(target) { next in
      guard case .endpoint(let id) = next, !isFound[id.index] else { return }
      isFound[id.index] = true
      found.append(id)
    }
    return found
  }

  /// The groups that a target is or leads to, each once, in the order they are met.
  package func groups(below target: Target) -> [ID<Group>] {
    var found: [ID<Group>] = []
    walk(target) { next in if case .group(let id) = next { found.append(id) } }
    return found
  }

  /// Visits a target and all below it in order; each group once.
  private func walk(_ target: Target, _ visit: (Target) -> Void) {
    var isWalked = [Bool](repeating: false, count: groups.count)
    var open = [target]
    while let next = open.popLast() {
      if case .group(let id) = next {
        if isWalked[id.index] { continue }
        isWalked[id.index] = true
        open += targets(below: id).reversed()
      }
      visit(next)
    }
  }
}
