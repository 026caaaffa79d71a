import PolicyGraph

/// Finds the ways through a topology: every arm of every `select`.
struct PathWalk {
  /// A way in the making; the same `select` met twice decides once.
  struct Found {
    /// Without an arm where a `select` refuses.
    var decisions: [(select: ID<Group>, arm: ID<Arm>?)] = []
    var endpoints: [ID<Endpoint>] = []
    /// Whether it comes to an endpoint that serves these requests, if only smaller ones.
    var isServed = false

    var arms: [ID<Arm>] { decisions.compactMap(\.arm) }

    /// Whether its requests are refused at once, as `not-served`.
    var isRefused: Bool { !isServed && decisions.contains { $0.arm == nil } }
  }

  private struct Key: Hashable {
    var group: ID<Group>
    var above: Int64
  }

  private let graph: FailoverGraph
  private let requires: [Name]
  private let kind: RequestKind
  private var known: [Key: [Found]] = [:]
  private(set) var isTooLarge = false

  /// A walk for the requests of one kind.
  init(_ graph: FailoverGraph, _ route: ID<Route>, _ kind: RequestKind) {
    self.graph = graph
    self.kind = kind
    requires = graph.features[graph.routes[route].requires].map(\.name)
  }

  /// The ways from a target on, for requests larger than `above`.
  ///
  /// Groups are nested 64 deep at most, and one that is shared is walked once.
  mutating func ways(_ target: Target, above: Int64) -> [Found] {
    guard !isTooLarge else { return [] }
    switch target {
    case .endpoint(let id):
      return [
        Found(endpoints: canServe(id, above: above) ? [id] : [], isServed: serves(id))
      ]
    case .group(let id):
      let key = Key(group: id, above: above)
      if let found = known[key] { return found }
      let found =
        switch graph.groups[id].kind {
        case .activePassive, .activeActive: joined(id, above: above)
        case .select: chosen(id, above: above)
        }
      known[key] = found
      return found
    }
  }

  /// The members of a group together: each way of one with each way of the others.
  private mutating func joined(_ id: ID<Group>, above: Int64) -> [Found] {
    var all = [Found()]
    for member in graph.members[graph.groups[id].members] {
      let more = ways(member.target, above: above)
      var next: [Found] = []
      for first in all {
        for second in more {
          if let both = PathWalk.join(first, second) { next.append(both) }
        }
        if next.count > FaultLimit.waysMax { isTooLarge = true }
        if isTooLarge { return [] }
      }
      all = next
    }
    return all
  }

  /// One arm of a `select` after the other.
  private mutating func chosen(_ id: ID<Group>, above: Int64) -> [Found] {
    var all: [Found] = []
    for arm in graph.groups[id].arms {
      let row = graph.arms[arm]
      let takes = kind.takes(row, in: graph)
      if takes == false { continue }
      let bound = row.kind == .size ? max(above, row.bound ?? -1) : above
      for way in ways(row.target, above: bound) {
        let decision = Found(decisions: [(id, arm)])
        if let both = PathWalk.join(decision, way) { all.append(both) }
      }
      if all.count > FaultLimit.waysMax { isTooLarge = true }
      if isTooLarge { return [] }
      // What its tags decide is decided: the arms behind are for others.
      if takes == true { return all }
    }
    if graph.refusesRest(id) { all.append(Found(decisions: [(id, nil)])) }
    return all
  }

  /// Nil where one `select` would have to decide in two ways.
  private static func join(_ first: Found, _ second: Found) -> Found? {
    var both = first
    for decision in second.decisions {
      if let known = both.decisions.first(where: { $0.select == decision.select }) {
        if known.arm != decision.arm { return nil }
      } else {
        both.decisions.append(decision)
      }
    }
    for endpoint in second.endpoints where !both.endpoints.contains(endpoint) {
      both.endpoints.append(endpoint)
    }
    both.isServed = first.isServed || second.isServed
    return both
  }

  private func canServe(_ id: ID<Endpoint>, above: Int64) -> Bool {
    let row = graph.endpoints[id]
    for name in requires where !graph.features[row.supports].contains(where: { $0.name == name }) {
      return false
    }
    return serves(id) && graph.limits[row.limits].allSatisfy { ($0.context ?? .max) > above }
  }

  private func serves(_ id: ID<Endpoint>) -> Bool {
    kind.isServed(by: graph.servedValues[graph.endpoints[id].serves])
  }
}
