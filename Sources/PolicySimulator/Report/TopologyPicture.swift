import PolicyGraph

/// Lays the routes of a scenario out as nodes, each group and endpoint once.
struct TopologyPicture {
  private let graph: FailoverGraph
  private(set) var nodes: [TopologyNode] = []
  private var groups: [Int: Int] = [:]
  private var endpoints: [Int: Int] = [:]

  init(_ routes: [ID<Route>], _ graph: FailoverGraph) {
    self.graph = graph
    for route in routes { add(route) }
  }

  private mutating func add(_ id: ID<Route>) {
    let row = graph.routes[id]
    let place = nodes.count
    nodes.append(
      TopologyNode(.route, name: graph.text(row.name), detail: "\(row.effect.word)", children: []))
    var children = [add(row.target)]
    if let ladder = row.ladder {
      for step in graph.steps[graph.ladders[ladder].steps] { children.append(add(step)) }
    }
    nodes[place].children = children
  }

  private mutating func add(_ step: Step) -> Int {
    let place = nodes.count
    nodes.append(
      TopologyNode(
        .step, name: graph.text(step.name), detail: "\(step.answer.word)", children: []))
    if let target = step.target { nodes[place].children = [add(target)] }
    return place
  }

  private mutating func add(_ target: Target) -> Int {
    switch target {
    case .endpoint(let id):
      if let known = endpoints[id.index] { return known }
      endpoints[id.index] = nodes.count
      let domains = PolicyWords(graph: graph).domains(id).joined(separator: " · ")
      nodes.append(
        TopologyNode(
          .endpoint, name: graph.text(graph.endpoints[id].name), detail: domains, children: []))
      return nodes.count - 1
    case .group(let id):
      if let known = groups[id.index] { return known }
      let row = graph.groups[id]
      let place = nodes.count
      groups[id.index] = place
      let detail =
        row.kind == .activeActive
        ? "\(row.kind.word) · \(row.balance.word)" : "\(row.kind.word)"
      nodes.append(
        TopologyNode(.group, name: graph.text(row.name), detail: detail, children: []))
      var children: [Int] = []
      for next in graph.targets(below: id) { children.append(add(next)) }
      nodes[place].children = children
      return place
    }
  }
}
