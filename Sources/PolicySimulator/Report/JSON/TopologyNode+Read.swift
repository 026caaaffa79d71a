extension ReportCursor {
  /// Reads the picture of the routes, in which no node may stand below itself, nor too deep.
  func picture() throws(ReportError) -> [TopologyNode] {
    guard case .array(let values) = value.kind else { throw error("a list is wanted") }
    let nodes = try list { (item) throws(ReportError) in
      try TopologyNode(item, among: values.count)
    }
    guard TopologyNode.canBeDrawn(nodes) else {
      throw error(
        "a node stands below itself, or deeper than \(ReportLimits.pictureDepthMax) levels")
    }
    return nodes
  }
}

extension TopologyNode {
  /// Reads one node of so many.
  fileprivate init(_ json: ReportCursor, among count: Int) throws(ReportError) {
    self.init(
      try json.field("kind").word(Kind.self), name: try json.field("name").text(),
      detail: try json.field("detail").text(),
      children: try json.field("children").places(in: count))
  }

  /// Whether every way down through `nodes` ends, before it is too deep.
  ///
  /// Level by level, a node counts with its longest way from the top (Kahn 1962).
  fileprivate static func canBeDrawn(_ nodes: [TopologyNode]) -> Bool {
    var parents = [Int](repeating: 0, count: nodes.count)
    for node in nodes { for child in node.children { parents[child] += 1 } }
    var level = nodes.indices.filter { parents[$0] == 0 }
    var seen = 0
    var depth = 0
    while !level.isEmpty {
      depth += 1
      seen += level.count
      var next: [Int] = []
      for place in level {
        for child in nodes[place].children {
          parents[child] -= 1
          if parents[child] == 0 { next.append(child) }
        }
      }
      level = next
    }
    return seen == nodes.count && depth <= ReportLimits.pictureDepthMax
  }
}
