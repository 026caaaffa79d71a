extension ServiceCounters {
  /// Writes every counter, sorted by name, so that two readings can be compared line by line.
  func write(to out: inout MetricsText) {
    writeRoutes(to: &out)
    writeEndpoints(to: &out)
    out.family(
      "policy_abandoned_tasks", .gauge,
      "Tasks that were given up and still run, because they ignore cancellation.")
    out.sample("policy_abandoned_tasks", count: abandoned)
    out.family(
      "policy_abandoned_tasks_total", .counter, "Tasks that were given up before they were over.")
    out.sample("policy_abandoned_tasks_total", count: abandonedTotal)
    out.family(
      "policy_notices_dropped_total", .counter,
      "Notices that no handler was told of, because too many handlers were still running.")
    out.sample("policy_notices_dropped_total", count: noticesDropped)
    out.family("policy_loads_total", .counter, "Policies loaded and refused, by result.")
    out.sample("policy_loads_total", [("result", "loaded")], count: policies)
    out.sample("policy_loads_total", [("result", "refused")], count: refused)
  }

  private func writeRoutes(to out: inout MetricsText) {
    let sorted = routes.sorted { $0.key < $1.key }
    out.family("policy_requests_total", .counter, "Requests begun.")
    for (name, route) in sorted {
      out.sample("policy_requests_total", [("route", name)], count: route.requests)
    }
    out.family("policy_requests_in_flight", .gauge, "Requests begun and not ended.")
    for (name, route) in sorted {
      out.sample("policy_requests_in_flight", [("route", name)], count: route.inFlight)
    }
    out.family(
      "policy_answers_total", .counter, "Requests answered, by level; degraded ones by step.")
    for (name, route) in sorted {
      out.sample(
        "policy_answers_total", [("route", name), ("level", "full"), ("step", "")],
        count: route.full)
      for (step, count) in route.degraded.sorted(by: { $0.key < $1.key }) {
        out.sample(
          "policy_answers_total", [("route", name), ("level", "degraded"), ("step", step)],
          count: count)
      }
    }
    out.family("policy_failures_total", .counter, "Requests that failed, by reason.")
    for (name, route) in sorted {
      for (reason, count) in route.failed.sorted(by: { $0.key < $1.key }) {
        out.sample("policy_failures_total", [("route", name), ("reason", reason)], count: count)
      }
    }
    out.family("policy_hedges_total", .counter, "Hedges sent.")
    for (name, route) in sorted {
      out.sample("policy_hedges_total", [("route", name)], count: route.hedges)
    }
    out.family(
      "policy_attempts_overran_total", .counter,
      "Attempts whose closures took longer than they had, by route and endpoint.")
    for (name, route) in sorted {
      for (endpoint, count) in route.overran.sorted(by: { $0.key < $1.key }) {
        out.sample(
          "policy_attempts_overran_total", [("route", name), ("endpoint", endpoint)],
          count: count)
      }
    }
    out.family(
      "policy_removed_route_requests_total", .counter,
      "Requests on routes that the present policy does not have.")
    out.sample("policy_removed_route_requests_total", count: onRemovedRoutes)
  }

  private func writeEndpoints(to out: inout MetricsText) {
    out.family(
      "policy_attempts_total", .counter,
      "Attempts that are over, by outcome: success, given-up, or the class of the failure.")
    for (name, endpoint) in endpoints.sorted(by: { $0.key < $1.key }) {
      let labels = [("endpoint", name)]
      out.sample(
        "policy_attempts_total", labels + [("outcome", "success")], count: endpoint.succeeded)
      out.sample(
        "policy_attempts_total", labels + [("outcome", "given-up")], count: endpoint.givenUp)
      for (errorClass, count) in endpoint.failed.sorted(by: { $0.key < $1.key }) {
        out.sample("policy_attempts_total", labels + [("outcome", errorClass)], count: count)
      }
    }
  }
}
