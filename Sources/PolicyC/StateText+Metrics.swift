import PolicyGraph
import PolicyRuntime

extension StateText {
  /// All counters and all live state as Prometheus reads it.
  func prometheus() -> [UInt8] {
    var out = MetricsText()
    routes(&out)
    attempts(&out)
    out.begin("policy_info", "gauge", "1, labelled with the policy at work.")
    var digest = ByteText()
    for byte in engine.policy.stamp.digest.bytes { digest.append(hex: byte) }
    var revision = ByteText()
    revision.append(magnitude: engine.policy.stamp.revision, digitsMin: 1)
    out.label("digest", digest.bytes[...])
    out.label("revision", revision.bytes[...])
    out.sample(1)
    endpoints(&out)
    breakers(&out)
    groups(&out)
    budgets(&out)
    return out.bytes
  }

  private func routes(_ out: inout MetricsText) {
    let all = CounterSum.merged(engine.counters.routes + engine.counters.formerRoutes)
    out.begin("policy_requests_total", "counter", "Requests begun.")
    for one in all {
      out.label("route", one.name[...])
      out.sample(one.fixed[0])
    }
    out.begin(
      "policy_answers_total", "counter", "Requests answered, by level; degraded ones by step.")
    for one in all {
      out.label("route", one.name[...])
      out.label("level", "full")
      out.label("step", "")
      out.sample(one.fixed[1])
      for (step, count) in one.labelled {
        out.label("route", one.name[...])
        out.label("level", "degraded")
        out.label("step", step[...])
        out.sample(count)
      }
    }
    out.begin("policy_failures_total", "counter", "Requests that failed, by reason.")
    for one in all {
      for (reason, count) in one.reasons {
        out.label("route", one.name[...])
        out.label("reason", reason.word)
        out.sample(count)
      }
    }
    out.begin("policy_hedges_total", "counter", "Hedges sent.")
    for one in all {
      out.label("route", one.name[...])
      out.sample(one.fixed[2])
    }
  }

  private func attempts(_ out: inout MetricsText) {
    out.begin(
      "policy_attempts_total", "counter",
      "Attempts that are over, by outcome: success, given-up, or the class of the failure.")
    let all = engine.counters.endpoints + engine.counters.formerEndpoints
    for one in CounterSum.merged(all) {
      out.label("endpoint", one.name[...])
      out.label("outcome", "success")
      out.sample(one.fixed[0])
      out.label("endpoint", one.name[...])
      out.label("outcome", "given-up")
      out.sample(one.fixed[1])
      for (errorClass, count) in one.labelled {
        out.label("endpoint", one.name[...])
        out.label("outcome", errorClass[...])
        out.sample(count)
      }
    }
  }

  /// What a gauge of endpoints shows: a number, a time, or nothing.
  private enum Shown {
    case count(Int)
    case time(Tick)
    case nothing
  }

  private func endpoints(_ out: inout MetricsText) {
    func gauge(
      _ name: StaticString, _ help: StaticString, _ value: (EndpointSnapshot) -> Shown
    ) {
      out.begin(name, "gauge", help)
      for one in live.endpoints {
        let shown = value(one)
        if case .nothing = shown { continue }
        out.label("endpoint", graph.bytes(graph.endpoints[one.endpoint].name))
        switch shown {
        case .count(let count): out.sample(UInt64(clamping: count))
        case .time(let time): out.sample(seconds: time)
        case .nothing: break
        }
      }
    }
    gauge(
      "policy_endpoint_excluded",
      "Whether nothing is sent to an endpoint, since none of its credentials is there."
    ) { .count($0.isExcluded ? 1 : 0) }
    gauge("policy_endpoint_isolated", "Whether the operator took an endpoint out.") {
      .count($0.isIsolated ? 1 : 0)
    }
    gauge("policy_endpoint_down", "Whether its probes say that an endpoint is down.") {
      .count($0.isDown ? 1 : 0)
    }
    gauge(
      "policy_endpoint_in_flight",
      "Attempts in flight, where something in the policy looks at them."
    ) { $0.inFlight.map { .count($0) } ?? .nothing }
    gauge(
      "policy_endpoint_latency_seconds",
      "Average latency of useful answers, where a balance looks at it."
    ) { $0.average.map { .time($0) } ?? .nothing }
    gauge(
      "policy_endpoint_cooling_seconds", "How much longer an endpoint cools; 0 if it does not."
    ) { .time($0.coolingUntil.map { left($0) } ?? .zero) }
  }

  private func breakers(_ out: inout MetricsText) {
    out.begin(
      "policy_credential_cooling_seconds", "gauge",
      "How much longer a credential cools at an endpoint; those that do not are left out.")
    for one in live.endpoints {
      for credential in one.credentials {
        guard let until = credential.coolingUntil else { continue }
        out.label("endpoint", graph.bytes(graph.endpoints[one.endpoint].name))
        out.label("credential", reference(credential.credential)[...])
        out.sample(seconds: left(until))
      }
    }
    out.begin("policy_breaker_state", "gauge", "1 for the phase that a breaker is in.")
    for one in live.endpoints {
      for breaker in one.breakers {
        for phase in [BreakerPhase.closed, .open, .halfOpen] {
          out.label("endpoint", graph.bytes(graph.endpoints[one.endpoint].name))
          out.label("breaker", graph.bytes(graph.breakers[breaker.breaker].name))
          out.label("state", phase.word)
          out.sample(breaker.phase == phase ? 1 : 0)
        }
      }
    }
  }

  private func groups(_ out: inout MetricsText) {
    out.begin(
      "policy_group_holder", "gauge",
      "1 for the member that holds an active-passive group, for the routes with a breaker.")
    for one in live.holders {
      guard let member = member(one) else { continue }
      out.label("group", graph.bytes(graph.groups[one.group].name))
      out.label("breaker", one.breaker.map { graph.bytes(graph.breakers[$0].name) } ?? [])
      out.label("member", graph.bytes(member))
      out.sample(1)
    }
  }

  private func budgets(_ out: inout MetricsText) {
    func family(
      _ name: StaticString, _ kind: StaticString, _ help: StaticString,
      _ value: (RouteSnapshot) -> Int64?
    ) {
      out.begin(name, kind, help)
      for one in live.routes {
        guard let count = value(one) else { continue }
        out.label("route", graph.bytes(graph.routes[one.route].name))
        out.sample(UInt64(clamping: count))
      }
    }
    family("policy_brownout", "gauge", "Whether a route's requests go straight to its ladder.") {
      $0.brownoutSince == nil ? 0 : 1
    }
    family(
      "policy_budget_first_attempts", "gauge", "First attempts in the window of the retry budget."
    ) { $0.firstAttempts }
    family("policy_budget_tokens", "gauge", "Tokens taken in the window of the retry budget.") {
      $0.tokens
    }
    family("policy_waiting", "gauge", "Requests that wait for a candidate.") { $0.waiting }
    family("policy_waits_total", "counter", "Waits for a candidate that began.") {
      $0.waiting == nil ? nil : $0.waits
    }
  }
}
