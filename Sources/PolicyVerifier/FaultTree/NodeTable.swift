/// The nodes of decision diagrams: each triple of a variable and two successors is held once.
///
/// Nodes 0 and 1 are the ends. A variable stands above all that are larger. How many nodes there
/// may be is limited; when there are more the result means nothing, and `isFull` says so.
struct NodeTable {
  struct Node: Hashable {
    var variable: Int32
    var low: Int32
    var high: Int32
  }

  private struct Pair: Hashable {
    var a: Int32
    var b: Int32
  }

  private(set) var nodes = [
    Node(variable: .max, low: 0, high: 0), Node(variable: .max, low: 1, high: 1),
  ]
  private var known: [Node: Int32] = [:]
  private var results: [Pair: Int32] = [:]
  private let limit: Int
  private(set) var isFull = false

  init(limit: Int) { self.limit = limit }

  func variable(_ node: Int32) -> Int32 { nodes[Int(node)].variable }

  /// The node of a triple that is reduced already.
  mutating func node(_ variable: Int32, low: Int32, high: Int32) -> Int32 {
    let node = Node(variable: variable, low: low, high: high)
    if let index = known[node] { return index }
    guard nodes.count < limit else {
      isFull = true
      return 0
    }
    let index = Int32(truncatingIfNeeded: nodes.count)
    nodes.append(node)
    known[node] = index
    return index
  }

  /// The remembered result of the one operation that a table is used for.
  func result(_ a: Int32, _ b: Int32) -> Int32? { results[Pair(a: a, b: b)] }

  mutating func remember(_ result: Int32, for a: Int32, _ b: Int32) {
    // Few nodes may still meet in many pairs.
    if results.count >= 8 * limit { isFull = true }
    results[Pair(a: a, b: b)] = result
  }
}

/// A monotone function as a binary decision diagram (Bryant 1986), as far as it is needed here:
/// conjunctions of disjunctions.
struct Diagram {
  private(set) var table: NodeTable

  init(limit: Int) { table = NodeTable(limit: limit) }

  /// True if one of `variables`, which rise, is.
  mutating func any(of variables: [Int]) -> Int32 {
    var node: Int32 = 0
    for variable in variables.reversed() {
      node = make(Int32(truncatingIfNeeded: variable), low: node, high: 1)
    }
    return node
  }

  /// True if both are.
  ///
  /// The depth is bounded by the number of variables.
  mutating func and(_ a: Int32, _ b: Int32) -> Int32 {
    if a == 0 || b == 0 || table.isFull { return 0 }
    if a == 1 || a == b { return b }
    if b == 1 { return a }
    let (a, b) = a < b ? (a, b) : (b, a)
    if let known = table.result(a, b) { return known }
    let top = min(table.variable(a), table.variable(b))
    let (aLow, aHigh) = split(a, at: top)
    let (bLow, bHigh) = split(b, at: top)
    let low = and(aLow, bLow)
    let high = and(aHigh, bHigh)
    let result = make(top, low: low, high: high)
    table.remember(result, for: a, b)
    return result
  }

  private func split(_ node: Int32, at variable: Int32) -> (low: Int32, high: Int32) {
    let row = table.nodes[Int(node)]
    return row.variable == variable ? (row.low, row.high) : (node, node)
  }

  private mutating func make(_ variable: Int32, low: Int32, high: Int32) -> Int32 {
    low == high ? low : table.node(variable, low: low, high: high)
  }
}
