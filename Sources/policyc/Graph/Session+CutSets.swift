import PolicyGraph
import PolicyVerifier

extension Session {
  /// `policyc graph --cut-sets`: what must be out together before routes have nobody left.
  mutating func cutSets(
    of graph: FailoverGraph, _ routes: [ID<Route>], _ arguments: Arguments
  ) {
    let reports = routes.map { CutSetReport($0, graph) }
    if arguments.value(.format)?.shown == "json" {
      return deliver(CutSetReport.json(reports), to: arguments.value(.output))
    }
    let isFile = arguments.value(.output).map { $0 != .standard } ?? false
    let color = !isFile && TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
    var page = TextPage(color: color)
    for (i, report) in reports.enumerated() {
      if i > 0 { page.end() }
      report.write(to: &page)
    }
    deliver(page.bytes, to: arguments.value(.output))
  }
}

/// The cut sets of one route, as people and machines are told of them.
struct CutSetReport {
  let graph: FailoverGraph
  let route: ID<Route>
  let full: CutSets
  let degraded: CutSets

  init(_ route: ID<Route>, _ graph: FailoverGraph) {
    self.graph = graph
    self.route = route
    let tree = FaultTree(graph, route)
    full = tree.cutSets(level: .full)
    degraded = tree.cutSets(level: .degraded)
  }

  var routeName: String { graph.text(graph.routes[route].name) }

  /// `region: us-east`, or `endpoint small`.
  func name(_ source: FaultSource) -> String {
    switch source {
    case .domain(let id):
      "\(graph.text(graph.domains[id].label)): \(graph.text(graph.domains[id].name))"
    case .endpoint(let id): "endpoint \(name(id))"
    }
  }

  func name(_ endpoint: ID<Endpoint>) -> String { graph.text(graph.endpoints[endpoint].name) }
}
