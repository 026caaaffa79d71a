import PolicyGraph

extension FailoverGraph {
  /// The names of the routes, in the order of the policy.
  var routeNames: [String] {
    routes.rows.map { String(decoding: texts.bytes($0.name), as: UTF8.self) }
  }
}
