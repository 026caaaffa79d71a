internal import PolicyGraph

extension PolicyEngine {
  /// The route of a name, to be asked for when the service starts.
  ///
  /// - Throws: `EngineError.unknown`, with the names that come nearest.
  public func route(_ name: String) throws(EngineError) -> PolicyRoute {
    let names = generation.names
    guard let id = names.routeIDs[name] else {
      throw .unknown(.route, name, nearest: allNearest(name, in: names.routes))
    }
    return PolicyRoute(route: names.handles[id.index], engine: self)
  }

  /// The first route, in the policy's order, that takes a request by one of its `match` statements.
  ///
  /// Routes without `match` are reached by name only.
  ///
  /// - Parameters:
  ///   - method: the method, in capitals as HTTP has it.
  ///   - path: the path; a query or a fragment behind it does not count.
  ///   - headers: all headers; names are compared without regard to case.
  /// - Returns: nil if no route takes it.
  public func route(
    method: String, path: String, headers: [(name: String, value: String)] = []
  ) -> PolicyRoute? {
    let generation = generation
    let id = generation.graph.route(
      method: method.utf8, path: path.utf8,
      headers: headers.map { ($0.name.utf8, $0.value.utf8) })
    return id.map { PolicyRoute(route: generation.names.handles[$0.index], engine: self) }
  }
}
