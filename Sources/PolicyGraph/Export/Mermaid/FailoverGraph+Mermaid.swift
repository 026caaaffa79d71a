extension FailoverGraph {
  /// A picture of the policy as a Mermaid flowchart, as Markdown pages show it: one route and all
  /// it can reach, or every route; with an `outage`, what that leaves.
  public func mermaid(route: ID<Route>? = nil, outage: Outage? = nil) -> String {
    var writer = MermaidWriter(GraphView(self, route: route, outage: outage))
    return writer.document().string
  }
}
