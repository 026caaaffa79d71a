import PolicyGraph

/// The outages that matter for some endpoints: domains, and endpoints by themselves.
///
/// Outages that take the same endpoints with them are one element with several names, or every cut
/// set would be told once for each combination of these names.
struct FaultElements {
  /// One outage.
  struct Element {
    /// Domains in the order of the policy, then the endpoint if it is one alone.
    var names: [FaultSource]
    /// Positions in `endpoints`, rising.
    var members: [Int]
  }

  /// Who can answer, in an order in which those that share domains stand together.
  let endpoints: [ID<Endpoint>]
  /// Outages in the order in which a diagram asks for them.
  private(set) var elements: [Element] = []
  /// For each endpoint the elements that take it out, rising.
  private(set) var causes: [[Int]]

  init(_ unordered: [ID<Endpoint>], _ graph: FailoverGraph) {
    let memberships = unordered.map { endpoint in
      graph.domainMembers[graph.endpoints[endpoint].domains].map(\.domain)
    }
    endpoints = FaultOrder.order(memberships.map { $0.map(\.index) }).map { unordered[$0] }
    causes = Array(repeating: [], count: endpoints.count)
    var found: [Element] = []
    for domain in graph.domains.ids {
      let members = endpoints.indices.filter { place in
        graph.domainMembers[graph.endpoints[endpoints[place]].domains]
          .contains { $0.domain == domain }
      }
      if !members.isEmpty { FaultElements.add(.domain(domain), members, to: &found) }
    }
    for place in endpoints.indices {
      FaultElements.add(.endpoint(endpoints[place]), [place], to: &found)
    }
    // Asked for when the first endpoint of it is met; what takes more with it goes first.
    elements = found.enumerated().sorted { a, b in
      let (first, second) = (a.element.members, b.element.members)
      return (first[0], -first.count, a.offset) < (second[0], -second.count, b.offset)
    }.map(\.element)
    for (i, element) in elements.enumerated() {
      for place in element.members { causes[place].append(i) }
    }
  }

  private static func add(_ name: FaultSource, _ members: [Int], to found: inout [Element]) {
    if let known = found.firstIndex(where: { $0.members == members }) {
      found[known].names.append(name)
    } else {
      found.append(Element(names: [name], members: members))
    }
  }
}

/// In which order endpoints are looked at, so that few domains are open at a time.
enum FaultOrder {
  /// Positions in `memberships`, the domains of each endpoint: next comes who opens the fewest new
  /// domains, of those who is in the domain that is nearest to its end, and of those the first.
  static func order(_ memberships: [[Int]]) -> [Int] {
    let count = 1 + (memberships.joined().max() ?? -1)
    var left = [Int](repeating: 0, count: count)
    for domain in memberships.joined() { left[domain] += 1 }
    // A domain of one is never open: it begins and ends with its endpoint.
    let shared = memberships.map { $0.filter { left[$0] > 1 } }
    var isOpen = [Bool](repeating: false, count: count)
    var rest = Array(memberships.indices)
    var order: [Int] = []
    while !rest.isEmpty {
      var best = 0
      var bestKey = (Int.max, Int.max)
      for (place, endpoint) in rest.enumerated() {
        let opened = shared[endpoint].count { !isOpen[$0] }
        let nearest = shared[endpoint].filter { isOpen[$0] }.map { left[$0] }.min() ?? .max
        if (opened, nearest) < bestKey { (best, bestKey) = (place, (opened, nearest)) }
      }
      let endpoint = rest.remove(at: best)
      order.append(endpoint)
      for domain in shared[endpoint] {
        isOpen[domain] = true
        left[domain] -= 1
      }
    }
    return order
  }
}
