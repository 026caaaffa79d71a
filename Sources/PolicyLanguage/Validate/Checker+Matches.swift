import PolicyGraph

extension Checker {
  /// Reports matches that an earlier route takes entirely: the first route in file order wins.
  mutating func validateMatches() {
    var index = MatchIndex()
    let graph = self.graph
    for declaration in declarations where declaration.kind == .route && declaration.row >= 0 {
      guard !diagnostics.isFull else { return }
      let route = graph.routes[ID(Int(declaration.row))]
      // A match that was inherited is the same as its base's, and so never first.
      for id in route.matches {
        let match = graph.routeMatches[id]
        if let taker = index.taker(of: match, graph, &comparisonsLeft) {
          reportShadowed(id, by: taker, declaration)
        }
      }
      for id in route.matches { index.add(id, graph) }
    }
  }

  private mutating func reportShadowed(
    _ id: ID<RouteMatch>, by taker: ID<RouteMatch>, _ declaration: Declaration
  ) {
    let place =
      id == taker
      ? Sites.Site(file: declaration.file, node: declaration.node) : sites.routeMatches[id.index]
    diagnostics.append(
      .meaning(
        .shadowedMatch, file: place.file, range: range(place),
        "route `\(words.text(declaration.name))` never gets these requests: an earlier route takes them all",
        related: [related("taken here", sites.routeMatches[taker.index])],
        notes: ["the first route in file order wins: put the narrower one first"]))
  }
}
