/// A group on the path from a root, while the groups below it are looked at.
private struct OpenGroup {
  var group: ID<Group>
  /// The child looked at next.
  var child = 0
  /// The height of the highest group below.
  var below: UInt8 = 0
}

extension InvariantCheck {
  /// No group contains itself, and none stands higher above its endpoints than the limit.
  ///
  /// Depth first, with a stack of its own; the limit bounds the stack here and in every reader.
  mutating func nesting(of graph: FailoverGraph) {
    let open = UInt8.max
    let limit = ArtifactFormat.topologyDepthMax
    // The height above the endpoints; 0 before a group is met.
    var heights = [UInt8](repeating: 0, count: graph.groups.count)
    var path: [OpenGroup] = []
    path.reserveCapacity(limit)
    for root in graph.groups.ids where heights[root.index] == 0 {
      heights[root.index] = open
      path.append(OpenGroup(group: root))
      while let top = path.last {
        let last = path.count - 1
        guard let child = graph.child(top.child, of: top.group) else {
          path.removeLast()
          let height = top.below + 1
          heights[top.group.index] = height
          if last > 0 { path[last - 1].below = max(path[last - 1].below, height) }
          guard path.count + Int(height) <= limit else { return tooDeep(top.group) }
          continue
        }
        path[last].child += 1
        guard case .group(let next) = child else { continue }
        let height = heights[next.index]
        if height == 0 {
          guard path.count < limit else { return tooDeep(next) }
          heights[next.index] = open
          path.append(OpenGroup(group: next))
        } else if height == open {
          return require(
            false, "a group does not contain itself", of: .groups, row: next.index)
        } else {
          path[last].below = max(top.below, height)
          guard path.count + Int(height) <= limit else { return tooDeep(next) }
        }
      }
    }
  }

  private mutating func tooDeep(_ group: ID<Group>) {
    require(false, "groups contain one another 64 deep at most", of: .groups, row: group.index)
  }
}

extension FailoverGraph {
  /// The target of the member or arm at `position` in a group; nil past the last.
  func child(_ position: Int, of group: ID<Group>) -> Target? {
    let row = groups[group]
    if position < row.members.count {
      return members[row.members[row.members.startIndex + position]].target
    }
    let arm = position - row.members.count
    guard arm < row.arms.count else { return nil }
    return arms[row.arms[row.arms.startIndex + arm]].target
  }
}

extension Target {
  /// Whether it is an endpoint.
  var isEndpoint: Bool {
    switch self {
    case .endpoint: true
    case .group: false
    }
  }
}
