/// The most attempts that one request can make on its main path, by its rules, whatever happens.
///
/// An endpoint is asked once, again for each `same-endpoint`, and with each further credential
/// where a rule rotates them; not any more once the request has gone on to another.
public struct AttemptBound: Sendable {
  /// At each endpoint, by its index; zero where the main path does not come to it.
  public let atEndpoint: [Int]
  /// In all, within the `attempts` of the route's retry.
  public let attempts: Int

  /// The bound for requests of a route.
  public init(_ graph: FailoverGraph, _ id: ID<Route>) {
    let route = graph.routes[id]
    let reach = RouteReach(graph, id, withLadder: false)
    var each = [Int](repeating: 0, count: graph.endpoints.count)
    // A hedge asks another endpoint, and so may whoever waited for a candidate.
    var moves = route.hedge != nil || route.waitWithin != nil
    var reroutes = false
    for endpoint in graph.endpoints.ids where reach.endpoints[endpoint.index] {
      let row = graph.endpoints[endpoint]
      var attempts = 1
      var rotates = false
      if let retry = row.retry ?? route.retry {
        for rule in graph.rules[graph.retries[retry].rules] {
          // A rule counts its own tries: a request that meets the classes of two is tried by both.
          var times = 0
          for response in graph.responses[rule.responses] {
            switch response.kind {
            case .sameEndpoint: times = max(times, Int(response.times))
            case .rotateCredential: rotates = true
            case .failover, .resume: moves = true
            case .reroute: reroutes = true
            case .degrade, .fail: break
            }
          }
          attempts += times
        }
      }
      if rotates { attempts += max(0, row.credentials.count - 1) }
      each[endpoint.index] = attempts
    }
    atEndpoint = each
    let own = route.retry.map { Int(graph.retries[$0].attempts) } ?? 1
    let all = each.reduce(0, +)
    // A reroute may lead to the endpoints of another arm as well.
    var known = [Int](repeating: -1, count: graph.groups.count)
    let most =
      reroutes ? all : AttemptBound.most(graph, route.target, each, moves, all, &known)
    attempts = max(1, min(own, most))
  }

  /// The most below a target, within `all`: at all members of a group together if requests move on,
  /// at one member if they do not; a `select` takes one arm.
  private static func most(
    _ graph: FailoverGraph, _ target: Target, _ each: [Int], _ moves: Bool, _ all: Int,
    _ known: inout [Int]
  ) -> Int {
    switch target {
    case .endpoint(let id): return each[id.index]
    case .group(let id):
      if known[id.index] >= 0 { return known[id.index] }
      let isSum = moves && graph.groups[id].kind != .select
      var found = 0
      for next in graph.targets(below: id) {
        let below = most(graph, next, each, moves, all, &known)
        found = isSum ? min(all, found + below) : max(found, below)
      }
      known[id.index] = found
      return found
    }
  }
}
