internal import PolicyRuntime

extension EngineSnapshot {
  /// Writes the live state, in the policy's order.
  func write(to out: inout MetricsText) {
    out.family("policy_info", .gauge, "1, labelled with the policy at work.")
    out.sample("policy_info", [("digest", "\(digest)"), ("revision", "\(revision)")], count: 1)
    writeEndpoints(to: &out)
    writeBreakers(to: &out)
    out.family(
      "policy_group_holder", .gauge,
      "1 for the member that holds an active-passive group, for the routes with a breaker.")
    for active in activeMembers {
      out.sample(
        "policy_group_holder",
        [
          ("group", active.group), ("breaker", active.breaker ?? ""), ("member", active.member),
        ], count: 1)
    }
    out.family("policy_brownout", .gauge, "Whether a route's requests go straight to its ladder.")
    for route in routes {
      out.sample("policy_brownout", [("route", route.name)], count: route.brownout == nil ? 0 : 1)
    }
    out.family(
      "policy_budget_first_attempts", .gauge, "First attempts in the window of the retry budget.")
    for route in routes {
      out.sample(
        "policy_budget_first_attempts", [("route", route.name)], count: route.firstAttempts)
    }
    out.family("policy_waiting", .gauge, "Requests that wait for a candidate.")
    for route in routes {
      if let waiting = route.waiting {
        out.sample("policy_waiting", [("route", route.name)], count: waiting)
      }
    }
    out.family("policy_waits_total", .counter, "Waits for a candidate that began.")
    for route in routes where route.waiting != nil {
      out.sample("policy_waits_total", [("route", route.name)], count: route.waits)
    }
    out.family("policy_budget_tokens", .gauge, "Tokens taken in the window of the retry budget.")
    for route in routes {
      out.sample("policy_budget_tokens", [("route", route.name)], count: route.tokens)
    }
  }

  private func writeEndpoints(to out: inout MetricsText) {
    out.family(
      "policy_endpoint_excluded", .gauge,
      "Whether nothing is sent to an endpoint, since none of its credentials is there.")
    for one in endpoints {
      out.sample("policy_endpoint_excluded", labels(one), count: one.isExcluded ? 1 : 0)
    }
    out.family("policy_endpoint_isolated", .gauge, "Whether the operator took an endpoint out.")
    for one in endpoints {
      out.sample("policy_endpoint_isolated", labels(one), count: one.isIsolated ? 1 : 0)
    }
    out.family("policy_endpoint_down", .gauge, "Whether its probes say that an endpoint is down.")
    for one in endpoints {
      out.sample("policy_endpoint_down", labels(one), count: one.isDown ? 1 : 0)
    }
    out.family(
      "policy_endpoint_in_flight", .gauge,
      "Attempts in flight, where something in the policy looks at them.")
    for one in endpoints {
      if let count = one.inFlight {
        out.sample("policy_endpoint_in_flight", labels(one), count: count)
      }
    }
    out.family(
      "policy_endpoint_latency_seconds", .gauge,
      "Average latency of useful answers, where a balance looks at it.")
    for one in endpoints {
      if let time = one.latency {
        out.sample("policy_endpoint_latency_seconds", labels(one), seconds: time)
      }
    }
    out.family(
      "policy_endpoint_cooling_seconds", .gauge,
      "How much longer an endpoint cools; 0 if it does not.")
    for one in endpoints {
      out.sample(
        "policy_endpoint_cooling_seconds", labels(one), seconds: one.coolingFor ?? .zero)
    }
    out.family(
      "policy_credential_cooling_seconds", .gauge,
      "How much longer a credential cools at an endpoint; those that do not are left out.")
    for one in endpoints {
      for credential in one.coolingCredentials {
        out.sample(
          "policy_credential_cooling_seconds",
          labels(one) + [("credential", credential.reference)], seconds: credential.time)
      }
    }
  }

  private func writeBreakers(to out: inout MetricsText) {
    out.family("policy_breaker_state", .gauge, "1 for the phase that a breaker is in.")
    for one in endpoints {
      for breaker in one.breakers {
        for phase in [BreakerPhase.closed, .open, .halfOpen] {
          out.sample(
            "policy_breaker_state",
            labels(one) + [("breaker", breaker.name), ("state", "\(phase.word)")],
            count: breaker.phase == phase ? 1 : 0)
        }
      }
    }
  }

  private func labels(_ endpoint: Endpoint) -> [(String, String)] {
    [("endpoint", endpoint.name)]
  }
}
