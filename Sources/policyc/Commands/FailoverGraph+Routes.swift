import PolicyGraph

extension FailoverGraph {
  /// The names of the routes, in the order of the policy.
  var routeNames: [String] {
    routes.rows.map { String(decoding: texts.bytes($0.name), as: UTF8.self) }
  }

  /// The route of a name.
  func route(named name: String) -> ID<Route>? {
    routes.ids.first { texts.bytes(routes[$0].name).elementsEqual(name.utf8) }
  }
}
