extension FailoverGraph {
  /// All that keeps a scenario from being run.
  ///
  /// - Parameter traceEnds: When the last request of each file of requests arrives, in the order of
  ///   the traffic; nil if nobody has read them: then what depends on them is left out.
  public func problems(
    of id: ID<Scenario>, traceEnds: [Tick]? = nil
  ) -> [ScenarioProblem] {
    let scenario = scenarios[id]
    let routes = trafficRoutes(of: scenario)
    return silentEndpoints(scenario, routes) + problems(scenario.traffic)
      + crowdedEndpoints(scenario) + length(scenario, routes, traceEnds)
  }

  /// The routes that a scenario sends requests to, in the policy's order.
  public func trafficRoutes(of scenario: Scenario) -> [ID<Route>] {
    var isUsed = [Bool](repeating: false, count: routes.count)
    for row in traffic[scenario.traffic] { isUsed[row.route.index] = true }
    return routes.ids.filter { isUsed[$0.index] }
  }

  /// Endpoints that requests reach and that declare no latency.
  private func silentEndpoints(
    _ scenario: Scenario, _ routes: [ID<Route>]
  ) -> [ScenarioProblem] {
    var isKnown = endpoints.rows.map { $0.latency != nil }
    for model in models[scenario.models] where model.latency != nil {
      isKnown[model.endpoint.index] = true
    }
    let reaches = routes.map { RouteReach(self, $0) }
    return endpoints.ids.compactMap { id in
      guard !isKnown[id.index], reaches.contains(where: { $0.endpoints[id.index] }) else {
        return nil
      }
      return ScenarioProblem(
        .endpoint(id), endpoints[id].origin,
        "`\(text(endpoints[id].name))` declares no latency",
        "add `latency p50: …, p99: …` to it, or a `model` of it to the scenario"
      )
    }
  }

  private func problems(_ streams: Rows<Traffic>) -> [ScenarioProblem] {
    var found: [ScenarioProblem] = []
    var expected = 0.0
    for id in streams {
      let row = traffic[id]
      if let clients = row.clients, Int(clients) > ScenarioProblem.clientsMax {
        found.append(
          ScenarioProblem(
            .traffic(id), row.origin,
            "\(clients) clients exceed the \(ScenarioProblem.clientsMax) that one run can hold",
            "use a `rate:`"
          ))
      }
      guard let rate = row.rate, let duration = row.duration else { continue }
      let before = expected
      expected += Double(rate.amount) / Double(max(1, rate.per.ns)) * Double(duration.ns)
      guard before <= ScenarioProblem.requestsMax, expected > ScenarioProblem.requestsMax else {
        continue
      }
      found.append(
        ScenarioProblem(
          .traffic(id), row.origin,
          "about \(Int64(min(expected, 1e18))) requests exceed the 10 thousand million that one run can make",
          "lower `rate:` or `for:`"
        ))
    }
    return found
  }

  private func crowdedEndpoints(_ scenario: Scenario) -> [ScenarioProblem] {
    var counts = [Int](repeating: 0, count: endpoints.count)
    var found: [ScenarioProblem] = []
    for id in scenario.faults {
      for endpoint in affected(by: faults[id]) {
        counts[endpoint.index] += 1
        guard counts[endpoint.index] == ScenarioProblem.faultsMax + 1 else { continue }
        found.append(
          ScenarioProblem(
            .fault(id), faults[id].origin,
            "`\(text(endpoints[endpoint].name))` has more than \(ScenarioProblem.faultsMax) faults in this scenario",
            "split it"
          ))
      }
    }
    return found
  }

  /// The endpoints that a fault is about; none for one that changes the traffic.
  public func affected(by row: Fault) -> [ID<Endpoint>] {
    if let endpoint = row.endpoint { return [endpoint] }
    return endpoints.ids.filter { id in
      if let domain = row.domain {
        return domainMembers[endpoints[id].domains].contains { $0.domain == domain }
      }
      guard row.kind == .revoke, let reference = row.reference else { return false }
      return credentials[endpoints[id].credentials].contains {
        $0.source == row.credential && bytes($0.reference).elementsEqual(bytes(reference))
      }
    }
  }

  private func length(
    _ scenario: Scenario, _ used: [ID<Route>], _ traceEnds: [Tick]?
  ) -> [ScenarioProblem] {
    var found: [ScenarioProblem] = []
    var ends = (traceEnds ?? [])[...]
    var longest = Tick.zero
    for id in scenario.traffic {
      let row = traffic[id]
      var end = row.duration ?? .zero
      if row.trace != nil, traceEnds != nil {
        guard let last = ends.popFirst() else {
          found.append(
            ScenarioProblem(
              .traffic(id), row.origin, "the request file has not been read", "pass when it ends")
          )
          continue
        }
        end = min(row.duration ?? .max, last + Tick(ns: 1))
      }
      longest = max(longest, end)
    }
    let seconds = longest.ns / 1_000_000_000 + 1
    let (cells, overflow) = seconds.multipliedReportingOverflow(by: Int64(used.count))
    if overflow || cells > ScenarioProblem.secondsMax {
      found.append(
        ScenarioProblem(
          .scenario, scenario.origin,
          "\(seconds) seconds of \(used.count) \(used.count == 1 ? "route" : "routes") exceed the 20 million seconds that one run can record",
          "shorten `for:`"
        ))
    }
    let processes = used.map { Int(routes[$0].processes) }.max() ?? 1
    if processes > ScenarioProblem.processesMax {
      found.append(
        ScenarioProblem(
          .scenario, scenario.origin,
          "\(processes) processes exceed the \(ScenarioProblem.processesMax) that can be simulated",
          "lower `processes`"
        ))
    }
    return found
  }
}
