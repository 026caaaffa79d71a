import PolicyGraph

@testable import PolicyRuntime

extension Storm {
  /// After the storm: nothing is in flight, and when all far ends are well again everybody is
  /// served, so that no permit, lease, place or wait was lost.
  mutating func recover() {
    guard violations.isEmpty else { return }
    for route in interpreter.snapshot(at: now).routes where route.waiting ?? 0 != 0 {
      violations.append("\(graph.text(graph.routes[route.route].name)) counts who does not wait")
    }
    for endpoint in interpreter.snapshot(at: now).endpoints where endpoint.inFlight ?? 0 != 0 {
      violations.append("\(names.endpointName(endpoint.endpoint)) counts what is not in flight")
    }
    pass(until: now + .s(2 * 86_400))
    for endpoint in graph.endpoints.ids {
      interpreter.restore(endpoint, at: now)
      guard let probe = graph.endpoints[endpoint].probe else { continue }
      for _ in 0..<graph.probes[probe].upAfter { interpreter.probed(endpoint, up: true, at: now) }
    }
    countedAttempts = [:]
    opened = []
    for _ in 0..<24 where violations.isEmpty {
      for route in graph.routes.ids {
        pass(until: now + .s(7))
        serve(route)
      }
    }
    checkBreakers()
  }

  /// One small request on a route, answered at once.
  private mutating func serve(_ route: ID<Route>) {
    start((route, PlainFacts()))
    let index = requests.count - 1
    let first = requests[index].action
    if first.kind != .attempt || first.step != nil, canServe(route, requests[index].facts) {
      report(index, "is not served although all is well")
    }
    if let leg = requests[index].legs.first { tell(index, .finished(leg.id, .success)) }
    calm()
  }

  /// Whether some endpoint can serve a small request of a route at all.
  private func canServe(_ route: ID<Route>, _ facts: PlainFacts) -> Bool {
    let row = graph.routes[route]
    let length = row.deadline - (names.ladder(route)?.reserve ?? .zero)
    let request = ReferenceRequest(
      route: route, facts: facts, at: now, deadline: row.deadline, reserve: row.deadline - length)
    let ask = Ask(request: request, now: now, end: request.mainEndsAt)
    return names.endpoints(below: row.target, armOf: ask).contains { endpoint in
      !opened.contains(endpoint) && names.leastTime(endpoint) <= length
        && graph.features[row.requires].allSatisfy {
          names.supports(endpoint, graph.text($0.name))
        } && names.serves(endpoint, facts)
    }
  }

  /// A breaker that saw enough successes is closed.
  private mutating func checkBreakers() {
    for endpoint in interpreter.snapshot(at: now).endpoints {
      for breaker in endpoint.breakers where breaker.phase != .closed {
        let key = BreakerKey(endpoint: endpoint.endpoint, breaker: breaker.breaker)
        let needed = max(1, Int(graph.breakers[breaker.breaker].probeCalls))
        if countedAttempts[key] ?? 0 >= needed {
          violations.append(
            "\(names.endpointName(endpoint.endpoint)) stays \(breaker.phase.word) after "
              + "\(countedAttempts[key] ?? 0) successes of \(needed)")
        }
      }
    }
  }
}
