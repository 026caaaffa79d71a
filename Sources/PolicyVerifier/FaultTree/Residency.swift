public import PolicyGraph

/// Whether all endpoints that a route may ever try lie in named domains of a label.
public struct Residency: Equatable, Sendable {
  /// Endpoints outside, in the order of the policy; none if the guarantee holds.
  public var offenders: [Offender]

  /// An endpoint outside.
  public struct Offender: Equatable, Sendable {
    /// The endpoint.
    public var endpoint: ID<Endpoint>
    /// Where it lies by the label; nil if it does not say.
    public var domain: ID<FaultDomain>?
    /// How a request may come there.
    public var way: Reach
  }

  /// Whether there is no endpoint outside.
  public var holds: Bool { offenders.isEmpty }

  /// Holds a route to a guarantee `stays-within`.
  public static func check(_ graph: FailoverGraph, _ guarantee: Guarantee) -> Residency {
    check(
      graph, guarantee.route, label: guarantee.label,
      names: graph.words[guarantee.names].map(\.text))
  }

  /// Holds a route to the domains called `names` of a label.
  ///
  /// All that may ever be tried is looked at: the main path, `reroute`, and every step of the
  /// ladder, also those for some causes only; and who is only asked what became of a request.
  public static func check(
    _ graph: FailoverGraph, _ route: ID<Route>, label: Name?, names: [Name]
  ) -> Residency {
    var offenders: [Offender] = []
    for (endpoint, way) in Reach.all(route, in: graph) + Reach.asked(route, in: graph) {
      let domain = graph.domainMembers[graph.endpoints[endpoint].domains].map(\.domain)
        .first { graph.domains[$0].label == label }
      if let domain, names.contains(graph.domains[domain].name) { continue }
      offenders.append(Offender(endpoint: endpoint, domain: domain, way: way))
    }
    return Residency(offenders: offenders)
  }
}

/// By which way a request may come to an endpoint.
public enum Reach: Equatable, Sendable {
  /// Over the groups of the main path, outermost first; none if the route leads there directly.
  case main([ID<Group>])
  /// By a `reroute` of some rules, over groups.
  case reroute(ID<Rule>, [ID<Group>])
  /// By a `use` step of the ladder, over groups.
  case ladder(ID<Step>, [ID<Group>])
  /// Not at all: a rule asks there what became of it.
  case asked(ID<Rule>)

  /// Every endpoint that a route may ever try, in the order of the policy, with the first way there
  /// in the order of the cases above.
  ///
  /// Endpoints that lack what the route requires are never tried.
  public static func all(
    _ route: ID<Route>, in graph: FailoverGraph
  ) -> [(endpoint: ID<Endpoint>, way: Reach)] {
    var walk = ReachWalk(graph, route)
    walk.run(route)
    return graph.endpoints.ids.compactMap { id in walk.found[id.index].map { (id, $0) } }
  }

  /// Every endpoint that a rule of a route asks by name what became of a request, and the first
  /// rule that does; those that the route may try are left out.
  static func asked(
    _ route: ID<Route>, in graph: FailoverGraph
  ) -> [(endpoint: ID<Endpoint>, way: Reach)] {
    let paths = RoutePaths(graph, route)
    return paths.asked.filter { !paths.all.contains($0) }.compactMap { id in
      graph.rules.ids.first { graph.rules[$0].reconcileAt == id }.map { (id, .asked($0)) }
    }
  }
}
