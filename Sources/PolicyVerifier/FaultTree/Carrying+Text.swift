public import PolicyGraph

extension Carrying {
  /// The answer in sentences, the most important first.
  public func lines(in graph: FailoverGraph) -> [String] {
    switch self {
    case .holds(let plans, let cases):
      let count = cases == 1 ? "the load is carried" : "the load is carried in \(cases) cases"
      return [count] + (plans.first.map { [$0.text(in: graph)] } ?? [])
    case .fails(let shortfall): return shortfall.lines(in: graph)
    case .missing(let figures): return figures.map { $0.text(in: graph) }
    case .tooLarge(let limit): return [limit.description]
    }
  }
}

extension Carrying.Case {
  /// `with region: us-east out`, and what requests are like; nil if there is nothing to say.
  fileprivate func text(in graph: FailoverGraph) -> String? {
    var parts: [String] = []
    if !out.isEmpty {
      parts.append("with \(out.map { graph.name(of: $0) }.joined(separator: " and ")) out")
    }
    let arms = graph.conditions(tags, arms).joined(separator: "; ")
    if !arms.isEmpty {
      parts.append("if all requests take the path `\(arms)`")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension Carrying.Plan {
  /// `with region: us-east out: chat = 300/s at west-a + 300/s at west-b`.
  fileprivate func text(in graph: FailoverGraph) -> String {
    var routes: [(route: ID<Route>, parts: [String])] = []
    for flow in flows {
      if routes.last?.route != flow.route { routes.append((flow.route, [])) }
      let name = graph.text(graph.endpoints[flow.endpoint].name)
      routes[routes.count - 1].parts.append("\(flow.rate) at \(name)")
    }
    let sums = routes.map {
      "\(graph.text(graph.routes[$0.route].name)) = \($0.parts.joined(separator: " + "))"
    }
    return "\(given.text(in: graph) ?? "with nothing out"): \(sums.joined(separator: "; "))"
  }
}

extension Carrying.Shortfall {
  fileprivate func lines(in graph: FailoverGraph) -> [String] {
    let wanted = routes.map {
      "\($0.load) of \(graph.text(graph.routes[$0.route].name))"
    }.joined(separator: " and ")
    let head = given.text(in: graph).map { "\($0), " } ?? ""
    var lines = ["\(head)no endpoint carries \(missing) of \(wanted)"]
    if full.isEmpty { lines.append("no endpoint is left to carry it") }
    for bottleneck in full { lines.append(bottleneck.text(in: graph)) }
    return lines
  }
}

extension Carrying.Bottleneck {
  fileprivate func text(in graph: FailoverGraph) -> String {
    let names = endpoints.map { graph.text(graph.endpoints[$0].name) }.joined(separator: ", ")
    if scope == .endpoint { return "\(names) is full at \(rate)" }
    return "the \(scope.word) of \(names) is full at \(rate)"
  }
}

extension Carrying.MissingFigure {
  fileprivate func text(in graph: FailoverGraph) -> String {
    switch self {
    case .load(let route):
      "route \(graph.text(graph.routes[route].name)) uses the same endpoints and declares no `load`"
    case .rate(let endpoint):
      "endpoint \(graph.text(graph.endpoints[endpoint].name)) does not declare how much it carries: "
        + "`limit requests:`, or `capacity servers:` with `latency`"
    case .latency(let endpoint):
      "endpoint \(graph.text(graph.endpoints[endpoint].name)) declares no `latency`, and without it "
        + "its `capacity` or `concurrency` gives no rate"
    }
  }
}

extension FailoverGraph {
  /// `region: us-east`.
  func name(of domain: ID<FaultDomain>) -> String {
    "\(text(domains[domain].label)): \(text(domains[domain].name))"
  }
}
