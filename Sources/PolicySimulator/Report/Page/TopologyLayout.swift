/// Where the nodes of the picture stand: columns from the routes to the endpoints, rows in the
/// order of preference.
///
/// A node stands right of all that lead to it (longest path), and beside the middle of what it
/// leads to; within a column nodes push one another down (after Reingold and Tilford 1981, for
/// graphs whose nodes may be shared).
struct TopologyLayout {
  /// The column of each node, from 0.
  private(set) var columns: [Int]
  /// The row of each node; two nodes of a column are one row apart at least.
  private(set) var rows: [Double]
  /// The edges, by places of their ends, and the rank of each among those of its node, from 1.
  private(set) var edges: [(from: Int, to: Int, rank: Int)] = []

  /// How deep a picture may be; a report with a circle in it ends here.
  private static let depthMax = 32

  init(_ nodes: [TopologyNode]) {
    columns = nodes.map { _ in 0 }
    rows = nodes.map { _ in 0 }
    for (from, node) in nodes.enumerated() {
      let children = node.children.filter { nodes.indices.contains($0) && $0 != from }
      for (rank, to) in children.enumerated() { edges.append((from, to, rank + 1)) }
    }
    for _ in 0..<TopologyLayout.depthMax {
      var isMoved = false
      for edge in edges where columns[edge.to] <= columns[edge.from] {
        guard columns[edge.from] < TopologyLayout.depthMax else { continue }
        columns[edge.to] = columns[edge.from] + 1
        isMoved = true
      }
      if !isMoved { break }
    }
    place(nodes)
    spread()
  }

  /// How many columns there are.
  var width: Int { (columns.max() ?? -1) + 1 }

  /// How many rows there are.
  var height: Double { (rows.max() ?? -1) + 1 }

  /// Leaves get the rows in the order in which they are met from the routes on; the others stand
  /// beside the middle of their own.
  private mutating func place(_ nodes: [TopologyNode]) {
    var children = nodes.map { _ in [Int]() }
    for edge in edges where !children[edge.from].contains(edge.to) {
      children[edge.from].append(edge.to)
    }
    var isMet = nodes.map { _ in false }
    var next = 0.0
    let roots = nodes.indices.filter { nodes[$0].kind == .route } + Array(nodes.indices)
    for root in roots where !isMet[root] {
      var open = [root]
      while let node = open.popLast() {
        if isMet[node] { continue }
        isMet[node] = true
        if children[node].isEmpty {
          rows[node] = next
          next += 1
        }
        open += children[node].filter { !isMet[$0] }.reversed()
      }
    }
    let fromTheRight = nodes.indices.sorted { (columns[$0], $0) > (columns[$1], $1) }
    for node in fromTheRight where !children[node].isEmpty {
      let below = children[node].map { rows[$0] }
      rows[node] = ((below.min() ?? 0) + (below.max() ?? 0)) / 2
    }
  }

  /// Nodes of a column come a row apart, downwards, in the order in which they want to stand.
  private mutating func spread() {
    for column in 0..<width {
      let members = rows.indices.filter { columns[$0] == column }
        .sorted { (rows[$0], $0) < (rows[$1], $1) }
      for (above, below) in zip(members, members.dropFirst()) {
        rows[below] = max(rows[below], rows[above] + 1)
      }
    }
  }
}
