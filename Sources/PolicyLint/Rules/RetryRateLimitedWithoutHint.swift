import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let retryRateLimitedWithoutHint = LintRule(
    "retry-rate-limited-without-hint", .amplification,
    "A rate limit waited out without a bound",
    why: """
      A limiter says when to come back, and may say half an hour. Without `retry-after:` the \
      request waits for as long as it has time, while another endpoint is free.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 2s }
      active-passive both { member a; member b; failback after: 60s }
      breaker steady { trip consecutive: 5; cooldown 10s }
      backoff brief { constant base: 200ms }
      retry usual {
        attempts 4
        on rate-limited { same-endpoint times: 1, backoff: brief; failover }
        on rejected { fail }
        otherwise { failover }
      }
      route lookup {
        to both; effect read; deadline 20s; retry usual; breaker steady; degrade none
      }
      """,
    mend: ("backoff: brief; failover", "backoff: brief, retry-after: 2s; failover")
  ) { linted in
    linted.uncappedHints([.rateLimited, .banned, .quotaExhausted]) { name, left in
      "after \(name) the hint is waited out for up to \(left), and only then the next endpoint is asked"
    }
  }
}
