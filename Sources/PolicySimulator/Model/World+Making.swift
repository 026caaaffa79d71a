import PolicyGraph
import PolicyRuntime

extension World {
  /// Lays out a scenario that has no problems.
  init(_ plan: Plan, _ scenario: Scenario, _ traceEnds: [Tick]) {
    graph = plan.graph
    endpoints = Array(repeating: EndpointModel(), count: graph.endpoints.count)
    steps = Array(repeating: nil, count: graph.steps.count)
    outcomes = Outcomes(plan, graph.faults[scenario.faults])
    warmUp = scenario.warmUp?.ns ?? 0
    watched = Array(repeating: false, count: graph.endpoints.count)
    for expect in graph.expects[scenario.expects] {
      if let endpoint = expect.endpoint { watched[endpoint.index] = true }
    }
    let traffic = graph.traffic[scenario.traffic]
    for route in graph.trafficRoutes(of: scenario) {
      routes.append(route)
      reaches.append(Reach(route, in: graph))
      routeModels.append(
        RouteModel(
          errors: graph.routes[route].errors.index, streams: graph.routes[route].commit.mayBeEarly))
      processes = max(processes, Int(graph.routes[route].processes))
    }
    addSources(Array(traffic), plan, traceEnds)
    addModels(scenario)
    addHandlers(scenario)
    addFaults(scenario)
  }

  // MARK: traffic

  private mutating func addSources(_ traffic: [Traffic], _ plan: Plan, _ traceEnds: [Tick]) {
    var files = 0
    for row in traffic {
      var facts = RequestFacts(
        priority: UInt8(truncatingIfNeeded: row.priority ?? 5), delivery: row.delivery)
      if let tag = row.tag, let value = row.tagValue,
        let known = plan.tag(graph.bytes(tag), is: graph.bytes(value))
      {
        facts.add(known)
      }
      var source = Source(
        route: row.route, place: routes.firstIndex(of: row.route) ?? 0, kind: .file(0),
        duration: row.duration?.ns ?? .max, patience: row.patience?.ns ?? .max,
        sizes: (row.sizeMin ?? 0)...max(row.sizeMin ?? 0, row.sizeMax ?? 0), facts: facts)
      if let rate = row.rate {
        source.kind = .rate(Double(rate.amount) / Double(max(1, rate.per.ns)), row.arrivals)
      } else if let clients = row.clients {
        source.kind = .clients(
          Int(clients), think: max(World.thinkLeast, row.think?.ns ?? 0))
      } else {
        source.kind = .file(files)
        source.duration = min(source.duration, traceEnds[files].ns + 1)
        files += 1
      }
      if source.duration != .max { endsAt = max(endsAt, source.duration) }
      sources.append(source)
    }
  }

  // MARK: endpoints and handlers

  private mutating func addModels(_ scenario: Scenario) {
    var spaces: [[UInt8]] = []
    for endpoint in graph.endpoints.ids {
      let row = graph.endpoints[endpoint]
      var latency = row.latency
      endpoints[endpoint.index].salt = Streams.salt(graph.bytes(row.name))
      endpoints[endpoint.index].capacity = row.capacity.map { graph.capacities[$0] }
      for model in graph.models[scenario.models] where model.endpoint == endpoint {
        latency = model.latency ?? latency
        if let capacity = model.capacity {
          endpoints[endpoint.index].capacity = graph.capacities[capacity]
        }
      }
      if let latency {
        endpoints[endpoint.index].latency = LatencyModel(graph.latencies[latency], graph)
      }
      endpoints[endpoint.index].firstByte = row.firstByteTimeout?.ns ?? .max
      if let space = keySpace(endpoint) {
        let known = spaces.firstIndex(of: space)
        if known == nil { spaces.append(space) }
        endpoints[endpoint.index].keySpace = known ?? spaces.count - 1
      }
    }
  }

  /// Among which endpoints a request sent again is recognised: those equal in the key's label, else
  /// the endpoint itself; nil without a key.
  private func keySpace(_ endpoint: ID<Endpoint>) -> [UInt8]? {
    guard let key = graph.endpoints[endpoint].idempotencyKey.map({ graph.idempotencyKeys[$0] })
    else {
      return nil
    }
    if let label = key.sharedBy {
      for member in graph.domainMembers[graph.endpoints[endpoint].domains] {
        let domain = graph.domains[member.domain]
        if graph.bytes(domain.label).elementsEqual(graph.bytes(label)) {
          return Array(graph.bytes(domain.label)) + [0] + Array(graph.bytes(domain.name))
        }
      }
    }
    return [0] + Array(graph.bytes(graph.endpoints[endpoint].name))
  }

  private mutating func addHandlers(_ scenario: Scenario) {
    for given in graph.givens[scenario.givens] {
      var handler = Handler(share: given.share.ppb, takes: given.takes.ns)
      if let name = given.handler { handler.salt = Streams.salt(graph.bytes(name)) | 1 }
      switch given.kind {
      case .reconcile:
        reconcile = handler
        landed = given.share.ppb
      case .cache:
        for step in graph.steps.ids where graph.steps[step].answer == .serveCache {
          steps[step.index] = handler
        }
      case .handler:
        guard let name = given.handler else { continue }
        for step in graph.steps.ids where graph.steps[step].answer == .call {
          guard let text = graph.steps[step].text else { continue }
          if graph.bytes(text).elementsEqual(graph.bytes(name)) { steps[step.index] = handler }
        }
      }
    }
  }

  // MARK: faults

  private mutating func addFaults(_ scenario: Scenario) {
    for row in graph.faults[scenario.faults] {
      let end = row.duration.map { row.at + $0 }
      var fault = FaultModel(
        kind: row.kind, from: row.at.ns, to: end?.ns ?? .max,
        share: row.share?.ppb ?? 1_000_000_000,
        factor: Double(row.factor?.millionths ?? 1_000_000) / 1_000_000,
        add: Double(row.add?.ns ?? 0), rate: row.rate, up: max(1, row.up?.ns ?? 1),
        down: max(1, row.down?.ns ?? 1), status: row.status,
        after: row.after.map { Double($0.ns) })
      if row.kind == .load {
        hasLoads = true
        fault.routes = routes.indices.filter { row.route == nil || routes[$0] == row.route }
      }
      if row.kind == .revoke, let reference = row.reference {
        fault.revokes = graph.credentials.rows.map {
          $0.source == row.credential
            && graph.bytes($0.reference).elementsEqual(graph.bytes(reference))
        }
        hasRevokes = true
      }
      for endpoint in graph.affected(by: row) {
        endpoints[endpoint.index].faults.append(faults.count)
      }
      faults.append(fault)
    }
  }
}
