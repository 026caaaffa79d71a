import PolicyGraph
import PolicyRuntime

extension StateText {
  /// All counters and all live state as Prometheus reads it.
  func prometheus() -> [UInt8] {
    var out = MetricsText()
    routes(&out)
    attempts(&out)
    out.family("policy_info", "gauge", "1, labelled with the policy at work.")
    var digest = ByteText()
    for byte in engine.policy.stamp.digest.bytes { digest.append(hex: byte) }
    var revision = ByteText()
    revision.append(magnitude: engine.policy.stamp.revision, digitsMin: 1)
    out.sample([("digest", digest.bytes), ("revision", revision.bytes)], 1)
    endpoints(&out)
    groups(&out)
    budgets(&out)
    return out.bytes
  }

  private func routes(_ out: inout MetricsText) {
    let all = Counters.merged(engine.counters.routes, engine.counters.formerRoutes)
    out.family("policy_requests_total", "counter", "Requests begun.")
    for one in all { out.sample([("route", one.name)], one.fixed[0]) }
    out.family(
      "policy_answers_total", "counter", "Requests answered, by level; degraded ones by step.")
    for one in all {
      out.sample([("route", one.name), ("level", Array("full".utf8)), ("step", [])], one.fixed[1])
      for (step, count) in one.labelled where !step.isEmpty {
        out.sample(
          [("route", one.name), ("level", Array("degraded".utf8)), ("step", step)], count)
      }
    }
    out.family("policy_failures_total", "counter", "Requests that failed, by reason.")
    for one in all {
      for (reason, count) in one.reasons {
        out.sample([("route", one.name), ("reason", reason)], count)
      }
    }
    out.family("policy_hedges_total", "counter", "Hedges sent.")
    for one in all { out.sample([("route", one.name)], one.fixed[2]) }
  }

  private func attempts(_ out: inout MetricsText) {
    let all = Counters.merged(engine.counters.endpoints, engine.counters.formerEndpoints)
    out.family(
      "policy_attempts_total", "counter",
      "Attempts that are over, by outcome: success, given-up, or the class of the failure.")
    for one in all {
      out.sample([("endpoint", one.name), ("outcome", Array("success".utf8))], one.fixed[0])
      out.sample([("endpoint", one.name), ("outcome", Array("given-up".utf8))], one.fixed[1])
      for (errorClass, count) in one.labelled {
        out.sample([("endpoint", one.name), ("outcome", errorClass)], count)
      }
    }
  }

  private func endpoints(_ out: inout MetricsText) {
    let all = live.endpoints.map { one in
      (one, [("endpoint" as StaticString, Array(graph.bytes(graph.endpoints[one.endpoint].name)))])
    }
    out.family(
      "policy_endpoint_excluded", "gauge",
      "Whether nothing is sent to an endpoint, since none of its credentials is there.")
    for (one, labels) in all { out.sample(labels, one.isExcluded ? 1 : 0) }
    out.family("policy_endpoint_isolated", "gauge", "Whether the operator took an endpoint out.")
    for (one, labels) in all { out.sample(labels, one.isIsolated ? 1 : 0) }
    out.family("policy_endpoint_down", "gauge", "Whether its probes say that an endpoint is down.")
    for (one, labels) in all { out.sample(labels, one.isDown ? 1 : 0) }
    out.family(
      "policy_endpoint_in_flight", "gauge",
      "Attempts in flight, where something in the policy looks at them.")
    for (one, labels) in all {
      if let count = one.inFlight { out.sample(labels, UInt64(Swift.max(0, count))) }
    }
    out.family(
      "policy_endpoint_latency_seconds", "gauge",
      "Average latency of useful answers, where a balance looks at it.")
    for (one, labels) in all {
      if let time = one.average { out.sample(labels, seconds: time) }
    }
    out.family(
      "policy_endpoint_cooling_seconds", "gauge",
      "How much longer an endpoint cools; 0 if it does not.")
    for (one, labels) in all {
      out.sample(labels, seconds: one.coolingUntil.map { left($0) } ?? .zero)
    }
    out.family(
      "policy_credential_cooling_seconds", "gauge",
      "How much longer a credential cools at an endpoint; those that do not are left out.")
    for (one, labels) in all {
      for credential in one.credentials {
        guard let until = credential.coolingUntil else { continue }
        out.sample(
          labels + [("credential", reference(credential.credential))], seconds: left(until))
      }
    }
    out.family("policy_breaker_state", "gauge", "1 for the phase that a breaker is in.")
    for (one, labels) in all {
      for breaker in one.breakers {
        let name = Array(graph.bytes(graph.breakers[breaker.breaker].name))
        for phase in [BreakerPhase.closed, .open, .halfOpen] {
          var word = ByteText()
          word.append(phase.word)
          out.sample(
            labels + [("breaker", name), ("state", word.bytes)], breaker.phase == phase ? 1 : 0)
        }
      }
    }
  }

  private func groups(_ out: inout MetricsText) {
    out.family(
      "policy_group_holder", "gauge",
      "1 for the member that holds an active-passive group, for the routes with a breaker.")
    for one in live.holders {
      guard let member = member(one) else { continue }
      let breaker = one.breaker.map { Array(graph.bytes(graph.breakers[$0].name)) } ?? []
      out.sample(
        [
          ("group", Array(graph.bytes(graph.groups[one.group].name))), ("breaker", breaker),
          ("member", Array(graph.bytes(member))),
        ], 1)
    }
  }

  private func budgets(_ out: inout MetricsText) {
    let all = live.routes.map { one in
      (one, [("route" as StaticString, Array(graph.bytes(graph.routes[one.route].name)))])
    }
    out.family("policy_brownout", "gauge", "Whether a route's requests go straight to its ladder.")
    for (one, labels) in all { out.sample(labels, one.brownoutSince == nil ? 0 : 1) }
    out.family(
      "policy_budget_first_attempts", "gauge", "First attempts in the window of the retry budget.")
    for (one, labels) in all { out.sample(labels, UInt64(clamping: one.firstAttempts)) }
    out.family("policy_budget_tokens", "gauge", "Tokens taken in the window of the retry budget.")
    for (one, labels) in all { out.sample(labels, UInt64(clamping: one.tokens)) }
    out.family("policy_waiting", "gauge", "Requests that wait for a candidate.")
    for (one, labels) in all {
      if let waiting = one.waiting { out.sample(labels, UInt64(clamping: waiting)) }
    }
    out.family("policy_waits_total", "counter", "Waits for a candidate that began.")
    for (one, labels) in all where one.waiting != nil {
      out.sample(labels, UInt64(clamping: one.waits))
    }
  }
}
