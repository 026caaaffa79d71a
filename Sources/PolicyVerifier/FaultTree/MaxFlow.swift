/// The largest flow through a small network, in whole numbers, by shortest augmenting paths
/// (Edmonds and Karp 1972).
struct MaxFlow {
  private struct Edge {
    var to: Int
    /// What still fits.
    var left: Int128
    /// What fitted at first.
    let capacity: Int128
  }

  /// More than any network of policies carries.
  static let endless: Int128 = 1 << 120

  /// Each edge is followed by its reverse, so that `i ^ 1` is the reverse of `i`.
  private var edges: [Edge] = []
  private var outgoing: [[Int]] = []

  mutating func addNode() -> Int {
    outgoing.append([])
    return outgoing.count - 1
  }

  /// Adds an edge and gives its number.
  @discardableResult
  mutating func addEdge(_ from: Int, _ to: Int, _ capacity: Int128) -> Int {
    outgoing[from].append(edges.count)
    edges.append(Edge(to: to, left: capacity, capacity: capacity))
    outgoing[to].append(edges.count)
    edges.append(Edge(to: from, left: 0, capacity: 0))
    return edges.count - 2
  }

  /// What flows along an edge.
  func flow(of edge: Int) -> Int128 { edges[edge].capacity - edges[edge].left }

  /// Lets as much flow as can, and gives how much that is.
  mutating func run(from source: Int, to sink: Int) -> Int128 {
    var total: Int128 = 0
    while let path = path(from: source, to: sink) {
      let amount = path.map { edges[$0].left }.min() ?? 0
      for edge in path {
        edges[edge].left -= amount
        edges[edge ^ 1].left += amount
      }
      total += amount
    }
    return total
  }

  /// The nodes that more could flow to: the near side of the smallest cut, after a run.
  func reached(from source: Int) -> [Bool] {
    var isReached = [Bool](repeating: false, count: outgoing.count)
    isReached[source] = true
    var queue = [source]
    var next = 0
    while next < queue.count {
      for edge in outgoing[queue[next]] where edges[edge].left > 0 {
        let to = edges[edge].to
        if isReached[to] { continue }
        isReached[to] = true
        queue.append(to)
      }
      next += 1
    }
    return isReached
  }

  private func path(from source: Int, to sink: Int) -> [Int]? {
    var arrival = [Int?](repeating: nil, count: outgoing.count)
    var queue = [source]
    var next = 0
    while next < queue.count, arrival[sink] == nil {
      for edge in outgoing[queue[next]] where edges[edge].left > 0 {
        let to = edges[edge].to
        if to == source || arrival[to] != nil { continue }
        arrival[to] = edge
        queue.append(to)
      }
      next += 1
    }
    var path: [Int] = []
    var node = sink
    while node != source {
      guard let edge = arrival[node] else { return nil }
      path.append(edge)
      node = edges[edge ^ 1].to
    }
    return path
  }
}
