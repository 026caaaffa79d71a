import PolicyGraph

@testable import PolicyRuntime

/// The request machine once more, written from its description only: dictionaries and lists in
/// place of packed cells, no atomics, nothing cached.
///
/// It is what the real interpreter is held against; where the two differ, one of them reads the
/// description wrongly.
final class Reference {
  let graph: FailoverGraph
  /// Credentials that nobody has, by their index; empty for none.
  let missing: [Bool]
  var world = ReferenceWorld()
  /// The draws of the request that is being decided.
  var draws = LoggedRandom(seed: 0)

  init(_ graph: FailoverGraph, missing: [Bool] = []) {
    self.graph = graph
    self.missing = missing
  }

  /// The credentials of an endpoint that are there.
  func credentials(of id: ID<Endpoint>) -> [ID<Credential>] {
    graph.endpoints[id].credentials.filter { missing.isEmpty || !missing[$0.index] }
  }

  /// Whether an endpoint declares credentials, and none of them is there.
  func isExcluded(_ id: ID<Endpoint>) -> Bool {
    !graph.endpoints[id].credentials.isEmpty && credentials(of: id).isEmpty
  }

  // MARK: Names

  func className(_ id: ID<ErrorClass>) -> String { graph.text(graph.classes[id].name) }

  func errorClass(_ name: String) -> ID<ErrorClass> {
    // Every graph has the classes of the language.
    graph.classes.ids.first { className($0) == name } ?? ID(0)
  }

  func endpointName(_ id: ID<Endpoint>) -> String { graph.text(graph.endpoints[id].name) }

  func domain(of id: ID<Endpoint>, _ label: String) -> String? {
    for member in graph.domainMembers[graph.endpoints[id].domains] {
      let domain = graph.domains[member.domain]
      if graph.text(domain.label) == label { return graph.text(domain.name) }
    }
    return nil
  }

  func domains(of id: ID<Endpoint>) -> [ID<FaultDomain>] {
    graph.domainMembers[graph.endpoints[id].domains].map(\.domain)
  }

  func supports(_ id: ID<Endpoint>, _ feature: String) -> Bool {
    graph.features[graph.endpoints[id].supports].contains { graph.text($0.name) == feature }
  }

  // MARK: What is declared

  func retry(_ route: ID<Route>) -> Retry? { graph.routes[route].retry.map { graph.retries[$0] } }

  func ladder(_ route: ID<Route>) -> Ladder? {
    graph.routes[route].ladder.map { graph.ladders[$0] }
  }

  func breaker(_ endpoint: ID<Endpoint>, _ route: ID<Route>) -> BreakerKey? {
    (graph.endpoints[endpoint].breaker ?? graph.routes[route].breaker)
      .map { BreakerKey(endpoint: endpoint, breaker: $0) }
  }

  /// The most processes that any route says; what endpoints admit is divided among them.
  var processesMost: Int64 { Int64(graph.routes.rows.map(\.processes).max() ?? 1) }

  /// The least time that an attempt is started with.
  func leastTime(_ id: ID<Endpoint>) -> Tick {
    let endpoint = graph.endpoints[id]
    let least =
      endpoint.atLeast ?? medianDeclared(id) ?? Tick(ns: endpoint.attemptTimeout.ns / 10)
    // Without any time left nothing starts.
    return max(Tick(ns: 1), least)
  }

  /// The declared p50.
  func medianDeclared(_ id: ID<Endpoint>) -> Tick? { declared(id, percentile: 50) }

  /// A declared percentile.
  func declared(_ id: ID<Endpoint>, percentile: Int64) -> Tick? {
    guard let latency = graph.endpoints[id].latency else { return nil }
    if graph.latencies[latency].kind == .fixed { return graph.latencies[latency].value }
    return graph.latencyPoints[graph.latencies[latency].points]
      .first { $0.percentile.millionths == percentile * 10_000 }?.value
  }

  /// The smallest context of the limits of an endpoint.
  func context(_ id: ID<Endpoint>) -> Int64? {
    graph.limits[graph.endpoints[id].limits].compactMap(\.context).min()
  }

  /// Every endpoint below a target, once, in the order in which it is met; of a `select` all arms,
  /// or the one that a request takes.
  func endpoints(
    below target: Target, armOf ask: Ask? = nil, drained: Bool = true
  ) -> [ID<Endpoint>] {
    var found: [ID<Endpoint>] = []
    switch target {
    case .endpoint(let id): found = [id]
    case .group(let id):
      var below = children(of: id)
      if !drained { below = undrained(id) }
      if let ask, graph.groups[id].kind == .select { below = arm(id, ask).map { [$0] } ?? [] }
      for child in below {
        for endpoint in endpoints(below: child, armOf: ask, drained: drained)
        where !found.contains(endpoint) {
          found.append(endpoint)
        }
      }
    }
    return found
  }

  /// The children of a group without its drained members.
  func undrained(_ id: ID<Group>) -> [Target] {
    let group = graph.groups[id]
    guard group.kind == .activeActive else { return children(of: id) }
    return graph.members[group.members].filter { $0.weight > 0 }.map(\.target)
  }

  func children(of id: ID<Group>) -> [Target] {
    let group = graph.groups[id]
    return group.kind == .select
      ? graph.arms[group.arms].map(\.target) : graph.members[group.members].map(\.target)
  }

  // MARK: Scope values

  func limitKey(
    _ limit: Limit, _ endpoint: ID<Endpoint>, _ credential: ID<Credential>?
  ) -> LimitKey? {
    value(of: limit.scope, endpoint, credential).map { LimitKey(per: limit.scope, value: $0) }
  }

  func owner(_ id: ID<Endpoint>) -> Owner {
    domain(of: id, "provider").map { .provider($0) } ?? .endpoint(id)
  }

  func reference(_ id: ID<Credential>) -> String {
    let credential = graph.credentials[id]
    return "\(credential.source.word):\(graph.text(credential.reference))"
  }

  /// What shares a trouble or a limit of this scope; nil where nothing does.
  func value(
    of scope: Scope, _ endpoint: ID<Endpoint>, _ credential: ID<Credential>?
  ) -> ScopeValue? {
    let owner = owner(endpoint)
    switch scope {
    case .request, .local: return nil
    case .endpoint: return .endpoint(endpoint)
    case .credential:
      guard let credential else { return .endpoint(endpoint) }
      return .credential(reference(credential), owner)
    case .account:
      guard let credential else { return .endpoint(endpoint) }
      guard let account = graph.credentials[credential].account else {
        return .account("of " + reference(credential), owner)
      }
      return .account(graph.text(account), owner)
    case .address: return owner == .endpoint(endpoint) ? .endpoint(endpoint) : .address(owner)
    case .provider: return owner == .endpoint(endpoint) ? .endpoint(endpoint) : .provider(owner)
    }
  }
}
