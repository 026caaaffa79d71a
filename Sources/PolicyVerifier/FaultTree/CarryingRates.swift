import PolicyGraph

/// What endpoints, and the limits that they share, carry by their figures.
struct CarryingRates {
  /// Something that carries so much and no more.
  struct Store {
    var place: LimitPlace
    var rate: Throughput
    /// Who declares it.
    var endpoints: [ID<Endpoint>]
  }

  let graph: FailoverGraph
  private(set) var stores: [Store] = []
  private(set) var missing: [Carrying.MissingFigure] = []
  private var places: [LimitPlace: Int] = [:]
  /// The stores of each endpoint, none for those that are not asked about.
  private(set) var declared: [[Int]]

  init(_ endpoints: [ID<Endpoint>], _ graph: FailoverGraph) {
    self.graph = graph
    declared = Array(repeating: [], count: graph.endpoints.count)
    for endpoint in endpoints { add(endpoint) }
  }

  /// The store of a place, if anybody declares it.
  func store(_ place: LimitPlace) -> Int? { places[place] }

  private mutating func add(_ id: ID<Endpoint>) {
    let row = graph.endpoints[id]
    let mean = row.latency.map { LatencyModel(graph.latencies[$0], graph).mean }
    var lacksTime = false
    for limit in graph.limits[row.limits] {
      for place in LimitPlace.places(of: limit, id, graph) {
        if let rate = limit.requests { add(Throughput(rate.amount, in: rate.per), place, id) }
        guard let most = limit.concurrency else { continue }
        if let mean { add(Throughput(Int64(most), in: mean), place, id) } else { lacksTime = true }
      }
    }
    if let capacity = row.capacity {
      let own = LimitPlace(scope: .endpoint, place: Array(graph.bytes(row.name)))
      let servers = Int64(graph.capacities[capacity].servers)
      if let mean { add(Throughput(servers, in: mean), own, id) } else { lacksTime = true }
    }
    if lacksTime {
      missing.append(.latency(id))
    } else if declared[id.index].isEmpty {
      missing.append(.rate(id))
    }
  }

  private mutating func add(_ rate: Throughput, _ place: LimitPlace, _ id: ID<Endpoint>) {
    let index = places[place] ?? stores.count
    if index == stores.count {
      places[place] = index
      stores.append(Store(place: place, rate: rate, endpoints: []))
    }
    stores[index].rate = min(stores[index].rate, rate)
    if !stores[index].endpoints.contains(id) { stores[index].endpoints.append(id) }
    if !declared[id.index].contains(index) { declared[id.index].append(index) }
  }
}
