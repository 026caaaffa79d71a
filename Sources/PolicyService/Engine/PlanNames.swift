internal import PolicyGraph

/// The names of a policy's parts as strings, made once when it is loaded.
///
/// For errors, events and metrics. It holds nothing else, so that who keeps it keeps no old plan.
final class PlanNames: Sendable {
  let routes: [String]
  let endpoints: [String]
  let groups: [String]
  let breakers: [String]
  let classes: [String]
  let steps: [String]
  /// Where credentials are read, as the policy names it.
  let credentials: [String]
  /// By the index of their routes.
  let handles: [RouteName]
  let routeIDs: [String: ID<Route>]
  let endpointIDs: [String: ID<Endpoint>]
  let groupIDs: [String: ID<Group>]

  init(_ graph: FailoverGraph) {
    routes = graph.routes.rows.map { graph.text($0.name) }
    endpoints = graph.endpoints.rows.map { graph.text($0.name) }
    groups = graph.groups.rows.map { graph.text($0.name) }
    breakers = graph.breakers.rows.map { graph.text($0.name) }
    classes = graph.classes.rows.map { graph.text($0.name) }
    steps = graph.steps.rows.map { graph.text($0.name) }
    credentials = graph.credentials.rows.map { graph.text($0.reference) }
    handles = routes.map(RouteName.init)
    routeIDs = PlanNames.index(routes)
    endpointIDs = PlanNames.index(endpoints)
    groupIDs = PlanNames.index(groups)
  }

  private static func index<Row>(_ names: [String]) -> [String: ID<Row>] {
    var index: [String: ID<Row>] = [:]
    index.reserveCapacity(names.count)
    for (i, name) in names.enumerated() { index[name] = ID(i) }
    return index
  }
}
