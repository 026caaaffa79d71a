import PolicyGraph

extension RunReport {
  /// Writes the fields of a run of `scenario`.
  func write(of scenario: ScenarioReport, to json: inout JSONWriter) {
    json.field("index", index)
    json.field("seed", seed: seed)
    total.write(to: &json)
    json.field("worstWindowAmplification", worstWindowAmplification)
    json.field("failover", failover)
    json.field("failback", failback)
    json.field("recovery", recovery)
    json.field("neverFailedBack", neverFailedBack)
    json.field("neverRecovered", neverRecovered)
    json.field("duplicates", duplicates)
    json.field("stopped", optional: stopped?.rawValue)
    json.field("routes", scenario.routes, routes) { $0.write(to: &$1) }
    json.field("endpoints", scenario.endpoints.map(\.name), endpoints) { endpoint, json in
      json.field("attempts", endpoint.attempts)
      json.field("failures", endpoint.failures)
      json.field("rejected", endpoint.rejected)
      json.field("answers", endpoint.answers)
    }
    json.field("steps", scenario.steps, steps)
    json.array("expectations") { json in
      for (expectation, verdict) in zip(scenario.expectations, expectations) {
        json.inline { json in
          json.object { json in
            json.field("text", expectation.text)
            json.field("observed", verdict.observed)
            json.field("held", verdict.held)
            json.field("vacuous", verdict.vacuous)
          }
        }
      }
    }
  }
}

extension RequestCounts {
  /// Writes how requests ended.
  fileprivate func write(to json: inout JSONWriter) {
    json.field("requests", requests)
    json.field("full", full)
    json.field("degraded", degraded)
    json.field("failed", failed)
    json.field("abandoned", abandoned)
    json.field("waited", waited)
    json.field("availability", availability)
    json.field("attempts", attempts)
    json.field("attemptsPerRequest", attemptsPerRequest)
    json.key("latency")
    json.inline { json in
      json.object { json in
        json.field("mean", latency.mean)
        json.field("p50", latency.p50)
        json.field("p90", latency.p90)
        json.field("p99", latency.p99)
        json.field("p999", latency.p999)
        json.field("max", latency.max)
      }
    }
  }
}

extension Timeline.Bin {
  /// Writes the fields of a bin of `scenario`.
  func write(of scenario: ScenarioReport, to json: inout JSONWriter) {
    json.field("t", t)
    json.field("offered", offered)
    json.field("full", full)
    json.field("degraded", degraded)
    json.field("failed", failed)
    json.field("p50", p50)
    json.field("p99", p99)
    json.field("endpoints", scenario.endpoints.map(\.name), endpoints) { endpoint, json in
      json.field("attempts", endpoint.attempts)
      json.field("failures", endpoint.failures)
      json.field("answers", endpoint.answers)
      json.field("breaker", endpoint.breaker.rawValue)
    }
    json.field("steps", scenario.steps, steps)
  }
}
