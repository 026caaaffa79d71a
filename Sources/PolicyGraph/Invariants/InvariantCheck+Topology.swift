extension InvariantCheck {
  /// Groups one by one, and that none contains itself.
  mutating func topology(of graph: FailoverGraph) {
    each(graph.groups.rows) { check, group in check.group(group, of: graph) }
    each(graph.arms.rows) { check, arm in check.arm(arm) }
    guard violation == nil else { return }
    nesting(of: graph)
    guard violation == nil else { return }
    excesses(of: graph)
  }

  /// Nothing asks more than one request or one process carries.
  private mutating func excesses(of graph: FailoverGraph) {
    for excess in graph.excesses() {
      switch excess {
      case .tagNames:
        require(false, "requests carry 8 different tags at most", of: .arms, row: 0)
      case .credentials(let id, _):
        require(false, "an endpoint has 64 credentials at most", of: .endpoints, row: id.index)
      case .ways(let id, _):
        require(
          false, "65536 ways at most lead from a group to endpoints", of: .groups, row: id.index)
      case .state:
        require(false, "what requests share takes 256 MiB at most", of: .breakers, row: 0)
      }
    }
  }

  private mutating func group(_ group: Group, of graph: FailoverGraph) {
    switch group.kind {
    case .activePassive, .activeActive:
      require(!group.members.isEmpty, "a group has a member")
      require(group.arms.isEmpty, "only a select has arms")
    case .select:
      require(group.members.isEmpty, "a select has arms in place of members")
      let arms = graph.arms[group.arms]
      require(!arms.isEmpty, "a select has an arm")
      for arm in arms.dropLast() {
        require(arm.kind != .otherwise, "otherwise is the last arm")
      }
    }
    switch group.failback {
    case .after: require(group.failbackAfter != nil, "failback after a time has the time")
    case .atOnce, .manual: break
    }
    switch group.balance {
    case .sticky: require(group.stickyKey != nil, "a sticky balance has a key")
    case .leastLoaded, .fastest:
      for member in graph.members[group.members] {
        require(member.target.isEndpoint, "load and speed are known of endpoints only")
      }
    case .random, .roundRobin: break
    }
  }

  private mutating func arm(_ arm: Arm) {
    switch arm.kind {
    case .size: require(arm.bound != nil, "an arm by size has a size")
    case .tag:
      require(arm.tag != nil, "an arm by tag has a tag")
      require(!arm.values.isEmpty, "an arm by tag has a value")
    case .priority:
      let bound = arm.bound ?? -1
      require((0...9).contains(bound), "an arm by priority has a priority from 0 to 9")
    case .otherwise: break
    }
  }
}
