import PolicyGraph

/// The network of one case: from the routes through endpoints and what these share to the end.
struct CarryingNetwork {
  private let rates: CarryingRates
  private var flow = MaxFlow()
  private let source: Int
  private let sink: Int
  /// The node where an endpoint begins, by its row.
  private var entries: [Int?]
  /// The two sides of each store, made when it is met.
  private var gates: [(from: Int, to: Int)?]
  private var demands: [(demand: Carrying.Demand, node: Int)] = []
  private var lines: [(route: ID<Route>, endpoint: ID<Endpoint>, edge: Int)] = []

  init(_ rates: CarryingRates) {
    self.rates = rates
    source = flow.addNode()
    sink = flow.addNode()
    entries = Array(repeating: nil, count: rates.graph.endpoints.count)
    gates = Array(repeating: nil, count: rates.stores.count)
  }

  /// Adds a route that these endpoints may carry.
  mutating func add(_ demand: Carrying.Demand, to endpoints: [ID<Endpoint>]) {
    let node = flow.addNode()
    flow.addEdge(source, node, demand.load.billionths)
    demands.append((demand, node))
    for endpoint in endpoints {
      let entry = entry(of: endpoint)
      lines.append((demand.route, endpoint, flow.addEdge(node, entry, MaxFlow.endless)))
    }
  }

  /// What cannot be carried; nil if all can.
  mutating func shortfall(_ given: Carrying.Case) -> Carrying.Shortfall? {
    let wanted = demands.reduce(Int128(0)) { $0 + $1.demand.load.billionths }
    let carried = flow.run(from: source, to: sink)
    guard carried < wanted else { return nil }
    let isReached = flow.reached(from: source)
    var full: [Carrying.Bottleneck] = []
    for (store, gate) in zip(rates.stores, gates) {
      guard let gate, isReached[gate.from], !isReached[gate.to] else { continue }
      full.append(
        Carrying.Bottleneck(
          scope: store.place.scope,
          endpoints: store.endpoints.filter { entries[$0.index] != nil }, rate: store.rate))
    }
    return Carrying.Shortfall(
      given: given, missing: Throughput(billionths: wanted - carried),
      routes: demands.filter { isReached[$0.node] }.map(\.demand), full: full)
  }

  /// Who carries what, after a run.
  var flows: [Carrying.Flow] {
    lines.compactMap { line in
      let rate = Throughput(billionths: flow.flow(of: line.edge))
      guard rate > .zero else { return nil }
      return Carrying.Flow(route: line.route, endpoint: line.endpoint, rate: rate)
    }
  }

  /// From an endpoint through its own store, its credentials, their accounts, then the provider and
  /// the address.
  private mutating func entry(of id: ID<Endpoint>) -> Int {
    if let known = entries[id.index] { return known }
    let entry = flow.addNode()
    entries[id.index] = entry
    let stores = rates.declared[id.index]
    var end = entry
    if let own = stores.first(where: { !rates.stores[$0].place.isShared }) {
      let gate = gate(own)
      flow.addEdge(end, gate.from, MaxFlow.endless)
      end = gate.to
    }
    let row = rates.graph.endpoints[id]
    let places = row.credentials.map { credential in
      [Scope.credential, .account].compactMap { scope in
        rates.store(LimitPlace.place(of: credential, scope, row, rates.graph))
          .flatMap { stores.contains($0) ? $0 : nil }
      }
    }.filter { !$0.isEmpty }
    let rest = [Scope.provider, .address].compactMap { scope in
      stores.first { rates.stores[$0].place.scope == scope }
    }
    // Each credential is a way of its own; without limits on them there is one.
    for way in places.isEmpty ? [[]] : places { join(end, way + rest) }
    return entry
  }

  private mutating func join(_ start: Int, _ way: [Int]) {
    var end = start
    for store in way {
      let gate = gate(store)
      flow.addEdge(end, gate.from, MaxFlow.endless)
      end = gate.to
    }
    flow.addEdge(end, sink, MaxFlow.endless)
  }

  private mutating func gate(_ store: Int) -> (from: Int, to: Int) {
    if let known = gates[store] { return known }
    let gate = (from: flow.addNode(), to: flow.addNode())
    flow.addEdge(gate.from, gate.to, rates.stores[store].rate.billionths)
    gates[store] = gate
    return gate
  }
}
