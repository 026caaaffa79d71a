import PolicyGraph

extension Explanation {
  /// P08xx: numbers that are right one by one and wrong together.
  static let joint: [Explanation] = [
    Explanation(
      .breakerNeverOpens,
      why: "The window never holds enough calls, so the breaker never opens and protects nothing.",
      bad: """
        endpoint a { url "https://a.example.com"; breaker steady }
        breaker steady { trip failure-rate: 50%, over: 10s, min-calls: 20; cooldown 15s }
        route lookup { to a; effect read; deadline 5s; load 1/s }
        """,
      fix: ("over: 10s", "over: 1m")),
    Explanation(
      .breakerTripsItself,
      why: "One unlucky request alone would close the endpoint off for everybody else.",
      bad: """
        endpoint a { url "https://a.example.com"; breaker steady }
        breaker steady { trip consecutive: 3; cooldown 15s }
        backoff quick { constant base: 100ms }
        retry again {
          attempts 4
          on timeout { same-endpoint times: 3, backoff: quick; fail }
          otherwise  { fail }
        }
        route lookup { to a; effect read; deadline 5s; retry again }
        """,
      fix: ("consecutive: 3", "consecutive: 8")),
    Explanation(
      .tierNeverReached,
      why: """
        The first tier can hang until the deadline, so the backup would never be asked in time.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 5s }
        endpoint b { url "https://b.example.com"; timeout attempt: 5s }
        active-passive main { member a; member b }
        retry again { attempts 2; on timeout { failover }; otherwise { fail } }
        route lookup { to main; effect read; deadline 5s; retry again }
        """,
      fix: ("deadline 5s", "deadline 10s")),
    Explanation(
      .moreTiersThanAttempts,
      why: "The attempts run out before the last tier: it is paid for and never used.",
      bad: """
        endpoint a { url "https://a.example.com" }
        endpoint b { url "https://b.example.com" }
        active-passive main { member a; member b }
        retry again { attempts 1; on timeout { failover }; otherwise { fail } }
        route lookup { to main; effect read; deadline 5s; retry again }
        """,
      fix: ("attempts 1", "attempts 2")),
    Explanation(
      .backoffAboveDeadline,
      why: "The request is over before the longest wait ends, so the last attempts never happen.",
      bad: """
        endpoint a { url "https://a.example.com" }
        backoff gentle { exponential base: 5s, max: 30s }
        retry again {
          attempts 4
          on timeout { same-endpoint times: 3, backoff: gentle; fail }
          otherwise  { fail }
        }
        route lookup { to a; effect read; deadline 10s; retry again }
        """,
      fix: ("base: 5s", "base: 200ms")),
    Explanation(
      .hintAboveTimeLeft,
      why: "The request would end while it waits, so a hint this long is never waited out.",
      bad: """
        endpoint a { url "https://a.example.com" }
        retry again {
          attempts 2
          on rate-limited { same-endpoint times: 1, retry-after: 30s; fail }
          otherwise       { fail }
        }
        route lookup { to a; effect read; deadline 5s; retry again }
        """,
      fix: ("retry-after: 30s", "retry-after: 2s")),
    Explanation(
      .hedgeAfterTimeout,
      why: "The first attempt has ended before the hedge would start, so there is no hedge.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        route lookup { to a; effect read; deadline 5s; hedge after: 2s }
        """,
      fix: ("after: 2s", "after: 300ms")),
    Explanation(
      .reserveAboveDeadline,
      why: "The ladder reserves the whole deadline, so the main path is never even tried.",
      bad: """
        endpoint a { url "https://a.example.com" }
        degrade ladder { step sorry { serve text: "Please try again soon." }; reserve 5s }
        route lookup { to a; effect read; deadline 5s; degrade ladder }
        """,
      fix: ("reserve 5s", "reserve 100ms")),
    Explanation(
      .probeSlowerThanFailback,
      why: "Traffic would return to an endpoint that no probe has checked since it failed.",
      bad: """
        endpoint a { url "https://a.example.com"; probe path: "/health", every: 2m }
        endpoint b { url "https://b.example.com" }
        active-passive main { member a; member b }
        """,
      fix: ("every: 2m", "every: 10s")),
    Explanation(
      .timeoutsOutOfOrder,
      why: "The longer timeout can never fire, because the shorter one ends the attempt first.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout connect: 2s, attempt: 1s }
        """,
      fix: ("connect: 2s", "connect: 200ms")),
    Explanation(
      .tooManyTags,
      why: """
        A request stores its tags in a fixed amount of space, so that routing allocates nothing.
        """,
      bad: """
        endpoint a { url "https://a.example.com" }
        endpoint b { url "https://b.example.com" }
        select s {
          when tag: tier, is: gold    { to a }
          when tag: area, is: eu      { to a }
          when tag: tenant, is: acme  { to a }
          when tag: app, is: mobile   { to a }
          when tag: language, is: de  { to a }
          when tag: cohort, is: beta  { to a }
          when tag: channel, is: web  { to a }
          when tag: model, is: small  { to a }
          when tag: vip, is: platinum { to a }
          otherwise                   { to b }
        }
        route lookup { to s; effect read; deadline 5s }
        """,
      fix: ("tag: vip, is: platinum", "tag: tier, is: diamond")),
    Explanation(
      .tooManyWays,
      why: """
        Topologies that share topologies multiply the paths to their endpoints, and a request may \
        have to look at each of them.
        """,
      bad: Example(described: "two groups that share two groups, and so on, 16 layers of them"),
      good: Example(
        described: "at most \(Excess.waysMax) ways to endpoints; real policies have a dozen")),
    Explanation(
      .tooMuchState,
      why: """
        Breakers, budgets and limits count in memory that is reserved when a process loads the \
        policy; a window over calls takes one bit per call at each endpoint.
        """,
      bad: Example(described: "a breaker that counts over a million calls at 10,000 endpoints"),
      good: Example(
        described: "at most \(Excess.stateBytesMax >> 20) MiB; a window over a time takes 128 bytes"
      )),
    Explanation(
      .tooManyCredentials,
      why: "A request records the credentials it has tried as bits of one word.",
      bad: Example(described: "an endpoint with \(Excess.credentialsMax + 1) credentials"),
      good: Example(described: "at most \(Excess.credentialsMax) credentials an endpoint")),
  ]
}
