import PolicyGraph
import PolicyRuntime

/// Fewer members, where more make no difference.
extension ExploredPolicy {
  /// By position in the layout, which endpoints may be taken for each other in a question.
  func kinds(_ question: Question) -> [Int] {
    let (bad, reach) = (Set(question.bad), Set(question.reach))
    return equals.kinds(
      layout.endpoints.map { (bad.contains($0) ? 1 : 0) | (reach.contains($0) ? 2 : 0) })
  }

  /// The policy with as many equal members of each group as one request can tell apart in a
  /// question.
  ///
  /// A request sends at most `attempts` attempts on its main path, and so comes to at most as many
  /// of them; with one more there is always one left that nothing has happened to, and which of
  /// those that is makes no difference. Groups keep all that they have where their health is
  /// counted in shares of their members, and where a step of a ladder asks every one of them.
  func thinned(for question: Question) -> ExploredPolicy {
    let attempts = graph.routes[route].retry.map { Int(graph.retries[$0].attempts) } ?? 1
    let kinds = kinds(question)
    let whole = askedWhole
    var members: [Member] = []
    var thin = graph
    for id in paths.groups {
      var counts: [Int: Int] = [:]
      var kept = Array(graph.members[graph.groups[id].members])
      if graph.groups[id].kind == .activeActive, !whole.contains(id) {
        kept.removeAll { member in
          guard case .endpoint(let endpoint) = member.target,
            let i = layout.position(of: endpoint)
          else { return false }
          counts[kinds[i], default: 0] += 1
          return counts[kinds[i], default: 0] > attempts + 1
        }
      }
      thin.setMembers(of: id, to: Rows(first: members.count, count: kept.count))
      members += kept
    }
    if members.count == paths.groups.reduce(0, { $0 + graph.groups[$1].members.count }) {
      return self
    }
    thin.members = Table(members)
    for id in graph.groups.ids where !paths.groups.contains(id) {
      thin.setMembers(of: id, to: Rows())
    }
    return ExploredPolicy(still: thin, hedgeDelay)
  }

  /// The groups whose members all count: below steps of the ladder, and where shares are.
  private var askedWhole: Set<ID<Group>> {
    var found: Set<ID<Group>> = []
    var left: [Target] = []
    if let ladder = graph.routes[route].ladder {
      left = graph.steps[graph.ladders[ladder].steps].compactMap(\.target)
    }
    left += healthWeighers.map { .group($0) }
    while let next = left.popLast() {
      guard case .group(let id) = next, found.insert(id).inserted else { continue }
      let row = graph.groups[id]
      left += graph.members[row.members].map(\.target) + graph.arms[row.arms].map(\.target)
    }
    return found
  }
}

extension FailoverGraph {
  /// Gives active-active groups the members of the active-active groups among theirs.
  ///
  /// Where members are drawn alike, it makes no difference by how many draws one is come to, and
  /// groups that share groups would multiply the draws.
  mutating func flattenBalances(except counting: [Bool]) {
    var known: [ID<Group>: [Member]] = [:]
    func isFlat(_ id: ID<Group>) -> Bool {
      groups[id].kind == .activeActive && !counting[id.index]
    }
    func leaves(_ id: ID<Group>, depth: Int) -> [Member] {
      if let found = known[id] { return found }
      var found: [Member] = []
      var places: [Target: Int] = [:]
      func add(_ member: Member) {
        if let place = places[member.target] {
          // One that is drained here alone is not drained.
          found[place].weight = max(found[place].weight, member.weight)
        } else {
          places[member.target] = found.count
          found.append(member)
        }
      }
      for member in members[groups[id].members] {
        guard case .group(let below) = member.target, isFlat(below), depth < 64 else {
          add(member)
          continue
        }
        for var leaf in leaves(below, depth: depth + 1) {
          leaf.weight = min(leaf.weight, member.weight)
          add(leaf)
        }
      }
      known[id] = found
      return found
    }
    var all: [Member] = []
    for id in groups.ids {
      let own = isFlat(id) ? leaves(id, depth: 0) : Array(members[groups[id].members])
      all += own
    }
    var first = 0
    for id in groups.ids {
      let count = known[id]?.count ?? groups[id].members.count
      setMembers(of: id, to: Rows(first: first, count: count))
      first += count
    }
    members = Table(all)
  }

  /// Says which members a group has.
  fileprivate mutating func setMembers(of group: ID<Group>, to members: Rows<Member>) {
    var row = groups[group]
    row.members = members
    groups[group] = row
  }
}
