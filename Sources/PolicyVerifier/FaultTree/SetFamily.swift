/// Families of sets as zero-suppressed decision diagrams (Minato 1993), and the minimal solutions
/// of a monotone function (Rauzy 1993: New algorithms for fault trees analysis).
///
/// Node 0 is the empty family, node 1 the family of the empty set.
struct SetFamily {
  private var table: NodeTable
  private var minimal: [Int32: Int32] = [:]

  init(limit: Int) { table = NodeTable(limit: limit) }

  /// True if the limit was met: what was computed means nothing.
  var isFull: Bool { table.isFull }

  /// The minimal sets of variables that make a monotone function true.
  mutating func minimalSolutions(of node: Int32, _ diagram: Diagram) -> Int32 {
    if node < 2 || table.isFull { return node }
    if let known = minimal[node] { return known }
    let row = diagram.table.nodes[Int(node)]
    let low = minimalSolutions(of: row.low, diagram)
    let high = minimalSolutions(of: row.high, diagram)
    let result = make(row.variable, low: low, high: without(high, low))
    minimal[node] = result
    return result
  }

  /// The sets of `a` that hold no set of `b`.
  private mutating func without(_ a: Int32, _ b: Int32) -> Int32 {
    if a == 0 || b == 1 || table.isFull { return 0 }
    if b == 0 { return a }
    if a == 1 { return hasEmptySet(b) ? 0 : 1 }
    if let known = table.result(a, b) { return known }
    let (first, second) = (table.nodes[Int(a)], table.nodes[Int(b)])
    let result: Int32
    if first.variable < second.variable {
      let low = without(first.low, b)
      result = make(first.variable, low: low, high: without(first.high, b))
    } else if first.variable > second.variable {
      result = without(a, second.low)
    } else {
      let low = without(first.low, second.low)
      let high = without(without(first.high, second.high), second.low)
      result = make(first.variable, low: low, high: high)
    }
    table.remember(result, for: a, b)
    return result
  }

  private func hasEmptySet(_ family: Int32) -> Bool {
    var node = family
    while node > 1 { node = table.nodes[Int(node)].low }
    return node == 1
  }

  private mutating func make(_ variable: Int32, low: Int32, high: Int32) -> Int32 {
    high == 0 ? low : table.node(variable, low: low, high: high)
  }

  /// How many sets a family has; `Int.max` if there are more than that.
  func count(_ family: Int32) -> Int {
    var counts = [Int](repeating: 0, count: table.nodes.count)
    counts[1] = 1
    // Successors are made before the nodes that lead to them.
    for n in counts.indices.dropFirst(2) {
      let row = table.nodes[n]
      let (sum, overflow) = counts[Int(row.low)].addingReportingOverflow(counts[Int(row.high)])
      counts[n] = overflow ? .max : sum
    }
    return counts[Int(family)]
  }

  /// The smallest sets, at most `limit` of them, by size; equally large ones in the order of their
  /// variables.
  func smallest(_ family: Int32, limit: Int) -> [[Int]] {
    var search = SmallestSets(table, limit: limit)
    return search.search(family)
  }
}

/// Lists the sets of a family by size.
private struct SmallestSets {
  private let nodes: [NodeTable.Node]
  private let limit: Int
  /// The sizes of the smallest and of the largest set below each node.
  private var least: [Int]
  private var most: [Int]
  private var found: [[Int]] = []
  private var stack: [Int] = []
  private var steps = 0

  /// Looking for sets of one size may lead into branches that have only others.
  private static let stepsMax = 2_000_000

  init(_ table: NodeTable, limit: Int) {
    nodes = table.nodes
    self.limit = limit
    least = Array(repeating: Int.max / 2, count: nodes.count)
    most = Array(repeating: -1, count: nodes.count)
    least[1] = 0
    most[1] = 0
    for n in nodes.indices.dropFirst(2) {
      let (low, high) = (Int(nodes[n].low), Int(nodes[n].high))
      least[n] = min(least[low], least[high] + 1)
      most[n] = max(most[low], most[high] < 0 ? -1 : most[high] + 1)
    }
  }

  mutating func search(_ family: Int32) -> [[Int]] {
    let root = Int(family)
    guard most[root] >= 0 else { return [] }
    for size in least[root]...most[root] where found.count < limit { visit(root, size) }
    return found
  }

  /// Sets of exactly `size` more elements; the depth is bounded by the number of variables.
  private mutating func visit(_ node: Int, _ size: Int) {
    steps += 1
    guard found.count < limit, steps < SmallestSets.stepsMax, least[node] <= size,
      size <= most[node]
    else { return }
    if node == 1 { return found.append(stack) }
    let row = nodes[node]
    if size > 0 {
      stack.append(Int(row.variable))
      visit(Int(row.high), size - 1)
      stack.removeLast()
    }
    visit(Int(row.low), size)
  }
}
