import PolicyGraph
import PolicyLanguage

// Endpoints that come up more than once below a group.

extension LintedPolicy {
  /// The members of a group at which endpoints were met first.
  struct Met {
    /// For each endpoint, the first one of its URL, keys and attributes that serves the same
    /// requests.
    fileprivate let likes: [ID<Endpoint>]
    fileprivate var same = KeyMap<ID<Endpoint>, ID<Member>>()
    fileprivate var like = KeyMap<ID<Endpoint>, ID<Member>>()

    /// The member at which that very endpoint was met.
    func same(_ endpoint: ID<Endpoint>) -> ID<Member>? { same[endpoint] }
    /// The member at which it or its like was met.
    func like(_ endpoint: ID<Endpoint>) -> ID<Member>? { like[likes[endpoint.index]] }

    fileprivate mutating func add(_ endpoint: ID<Endpoint>, at member: ID<Member>) {
      if same[endpoint] == nil { same[endpoint] = member }
      if like[likes[endpoint.index]] == nil { like[likes[endpoint.index]] = member }
    }
  }

  /// What makes two endpoints one and the same target, each list with its length in front.
  private func looks(_ id: ID<Endpoint>) -> [UInt32] {
    let endpoint = graph.endpoints[id]
    var looks = [endpoint.url.raw, endpoint.urlVariable.map { $0.raw } ?? .max]
    looks.append(UInt32(graph.endpoints[id].credentials.count))
    for key in keys(id) { looks += [UInt32(key.source.rawValue), key.reference.raw] }
    looks.append(UInt32(endpoint.attributes.count))
    for row in graph.attributes[endpoint.attributes] { looks += [row.name.raw, row.value.raw] }
    for row in graph.servedValues[endpoint.serves] { looks += [row.tag.raw, row.value.raw] }
    return looks
  }

  /// For each endpoint the first one that looks like it.
  private func likes() -> [ID<Endpoint>] {
    let looks = graph.endpoints.ids.map { self.looks($0) }
    let sorted = looks.indices.sorted {
      looks[$0] == looks[$1] ? $0 < $1 : looks[$0].lexicographicallyPrecedes(looks[$1])
    }
    var likes = Array(graph.endpoints.ids)
    for (before, after) in zip(sorted, sorted.dropFirst()) where looks[before] == looks[after] {
      likes[after] = likes[before]
    }
    return likes
  }

  /// At most one finding for each member, of the endpoints below it that `find` objects to.
  ///
  /// `met` says at which member of the group an endpoint, or its like, was met before. Members
  /// that a `select` stands below are left out: what a request meets there depends on the request.
  func membersInTurn(
    _ find: (_ group: ID<Group>, _ member: ID<Member>, ID<Endpoint>, _ met: Met) -> Finding?
  ) -> [Finding] {
    let likes = self.likes()
    return graph.groups.ids.flatMap { id -> [Finding] in
      var met = Met(likes: likes)
      return graph.groups[id].members.compactMap { member in
        guard let endpoints = fixedEndpoints(graph.members[member].target) else { return nil }
        var finding: Finding?
        for endpoint in endpoints where finding == nil {
          finding = find(id, member, endpoint, met)
        }
        for endpoint in endpoints { met.add(endpoint, at: member) }
        return finding
      }
    }
  }

  /// The endpoints below a target; nil if a request decides which they are.
  private func fixedEndpoints(_ target: Target) -> [ID<Endpoint>]? {
    var stack = [target]
    var seen = KeySet<ID<Group>>()
    while let next = stack.popLast() {
      guard case .group(let id) = next, seen.insert(id) else { continue }
      if graph.groups[id].kind == .select { return nil }
      stack += graph.groups[id].members.map { graph.members[$0].target }
    }
    return endpoints(target)
  }
}
