import PolicyGraph

extension Checker {
  /// Reports matches that an earlier route takes entirely: the first route in file order wins.
  ///
  /// Earlier matches are found by their paths, so that thousands of routes cost little: those
  /// without a path, those with the very path, and those whose prefix the path begins with.
  mutating func judgeMatches() {
    var index = MatchIndex()
    let graph = self.graph
    for declaration in declarations where declaration.kind == .route && declaration.row >= 0 {
      let route = graph.routes[ID(Int(declaration.row))]
      // A match that was inherited is the same as its base's, and so never first.
      for id in route.matches {
        let match = graph.routeMatches[id]
        if let taker = index.taker(of: match, graph) {
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
        "route `\(words.text(declaration.name))` never sees these requests: an earlier route takes them all",
        related: [related("taken here", sites.routeMatches[taker.index])],
        notes: ["the first route in file order wins: put the narrower one first"]))
  }
}

/// Matches of earlier routes, by path.
private struct MatchIndex {
  private var pathless: [ID<RouteMatch>] = []
  private var exact = KeyMap<Name, [ID<RouteMatch>]>()
  private var prefixes: [Int: [ArraySlice<UInt8>: [ID<RouteMatch>]]] = [:]
  private var lengths: [Int] = []

  mutating func add(_ id: ID<RouteMatch>, _ graph: FailoverGraph) {
    let match = graph.routeMatches[id]
    if match.paths.isEmpty { pathless.append(id) }
    for path in graph.pathPatterns[match.paths] {
      if path.prefix {
        let bytes = graph.bytes(path.text)
        if prefixes[bytes.count] == nil { lengths.append(bytes.count) }
        prefixes[bytes.count, default: [:]][bytes, default: []].append(id)
      } else {
        exact[path.text, default: []].append(id)
      }
    }
  }

  /// An earlier match that takes all of `match`; nil if some of it is left.
  func taker(of match: RouteMatch, _ graph: FailoverGraph) -> ID<RouteMatch>? {
    if let id = pathless.first(where: { covers($0, match, graph) }) { return id }
    var last: ID<RouteMatch>?
    for path in graph.pathPatterns[match.paths] {
      guard let found = taker(of: path, match, graph) else { return nil }
      last = found
    }
    return last
  }

  private func taker(
    of path: PathPattern, _ match: RouteMatch, _ graph: FailoverGraph
  ) -> ID<RouteMatch>? {
    if !path.prefix, let same = exact[path.text],
      let id = same.first(where: { covers($0, match, graph) })
    {
      return id
    }
    let bytes = graph.bytes(path.text)
    for length in lengths where length <= bytes.count {
      if let found = prefixes[length]?[bytes.prefix(length)],
        let id = found.first(where: { covers($0, match, graph) })
      {
        return id
      }
    }
    return nil
  }

  /// Whether an earlier match takes every method and header value of a later one.
  private func covers(_ id: ID<RouteMatch>, _ match: RouteMatch, _ graph: FailoverGraph) -> Bool {
    let earlier = graph.routeMatches[id]
    if !earlier.methods.isEmpty {
      guard !match.methods.isEmpty, within(match.methods, earlier.methods, graph) else {
        return false
      }
    }
    guard let header = earlier.header else { return true }
    guard match.header == header else { return false }
    return earlier.values.isEmpty
      || !match.values.isEmpty && within(match.values, earlier.values, graph)
  }

  private func within(
    _ some: Rows<PolicyGraph.Word>, _ all: Rows<PolicyGraph.Word>, _ graph: FailoverGraph
  ) -> Bool {
    graph.words[some].allSatisfy { graph.words[all].contains($0) }
  }
}
