import PolicyGraph

/// A group on the path from a root, while the targets below it are looked at.
private struct OpenGroup {
  var group: ID<Group>
  var below: [Target]
  var next = 0
  /// The height of the highest group below.
  var height = 0
}

extension Checker {
  /// Reports groups that contain themselves, or stand too high; whether there are any.
  ///
  /// Depth first, with a stack of its own; each group is entered once.
  mutating func validateCycles() -> Bool {
    let open = -1
    // The height above the endpoints; 0 before a group is met.
    var heights = [Int](repeating: 0, count: graph.groups.count)
    var found = false
    for start in graph.groups.ids where heights[start.index] == 0 {
      var path = [OpenGroup(group: start, below: children(of: start))]
      heights[start.index] = open
      while let last = path.indices.last {
        guard path[last].next < path[last].below.count else {
          let done = path.removeLast()
          heights[done.group.index] = done.height + 1
          if done.height == ArtifactFormat.topologyDepthMax {
            found = true
            reportTooHigh(done.group)
          }
          if last > 0 { path[last - 1].height = Swift.max(path[last - 1].height, done.height + 1) }
          continue
        }
        let child = path[last].below[path[last].next]
        path[last].next += 1
        guard case .group(let id) = child else { continue }
        let height = heights[id.index]
        if height == 0 {
          heights[id.index] = open
          path.append(OpenGroup(group: id, below: children(of: id)))
        } else if height == open {
          found = true
          reportCycle(
            path.map(\.group).drop { $0 != id } + [id], path[last].group, path[last].next - 1)
        } else {
          path[last].height = Swift.max(path[last].height, height)
        }
      }
    }
    return found
  }

  private mutating func reportTooHigh(_ group: ID<Group>) {
    let declared = declaration(of: .target, row: group.index, group: true)
    let place = Sites.Site(file: declared?.file ?? FileID(0), node: declared?.node ?? 0)
    diagnostics.append(
      .meaning(
        .topologyTooHigh, file: place.file, range: range(place),
        "\(quoted(graph.groups[group].name)) nests topologies more than \(ArtifactFormat.topologyDepthMax) deep"
      ))
  }

  private mutating func reportCycle(
    _ cycle: ArraySlice<ID<Group>>, _ last: ID<Group>, _ member: Int
  ) {
    // A cycle of thousands is told by its ends.
    var names = cycle.map { graph.text(graph.groups[$0].name) }
    if names.count > 12 { names = names.prefix(6) + ["…"] + names.suffix(5) }
    let group = graph.groups[last]
    let site =
      group.kind == .select
      ? sites.arms[Int(group.arms.first) + member]
      : sites.members[Int(group.members.first) + member]
    diagnostics.append(
      .meaning(
        .topologyCycle, file: site.file, range: range(site),
        names.count == 2
          ? "`\(names[0])` contains itself"
          : "these contain each other: \(names.joined(separator: " → "))",
        notes: ["topologies may share members, but none may contain itself"]))
  }
}
