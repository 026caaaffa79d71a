import PolicyGraph
import PolicyLanguage

// Endpoints that come up more than once below a group.

extension LintedPolicy {
  /// What makes an endpoint the same as another.
  enum Likeness: Hashable {
    /// It is that very one.
    case same(ID<Endpoint>)
    /// It has this URL, these keys, these attributes, and serves the same requests.
    case looks([Name], [Key], [[Name]])
  }

  /// What makes two endpoints one and the same target.
  func looks(_ id: ID<Endpoint>) -> Likeness {
    let endpoint = graph.endpoints[id]
    return .looks(
      [endpoint.url] + (endpoint.urlVariable.map { [$0] } ?? []), keys(id),
      graph.attributes[endpoint.attributes].map { [$0.name, $0.value] }
        + graph.servedValues[endpoint.serves].map { [$0.tag, $0.value] })
  }

  /// At most one finding for each member, of the endpoints below it that `find` objects to.
  ///
  /// `first` says at which member of the group an endpoint, or its like, was met before. Members
  /// that a `select` stands below are left out: what a request meets there depends on the request.
  func membersInTurn(
    _ find: (
      _ group: ID<Group>, _ member: ID<Member>, ID<Endpoint>, _ first: [Likeness: ID<Member>]
    ) -> Finding?
  ) -> [Finding] {
    graph.groups.ids.flatMap { id -> [Finding] in
      var first: [Likeness: ID<Member>] = [:]
      return graph.groups[id].members.compactMap { member in
        guard let endpoints = fixedEndpoints(graph.members[member].target) else { return nil }
        var finding: Finding?
        for endpoint in endpoints where finding == nil {
          finding = find(id, member, endpoint, first)
        }
        for endpoint in endpoints {
          for likeness in [.same(endpoint), looks(endpoint)] where first[likeness] == nil {
            first[likeness] = member
          }
        }
        return finding
      }
    }
  }

  /// The endpoints below a target; nil if a request decides which they are.
  private func fixedEndpoints(_ target: Target) -> [ID<Endpoint>]? {
    var stack = [target]
    var seen = Set<ID<Group>>()
    while let next = stack.popLast() {
      guard case .group(let id) = next, seen.insert(id).inserted else { continue }
      if graph.groups[id].kind == .select { return nil }
      stack += graph.groups[id].members.map { graph.members[$0].target }
    }
    return endpoints(target)
  }
}
