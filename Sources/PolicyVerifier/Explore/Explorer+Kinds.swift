import PolicyGraph
import PolicyRuntime

extension Explorer {
  /// By endpoint: a number that those share which may be taken for each other.
  ///
  /// Such endpoints are members of one active-active group with equal weights, nothing else names
  /// them, and they are alike in everything that the interpreter or the adversary looks at. Their
  /// states may be swapped without changing what can come of them.
  static func kinds(_ policy: ExploredPolicy, _ adversary: Adversary, _ reach: [Bool]) -> [Int] {
    let graph = policy.graph
    let comparesDomains = graph.responses.rows.contains { $0.same != nil }
    var prints: [Fingerprint] = []
    for (i, id) in policy.layout.endpoints.enumerated() {
      var print = policy.layout.likeness[i]
      print.add(adversary.isBad[i] ? 1 : UInt64(0))
      print.add(reach[i] ? 1 : UInt64(0))
      print.add(graph.slowAnswer(of: id).ns)
      let row = graph.endpoints[id]
      print.add(row.firstByteTimeout?.ns ?? -1)
      // Keys and what they are shared by are seldom alike; then each is of its own kind.
      let isPlain = row.idempotencyKey == nil && row.retry == nil && !comparesDomains
      if let place = isPlain ? onlyPlace(of: id, in: graph) : nil {
        print.add(UInt64(place.group.raw))
        print.add(UInt64(place.weight))
      } else {
        print.add(UInt64(id.raw) | 1 << 40)
      }
      prints.append(print)
    }
    return prints.map { print in prints.firstIndex(of: print) ?? 0 }
  }

  /// The one active-active group that an endpoint is a member of; nil if something else leads to
  /// it.
  private static func onlyPlace(
    of endpoint: ID<Endpoint>, in graph: FailoverGraph
  ) -> (group: ID<Group>, weight: UInt32)? {
    let target = Target.endpoint(endpoint)
    if graph.routes.rows.contains(where: { $0.target == target })
      || graph.arms.rows.contains(where: { $0.target == target })
      || graph.responses.rows.contains(where: { $0.target == target })
      || graph.steps.rows.contains(where: { $0.target == target })
      || graph.rules.rows.contains(where: { $0.reconcileAt == endpoint })
    {
      return nil
    }
    var places: [(group: ID<Group>, weight: UInt32)] = []
    for group in graph.groups.ids {
      for member in graph.members[graph.groups[group].members] where member.target == target {
        places.append((group, member.weight))
      }
    }
    guard places.count == 1, graph.groups[places[0].group].kind == .activeActive else { return nil }
    // Ejections go in the order of members.
    return graph.groups[places[0].group].ejectMax == nil ? places[0] : nil
  }
}
