/// How much memory requests of a policy share at most in one process, in bytes.
///
/// The runtime's own sum is never above it, and below it where endpoints share keys or a provider.
public struct StateSize: Equatable, Sendable {
  /// Endpoints with their credentials and limits.
  public private(set) var endpoints: Int64 = 0
  /// Breakers, each once for every endpoint that it guards.
  public private(set) var breakers: Int64 = 0
  /// Groups, routes and messages.
  public private(set) var others: Int64 = 0
  /// The breaker that takes most.
  public private(set) var largest: ID<Breaker>?

  /// All of it.
  public var bytes: Int64 { endpoints + breakers + others }

  /// A cell of shared state begins on two cache lines of its own.
  private static let cell: Int64 = 128
  /// Starts, tokens and places of one limit.
  private static let limit = 3 * cell

  init(of graph: FailoverGraph) {
    let shared = StateSize.routeBreakers(of: graph)
    var unguarded: Int64 = 0
    var uses = [Int64](repeating: 0, count: graph.breakers.count)
    for row in graph.endpoints.rows {
      let keys = Int64(row.credentials.count)
      // Its health, its provider and its address; then each key with its account.
      endpoints += 4 * StateSize.cell + keys * 3 * StateSize.cell
      endpoints += Int64(row.limits.count) * max(1, keys) * StateSize.limit
      if let own = row.breaker {
        uses[own.index] += 1
      } else {
        unguarded += 1
      }
    }
    for id in shared { uses[id.index] += unguarded }
    var most: Int64 = 0
    for id in graph.breakers.ids where uses[id.index] > 0 {
      let bytes = uses[id.index] * StateSize.bytes(of: id, in: graph)
      breakers += bytes
      if bytes > most { (most, largest) = (bytes, id) }
    }
    for row in graph.groups.rows {
      let holder = StateSize.cells(words: 1 + Int64(row.members.count))
      others += StateSize.cell + holder * Int64(shared.count + 1)
    }
    for row in graph.routes.rows { others += StateSize.bytes(of: row, in: graph) }
    others += Int64(graph.notifies.count) * StateSize.cell
  }

  /// The breakers of routes, each once.
  private static func routeBreakers(of graph: FailoverGraph) -> [ID<Breaker>] {
    var isUsed = [Bool](repeating: false, count: graph.breakers.count)
    for row in graph.routes.rows {
      if let breaker = row.breaker { isUsed[breaker.index] = true }
    }
    return graph.breakers.ids.filter { isUsed[$0.index] }
  }

  /// A breaker at one endpoint: its phase, the places of its probes, a window for each trip.
  private static func bytes(of id: ID<Breaker>, in graph: FailoverGraph) -> Int64 {
    let row = graph.breakers[id]
    var sum = cells(words: 16 + (Int64(row.probeAtOnce) + 31) & ~15)
    for trip in graph.trips[row.trips] {
      // A bit for each call, and as many again.
      sum += cells(words: 1 + (Int64(trip.overCalls ?? 0) + 31) / 32)
    }
    return sum
  }

  /// A route: its budget over four lanes, a histogram of a minute, who waits, its brownout.
  private static func bytes(of row: Route, in graph: FailoverGraph) -> Int64 {
    var sum = 8 * cell + Int64(row.limits.count) * limit
    if row.hedge.map({ graph.hedges[$0].percentile != nil }) ?? false { sum += cells(words: 1296) }
    return sum
  }

  private static func cells(words: Int64) -> Int64 { (words * 8 + cell - 1) / cell * cell }
}
