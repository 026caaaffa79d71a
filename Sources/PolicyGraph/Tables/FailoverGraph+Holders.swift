extension FailoverGraph {
  /// The breaker that tells which of a group's members are down for a route's requests, and so who
  /// holds it for them: the route's.
  ///
  /// Nil if the route has none, and if every endpoint below the group has a breaker of its own:
  /// then all routes see the same.
  public func holderBreaker(of group: ID<Group>, on route: ID<Route>) -> ID<Breaker>? {
    routes[route].breaker.flatMap { guardsItself(group) ? nil : $0 }
  }

  private func guardsItself(_ group: ID<Group>) -> Bool {
    var seen = [Bool](repeating: false, count: groups.count)
    var open = [group]
    while let next = open.popLast() {
      if seen[next.index] { continue }
      seen[next.index] = true
      let row = groups[next]
      let below = members[row.members].map { $0.target } + arms[row.arms].map { $0.target }
      for target in below {
        switch target {
        case .endpoint(let id): if endpoints[id].breaker == nil { return false }
        case .group(let id): open.append(id)
        }
      }
    }
    return true
  }
}
