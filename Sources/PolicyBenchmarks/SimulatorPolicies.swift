/// The policies whose simulation is measured.
enum SimulatorPolicies {
  /// Breaker, retry, backoff, ladder, two endpoints; one request in a hundred fails at first.
  ///
  /// - Parameter seconds: For how long a thousand requests arrive each second.
  static func full(seconds: Int) -> String {
    RuntimePolicies.plain(response: "same-endpoint backoff: gentle; failover")
      .replacing("degrade  none", with: "degrade  ladder")
      .replacing(
        "active-passive pair",
        with: """
          degrade ladder {
            step cached { serve cache, max-age: 1h, within: 50ms }
            step sorry  { serve text: "busy", status: 503 }
          }
          active-passive pair
          """
      )
      .replacing("p50: 400ms, p99: 3s", with: "p50: 40ms, p99: 300ms")
        + """

        scenario busy {
          traffic call, rate: 1000/s, for: \(seconds)s
          at 0s { errors first, share: 1%, status: 503 }
          given cache, served: 50%, takes: 2ms
          expect availability, at-least: 99%
        }

        """
  }

  /// Two servers with a queue at 70% load, and retries: M/M/2.
  static func station(seconds: Int) -> String {
    """
    language 1

    backoff gentle { constant base: 1ms; jitter none }
    retry usual {
      attempts 2
      budget   none
      on timeout { same-endpoint backoff: gentle }
      otherwise  { fail }
    }
    endpoint only {
      url      "https://only.example.com"
      timeout  attempt: 30ms
      latency  exponential, mean: 1ms
      capacity servers: 2
    }
    route call {
      match    path: "/call", method: POST
      to       only
      effect   idempotent
      deadline 100ms
      errors   http
      retry    usual
      degrade  none
    }
    scenario busy {
      traffic call, rate: 1400/s, for: \(seconds)s
      expect  availability, at-least: 99%
    }

    """
  }
}
