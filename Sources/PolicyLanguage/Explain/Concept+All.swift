extension Concept {
  /// All concepts, in the order in which a request meets them.
  package static let all: [Concept] = [
    Concept(
      "circuit breaker", "breaker pattern", "open circuit",
      text: """
        A breaker remembers that an endpoint fails: after enough failures it opens, and requests go \
        elsewhere without asking. After its cooldown it is half-open and lets a few requests test \
        the endpoint. A route names the breaker; each of its endpoints has its own state.
        """,
      example: """
        breaker steady {
          trip     failure-rate: 50%, over: 10s, min-calls: 10
          cooldown 15s, jitter: 10%
          probe    calls: 2, at-once: 1
        }
        """,
      see: "breaker", "trip", "cooldown", "half-open"),
    Concept(
      "half-open", "half open breaker", "trial request",
      text: """
        When the cooldown of an open breaker ends, it is half-open: `probe calls:` requests in a row \
        must succeed before it closes, with at most `at-once:` in flight; one failure opens it again. \
        A `once` request never tests an endpoint while another candidate exists.
        """,
      example: """
        breaker steady {
          trip     consecutive: 5
          cooldown 15s, growth: 2x, max: 2m, jitter: 10%
          probe    calls: 2, at-once: 1
        }
        """,
      see: "breaker", "breaker-half-open", "half-open-probe"),
    Concept(
      "429", "too many requests", "rate limited", "rate limit", "rate limiting", "throttling",
      text: """
        An answer of 429 is the class `rate-limited`, or `quota-exhausted` where the body says so. \
        The key is paused for as long as the answer asks, for all requests; this request waits if \
        the hint is short, tries another key, or fails over. `limit requests:` and `limit tokens:` \
        keep to a known limit before it answers 429.
        """,
      example: """
        retry usual {
          attempts 4
          on rate-limited    { same-endpoint times: 1, retry-after: 2s; rotate-credential; failover }
          on quota-exhausted { rotate-credential; failover }
          otherwise          { failover }
        }
        """,
      see: "rate-limited", "quota-exhausted", "cooling", "limit", "retry-after"),
    Concept(
      "503", "529", "overload", "overloaded endpoint",
      text: """
        An endpoint that has too much to do answers 503 or 529: the class `overloaded`. Asking it \
        again adds to its load, so another endpoint comes first; a breaker counts the failure.
        """,
      example: """
        retry usual {
          attempts 3
          on overloaded { failover }
          otherwise     { failover }
        }
        """,
      see: "overloaded", "failover", "budget"),
    Concept(
      "retry-after", "retry-after hint", "backoff hint",
      text: """
        Answers may say when to come back: by `Retry-After`, by rate-limit headers or in words. \
        The endpoint, or the key, is paused that long for all requests. This request waits for a \
        hint of at most `retry-after:` and otherwise moves on; `cooling` bounds how long a pause may be.
        """,
      example: """
        retry usual {
          attempts 3
          on rate-limited, overloaded { same-endpoint times: 1, retry-after: 2s; failover }
          otherwise                   { failover }
        }
        """,
      see: "same-endpoint", "cooling", "hint-too-long"),
    Concept(
      "key rotation", "credential rotation", "api keys", "revoked key",
      text: """
        An endpoint may have several credentials. `rotate-credential` tries the next one when a key \
        is revoked, out of quota or rate-limited; the refused key is paused for all requests. Keys \
        are read when the policy is loaded, and again at each reload.
        """,
      example: """
        retry usual {
          attempts 4
          on unauthorized, quota-exhausted { rotate-credential; failover }
          otherwise                        { failover }
        }
        """,
      see: "credential", "rotate-credential", "cooling"),
    Concept(
      "failover", "fail over", "fallback", "backup endpoint", "primary and backup",
      text: """
        Members of an `active-passive` group stand in order of preference. The word names four \
        things. A request fails over: the response `failover` sends it on to the next candidate. A \
        group fails over: once a breaker or a probe says that its active member is down, new \
        requests start at the next one, until `failback` returns the load; events and traces call \
        that `failover`. A tier spills over: `failover overprovisioning:` says from where on. And \
        `expect failover` bounds how long a route does badly in a simulated outage.
        """,
      example: """
        active-passive providers {
          member   primary
          member   backup
          failback after: 60s, hold: 30s
        }
        """,
      see: "active-passive", "failback", "spillover", "degrade"),
    Concept(
      "load balancing", "round robin", "active-active balancing",
      text: """
        Members of an `active-active` group share the load: by weight, by the fewest requests in \
        flight, by the fastest answers, or by a key that keeps a caller at one member. Members that \
        are down are left out.
        """,
      example: """
        active-active regions {
          member  primary, weight: 2
          member  backup
          balance least-loaded
        }
        """,
      see: "active-active", "balance", "member", "eject"),
    Concept(
      "exponential backoff", "retry delay", "wait between retries",
      text: """
        The wait before the same endpoint is tried again. It grows with each try and is spread at \
        random (`jitter`), so that callers that failed together do not return together.
        """,
      example: """
        backoff gentle { exponential base: 200ms, factor: 2x, max: 5s }
        """,
      see: "backoff", "jitter", "same-endpoint"),
    Concept(
      "retry storm", "retry amplification", "retry budget",
      text: """
        In an outage every request makes all its attempts, so load multiplies while the endpoints \
        can bear it least. A budget limits retries to a share of the requests; a guarantee proves \
        the bound.
        """,
      example: """
        retry usual {
          attempts 3
          budget   20%, min: 1/s
          otherwise { failover }
        }
        """,
      see: "budget", "attempts", "amplification"),
    Concept(
      "hedging", "hedged request", "tail latency", "backup request",
      text: """
        A second attempt starts at another endpoint when the first has not begun to answer in time, \
        and the faster answer wins. It costs a request each time and is never allowed for `once`.
        """,
      example: """
        route search { to pool; effect read; deadline 2s; retry usual; hedge after: p95, at-least: 200ms }
        """,
      see: "hedge", "attempts", "hedge-too-early"),
    Concept(
      "prefill", "continuation", "resume a stream", "continue a stream", "broken stream",
      text: """
        A stream that breaks off after its first text was shown cannot start again elsewhere; another \
        model can only continue it. An endpoint with `prefill` takes the text so far as the beginning \
        of its own answer; one with `continuation` takes it as a message and is asked for the rest. \
        `resume` hands the text over, by `prefill` where the endpoint supports both.
        """,
      example: """
        defaults { timeout connect: 1s, first-byte: 3s, idle: 5s, attempt: 20s }
        endpoint primary { url "https://api.one.example.com" }
        endpoint backup  { url "https://api.two.example.com"; supports [prefill] }
        active-passive models { member primary; member backup }
        retry streaming {
          attempts 3
          on interrupted { resume; fail }
          otherwise      { failover }
        }
        route chat {
          to     models
          effect idempotent; deadline 30s; retry streaming
          commit first-byte
        }
        """,
      see: "supports", "resume", "commit", "stream-nobody-continues"),
    Concept(
      "idempotency", "exactly once", "at most once", "duplicate order", "double charge",
      text: """
        `effect once` says that a request must not be executed twice. After a failure that may have \
        been executed, nothing is sent again unless an idempotency key covers it or `reconcile` has \
        found that it cannot have happened. The guarantee `never-repeats` proves it for every path.
        """,
      example: """
        retry careful {
          attempts 3
          on timeout, interrupted { reconcile within: 500ms; failover }
          otherwise               { degrade }
        }
        """,
      see: "effect", "idempotency-key", "reconcile", "never-repeats"),
    Concept(
      "graceful degradation", "fallback answer", "load shedding", "bulkhead",
      text: """
        When no endpoint can answer, the steps of a ladder (`degrade`) may: a smaller model, a cached \
        answer, a handler, a fixed text. `shed below:` refuses low priorities first, `limit \
        concurrency:` keeps one route from taking everything, and a brownout goes to the ladder at \
        once while the main path fails.
        """,
      example: """
        degrade apology {
          step cached { serve cache, max-age: 1h, within: 100ms }
          step sorry  { serve text: "Please try again soon.", status: 503 }
        }
        """,
      see: "degrade", "step", "serve", "shed", "limit", "brownout"),
    Concept(
      "health check", "active health check", "heartbeat",
      text: """
        A `probe` asks an endpoint regularly, with or without traffic; after `down-after:` failures \
        it counts as down. Breakers learn from requests; a probe also sees an endpoint that has \
        recovered before any request risks it.
        """,
      example: """
        endpoint primary {
          url     "https://api.one.example.com"
          timeout attempt: 5s
          probe   path: "/health", every: 5s
        }
        """,
      see: "probe", "went-down", "failback"),
    Concept(
      "single point of failure", "fault domain", "blast radius", "availability zone",
      text: """
        `domain` says what an endpoint shares with others: a region, a provider, a network line. \
        Lint warns about a backup in the domain of its primary, guarantees claim which outages a \
        route survives, and `policyc graph --cut-sets` lists single points of failure.
        """,
      example: """
        endpoint primary {
          url     "https://api.one.example.com"
          domain  provider: one, region: us-east
          timeout attempt: 5s
        }
        """,
      see: "domain", "survives", "backup-shares-domain"),
  ]
}
