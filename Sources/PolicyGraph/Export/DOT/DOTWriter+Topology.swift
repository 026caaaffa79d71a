extension DOTWriter {
  /// A target where it is at home; `order` is its place among the tiers of its group.
  mutating func target(_ target: Target, order: Int?, depth: Int = 0) {
    guard depth <= ArtifactFormat.topologyDepthMax else { return }
    switch target {
    case .endpoint(let id): endpoint(id, order: order)
    case .group(let id): group(id, order: order, depth: depth)
    }
  }

  private mutating func endpoint(_ id: ID<Endpoint>, order: Int?) {
    if let remains = view.remains, remains.mark(.endpoint(id)) == .out {
      return outEndpoint(id, remains.outage, order: order)
    }
    let endpoint = graph.endpoints[id]
    var lines = numbered(phrase.endpoint(endpoint), order)
    let isTaking = view.remains?.mark(.endpoint(id)) == .takesOver
    if isTaking { lines.append(DOTWriter.takesOver) }
    let colour =
      colours.number(of: endpoint, in: graph).map { DomainColour.palette[$0] } ?? .plain
    let doc = phrase.doc(endpoint.doc)
    out.line {
      $0.id("e", id.index)
      $0.raw(" [fillcolor=\"")
      $0.raw(colour.fill)
      $0.raw("\", color=\"")
      // The frame says that it takes over, the fill still in which domain it lies.
      $0.raw(isTaking ? "#1d7a34" : colour.line)
      $0.raw(isTaking ? "\", penwidth=3.5, " : "\", penwidth=1.4, ")
      $0.label(lines)
      $0.tooltip(doc)
      $0.raw("]")
    }
  }

  private mutating func group(_ id: ID<Group>, order: Int?, depth: Int) {
    let group = graph.groups[id]
    let mark = view.remains?.mark(.group(id)) ?? .left
    let title = numbered(
      [
        ByteText {
          $0.append(phrase.group(id))
          if let remains = view.remains { $0.append(phrase.left(of: id, view, remains)) }
        }
      ], order)
    out.open {
      $0.raw("subgraph ")
      $0.id("cluster_g", id.index)
    }
    out.line {
      $0.label(title)
      $0.raw(mark.groupLook)
      // Every other depth is tinted, so that nested groups stand out from each other.
      $0.raw(depth % 2 == 0 ? "#f5f7f9" : "#ffffff")
      $0.raw("\"")
    }
    entry(id, group)
    for (i, child) in view.children(of: id).enumerated() {
      let order = group.kind == .activePassive ? i + 1 : nil
      if view.home(of: child) == .group(id, at: i) {
        target(child, order: order, depth: depth + 1)
      } else {
        reference(child, at: i, of: id, order: order)
      }
    }
    out.close()
  }

  /// Where requests come in, if members do not simply follow one another.
  private mutating func entry(_ id: ID<Group>, _ group: Group) {
    let isOut = view.remains?.mark(.group(id)) == .out
    switch group.kind {
    case .activePassive: break
    case .activeActive:
      out.line {
        $0.id("g", id.index)
        $0.raw(" [shape=circle, label=\"\", width=0.14, height=0.14, fillcolor=\"")
        $0.raw(isOut ? "#e0e0e0\", color=\"#c4c4c4\"]" : "#707b86\"]")
      }
    case .select:
      out.line {
        $0.id("g", id.index)
        $0.raw(" [shape=diamond, style=\"filled\", label=\"\", width=0.3, height=0.3")
        $0.raw(isOut ? ", color=\"#c4c4c4\"]" : "]")
      }
    }
  }

  /// A member that is drawn elsewhere: its name, joined to it by a dotted line.
  private mutating func reference(_ child: Target, at place: Int, of group: ID<Group>, order: Int?)
  {
    let name = phrase.name(child)
    let lines = numbered([ByteText { $0.append(graph.bytes(name)) }], order)
    let isOut = view.remains?.mark(child) == .out
    out.line {
      $0.reference(group, place)
      $0.raw(" [style=\"rounded,dashed\", fontcolor=\"")
      $0.raw(isOut ? "#b0b0b0\", color=\"#c4c4c4\", " : "#606060\", ")
      $0.label(lines)
      $0.raw("]")
    }
    let node = entryNode(of: child)
    out.line {
      $0.reference(group, place)
      $0.raw(" -> ")
      $0.node(node)
      $0.raw(" [style=dotted, arrowhead=none, constraint=false, color=\"#909090\"")
      $0.cluster("lhead", child)
      $0.raw("]")
    }
  }

  func numbered(_ lines: [ByteText], _ order: Int?) -> [ByteText] {
    guard let order, let first = lines.first else { return lines }
    let numbered = ByteText {
      $0.append("", order, ". ")
      $0.append(first)
    }
    return [numbered] + lines.dropFirst()
  }
}

/// A node of the document that arrows may join.
enum DOTNode {
  case endpoint(ID<Endpoint>)
  case entry(ID<Group>)
  case reference(ID<Group>, Int)
}

extension DOTWriter {
  /// The node at which an arrow to a target ends.
  func entryNode(of target: Target) -> DOTNode { node(of: target) { _ in 0 } }

  /// The node at which an arrow from a target begins: below its members, not beside them.
  func exitNode(of target: Target) -> DOTNode {
    node(of: target, exit: true) { row in
      switch row.kind {
      case .activePassive: row.members.count - 1
      case .activeActive, .select: (row.members.count + row.arms.count - 1) / 2
      }
    }
  }

  private func node(
    of target: Target, exit: Bool = false, choosing place: (Group) -> Int
  ) -> DOTNode {
    var target = target
    // The depth of groups is limited, and each round goes one down.
    while true {
      guard case .group(let id) = target else { break }
      let row = graph.groups[id]
      if !exit, row.kind != .activePassive { return .entry(id) }
      let place = place(row)
      let children = view.children(of: id)
      guard children.indices.contains(place) else { return .entry(id) }
      guard view.home(of: children[place]) == .group(id, at: place) else {
        return .reference(id, place)
      }
      target = children[place]
    }
    guard case .endpoint(let id) = target else { return .entry(ID(0)) }
    return .endpoint(id)
  }
}

extension DOTText {
  mutating func node(_ node: DOTNode) {
    switch node {
    case .endpoint(let endpoint): id("e", endpoint.index)
    case .entry(let group): id("g", group.index)
    case .reference(let group, let place): reference(group, place)
    }
  }

  mutating func reference(_ group: ID<Group>, _ place: Int) {
    id("m", group.index)
    id("_", place)
  }

  /// The attribute by which an arrow ends at the border of a group.
  mutating func cluster(_ end: StaticString, _ target: Target) {
    guard case .group(let group) = target else { return }
    raw(", ")
    raw(end)
    raw("=\"")
    id("cluster_g", group.index)
    raw("\"")
  }
}
