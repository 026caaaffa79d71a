extension FailoverGraph {
  /// A picture of the policy as a Mermaid flowchart, as Markdown pages show it: one route and all
  /// it can reach, or every route.
  public func mermaid(route: ID<Route>? = nil) -> String {
    var writer = MermaidWriter(GraphView(self, route: route))
    return writer.document().string
  }
}
