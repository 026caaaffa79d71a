/// A policy of any size, shaped like those people write: endpoints with limits and domains, pairs
/// of them in groups, a route for each pair.
enum GeneratedPolicy {
  /// A text of at least `bytes` bytes, and no more than one service beyond it.
  static func text(bytes: Int) -> String {
    var out = header
    var number = 0
    while out.utf8.count < bytes {
      out += service(number)
      number += 1
    }
    return out
  }

  /// A text with `routes` routes.
  static func text(routes: Int) -> String {
    header + (0..<routes).map(service).joined()
  }

  private static let header = """
    language 1

    backoff gentle { exponential base: 200ms, factor: 2x, max: 5s; jitter full }

    breaker steady {
      trip     failure-rate: 50%, over: 30s, min-calls: 20
      trip     consecutive: 8
      cooldown 15s, growth: 2x, max: 5m, jitter: 10%
      probe    calls: 3, at-once: 1
    }

    retry usual {
      attempts 4
      budget   20%, min: 5/s
      on rate-limited                  { same-endpoint times: 1, backoff: gentle, retry-after: 2s; failover }
      on unauthorized, quota-exhausted { failover }
      on rejected, too-large           { fail }
      otherwise                        { failover }
    }

    degrade apology {
      step sorry { serve text: "please try again soon", status: 503 }
    }

    """

  private static func service(_ n: Int) -> String {
    """

    /// Service number \(n): two regions of one provider.
    endpoint service-\(n)-east {
      url          "https://service-\(n).east.example.com"
      credential   env("SERVICE_\(n)_KEY")
      domain       provider: provider-\(n % 7), region: us-east
      limit        requests: 600/min, tokens: 2M/min, concurrency: 64, context: 128k
      timeout      connect: 1s, first-byte: 3s, idle: 4s, attempt: 5s
      availability 99.9%
      latency      p50: 400ms, p99: 3s
    }
    endpoint service-\(n)-west {
      extends service-\(n)-east
      url     "https://service-\(n).west.example.com"
      domain  region: us-west
    }
    active-passive pair-\(n) {
      member   service-\(n)-east
      member   service-\(n)-west
      failback after: 60s, hold: 30s
    }
    route call-\(n) {
      match    path: "/v1/service-\(n)", method: POST
      to       pair-\(n)
      effect   idempotent
      deadline 20s          // two attempts and a wait
      errors   http
      retry    usual
      breaker  steady
      degrade  apology
      load     8/s
    }

    """
  }
}
