extension FailoverGraph {
  /// The route of a name.
  public func route(named text: String) -> ID<Route>? {
    let wanted = Array(text.utf8)
    return routes.ids.first { bytes(routes[$0].name).elementsEqual(wanted) }
  }

  /// A picture of the policy for Graphviz: one route and all it can reach, or every route.
  ///
  /// Groups are clusters, tiers fall from the first to the last, and the ladder lies below. An
  /// endpoint has the colour of its fault domain, of the label that tells most of them apart.
  ///
  /// With an `outage` what is out is grey, what is left keeps its colour, and what takes over is
  /// framed.
  public func dot(route: ID<Route>? = nil, outage: Outage? = nil) -> String {
    var writer = DOTWriter(GraphView(self, route: route, outage: outage))
    return writer.document().string
  }
}
