import PolicyGraph

extension Checker {
  /// Reports groups that contain themselves; whether there are any.
  mutating func judgeCycles() -> Bool {
    enum Colour: UInt8 { case white, grey, black }
    var colour = [Colour](repeating: .white, count: graph.groups.count)
    var found = false
    for start in graph.groups.ids where colour[start.index] == .white {
      var path: [(group: ID<Group>, next: Int)] = [(start, 0)]
      colour[start.index] = .grey
      while let top = path.last {
        let below = children(of: top.group)
        guard top.next < below.count else {
          colour[top.group.index] = .black
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        guard case .group(let id) = below[top.next] else { continue }
        switch colour[id.index] {
        case .white:
          colour[id.index] = .grey
          path.append((id, 0))
        case .grey:
          found = true
          reportCycle(path.map(\.group).drop { $0 != id } + [id], top.group, top.next)
        case .black: break
        }
      }
    }
    return found
  }

  private mutating func reportCycle(
    _ cycle: ArraySlice<ID<Group>>, _ last: ID<Group>, _ member: Int
  ) {
    let names = cycle.map { graph.text(graph.groups[$0].name) }
    let group = graph.groups[last]
    let site =
      group.kind == .select
      ? site(declaration(of: .target, row: last.index, group: true), .to)
      : sites.members[Int(group.members.first) + member]
    diagnostics.append(
      .meaning(
        .topologyCycle, file: site.file, range: range(site),
        names.count == 2
          ? "`\(names[0])` contains itself"
          : "these contain each other: \(names.joined(separator: " → "))",
        notes: ["topologies may share members, but none may lead back to itself"]))
  }
}
