extension DOTWriter {
  /// An arrow; one between groups is drawn between nodes of theirs, and cut at their borders.
  ///
  /// A reroute leaves its target where other arrows place it, unless there are none.
  mutating func edge(_ edge: GraphEdge, placesTarget: Bool) {
    let from = ends(of: edge.from, in: edge, exit: true)
    let to = ends(of: edge.to, in: edge, exit: false)
    out.line {
      $0.end(from)
      $0.raw(" -> ")
      $0.end(to)
      $0.raw(" [")
      $0.raw(view.remains?.style(edge) ?? edge.kind.style)
      if edge.kind == .reroute, !placesTarget { $0.raw(", constraint=false") }
      if !edge.label.isEmpty {
        $0.raw(", ")
        $0.label(edge.label.map { $0.indented }, .left)
      }
      $0.border("ltail", from.cluster)
      $0.border("lhead", to.cluster)
      $0.raw("]")
    }
  }

  private func ends(of end: GraphEdge.End, in edge: GraphEdge, exit: Bool) -> DOTEnd {
    switch end {
    case .route(let id): return DOTEnd(node: .row("r", id.index))
    case .retry(let id): return DOTEnd(node: .row("n", id.index))
    case .step(let id): return DOTEnd(node: .row("s", id.index))
    case .ladder(let id):
      let first = graph.ladders[id].steps.startIndex
      return DOTEnd(node: .row("s", first), cluster: .ladder(id))
    case .failure: return DOTEnd(node: .failure)
    case .target(let target):
      if edge.kind == .member, exit, case .group(let id) = target {
        return DOTEnd(node: .target(.entry(id)))
      }
      // Tiers and members that are drawn elsewhere are joined where their group names them.
      if let (group, place) = edge.place(exit: exit),
        view.home(of: target) != .group(group, at: place)
      {
        return DOTEnd(node: .target(.reference(group, place)))
      }
      let node = exit ? exitNode(of: target) : entryNode(of: target)
      guard case .group(let id) = target else { return DOTEnd(node: .target(node)) }
      return DOTEnd(node: .target(node), cluster: .group(id))
    }
  }
}

/// One end of an arrow.
private struct DOTEnd {
  enum Node {
    case row(StaticString, Int)
    case target(DOTNode)
    case failure
  }
  enum Cluster {
    case group(ID<Group>)
    case ladder(ID<Ladder>)
  }
  var node: Node
  var cluster: Cluster?
}

extension DOTText {
  fileprivate mutating func end(_ end: DOTEnd) {
    switch end.node {
    case .row(let letter, let row): id(letter, row)
    case .target(let node): self.node(node)
    case .failure: raw("failure")
    }
  }

  fileprivate mutating func border(_ name: StaticString, _ cluster: DOTEnd.Cluster?) {
    guard let cluster else { return }
    raw(", ")
    raw(name)
    raw("=\"")
    switch cluster {
    case .group(let group): id("cluster_g", group.index)
    case .ladder(let ladder): id("cluster_l", ladder.index)
    }
    raw("\"")
  }
}

extension GraphEdge.Kind {
  fileprivate var style: StaticString {
    switch self {
    case .enter: "color=\"#28394a\", penwidth=1.8"
    case .member: "color=\"#707b86\", arrowsize=0.6"
    case .failover: "color=\"#c05a12\", fontcolor=\"#8f430d\", penwidth=1.4"
    case .hedge: "style=dashed, color=\"#2f6ca8\", fontcolor=\"#2f6ca8\""
    case .reroute: "style=dashed, color=\"#6a4ba3\", fontcolor=\"#6a4ba3\""
    case .degrade: "color=\"#8f7a00\", fontcolor=\"#6f5f00\", penwidth=1.4"
    case .step: "color=\"#b9a36a\""
    case .use: "color=\"#8f7a00\", style=dashed"
    }
  }
}

extension ByteText {
  /// The text a little off the arrow it stands beside.
  fileprivate var indented: ByteText {
    ByteText {
      $0.append("  ")
      $0.append(self)
      $0.append("  ")
    }
  }
}
