import PolicyGraph

extension FailoverGraph {
  /// The graph in the format that was asked for, DOT if none was.
  func picture(_ format: String?, route: ID<Route>?, outage: Outage?) -> String {
    switch format {
    case "mermaid": mermaid(route: route, outage: outage)
    case "json": graphJSON(route: route, outage: outage)
    default: dot(route: route, outage: outage)
    }
  }

  /// The artifact's content in the format that was asked for, text if none was.
  func inspection(_ format: String?, isTrusted: Bool?) -> String {
    format == "json" ? inspectJSON(isTrusted: isTrusted) : inspectText(isTrusted: isTrusted)
  }
}
