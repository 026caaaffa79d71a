import PolicyGraph

/// What counts a limit: an endpoint alone, or what several share.
///
/// The interpreter counts in the same places.
struct LimitPlace: Hashable {
  /// `endpoint` where nothing is shared.
  var scope: Scope
  /// The provider; where there is none, the endpoint.
  var place: [UInt8]
  /// The credential or the account.
  var name: [UInt8] = []
  var isFile = false

  var isShared: Bool { scope != .endpoint }

  /// The places where a limit of an endpoint counts: one for each of its credentials where it is
  /// per credential or account.
  static func places(
    of limit: Limit, _ id: ID<Endpoint>, _ graph: FailoverGraph
  ) -> [LimitPlace] {
    let row = graph.endpoints[id]
    let own = LimitPlace(scope: .endpoint, place: Array(graph.bytes(row.name)))
    switch limit.scope {
    case .endpoint, .request, .local: return [own]
    case .address, .provider:
      return [provider(row, graph).map { LimitPlace(scope: limit.scope, place: $0) } ?? own]
    case .credential, .account:
      if row.credentials.isEmpty { return [own] }
      var places: [LimitPlace] = []
      for credential in row.credentials {
        let place = place(of: credential, limit.scope, row, graph)
        if !places.contains(place) { places.append(place) }
      }
      return places
    }
  }

  /// The account or the credential itself; a credential without an account is one of its own.
  static func place(
    of id: ID<Credential>, _ scope: Scope, _ row: Endpoint, _ graph: FailoverGraph
  ) -> LimitPlace {
    let credential = graph.credentials[id]
    let home = provider(row, graph) ?? Array(graph.bytes(row.name))
    if scope == .account, let account = credential.account {
      return LimitPlace(scope: .account, place: home, name: Array(graph.bytes(account)))
    }
    // One that stands for its own account must not meet an account of that name.
    return LimitPlace(
      scope: scope, place: home, name: [0] + graph.bytes(credential.reference),
      isFile: credential.source == .file)
  }

  static func provider(_ row: Endpoint, _ graph: FailoverGraph) -> [UInt8]? {
    for member in graph.domainMembers[row.domains] {
      let domain = graph.domains[member.domain]
      if graph.bytes(domain.label).elementsEqual("provider".utf8) {
        return Array(graph.bytes(domain.name))
      }
    }
    return nil
  }
}
