/// Policies whose requests are explored: tiers of endpoints that are alike, with everything that a
/// route of an agent has.
enum ProofPolicies {
  /// A route over active-active groups of so many endpoints each, with `attempts`.
  static func text(tiers: [Int], attempts: Int) -> String {
    var text = header(attempts: attempts)
    for (tier, members) in tiers.enumerated() {
      for member in 0..<members {
        text += """
          endpoint e\(tier)-\(member) {
            url        "https://e\(tier)-\(member).example.com"
            credential env("KEY_\(tier)_\(member)")
            domain     provider: p\(tier), region: r\(member)
            timeout    connect: 1s, attempt: \(8 + 2 * tier)s, at-least: 1s
            latency    p50: 400ms, p99: 3s
          }

          """
      }
      let list = (0..<members).map { "member e\(tier)-\($0)" }.joined(separator: "; ")
      text += "active-active tier-\(tier) { \(list); balance least-loaded }\n"
    }
    let list = tiers.indices.map { "member tier-\($0)" }.joined(separator: "; ")
    return text + """
      active-passive chain { \(list); failback after: 60s, hold: 30s }
      route chat {
        to       chain
        effect   idempotent
        deadline 60s
        errors   http
        retry    usual
        breaker  steady
        degrade  apology
      }

      """
  }

  private static func header(attempts: Int) -> String {
    """
    language 1
    backoff gentle { exponential base: 200ms, factor: 2x, max: 5s; jitter full }
    breaker steady {
      trip     failure-rate: 50%, over: 30s, min-calls: 20
      cooldown 15s
    }
    retry usual {
      attempts \(attempts)
      budget   20%, min: 5/s
      on rate-limited        { same-endpoint times: 1, backoff: gentle, retry-after: 2s; failover }
      on rejected, too-large { fail }
      otherwise              { failover }
    }
    degrade apology {
      step sorry { serve text: "please try again soon", status: 503 }
    }

    """
  }
}
