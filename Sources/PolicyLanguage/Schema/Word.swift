/// Every word that the language gives a meaning: keywords, labels, enum words, error classes.
///
/// The interner holds them first and in this order, so that a word of the text is known by its
/// index.
package enum Word: String, CaseIterable, Sendable {
  case language, `import`, `let`, defaults, endpoint, faultDomain = "fault-domain", `class`
  case activePassive = "active-passive", activeActive = "active-active", select, errors
  case backoff, breaker, retry, degrade, route, guarantee, scenario, allow, extends, url
  case credential, domain, attribute, limit, timeout, probe, supports
  case idempotencyKey = "idempotency-key", cooling, availability, latency, capacity, member
  case failover, failback, panic, balance, eject, slowStart = "slow-start", when, to, otherwise
  case constant, linear, exponential, decorrelated, jitter, trip, cooldown, count, ignore
  case attempts, budget, on, step, reserve, enter, leave, match, effect, deadline, hedge, wait
  case commit, load, require, processes, sameEndpoint = "same-endpoint"
  case rotateCredential = "rotate-credential", reroute, resume, fail, reconcile, notify, use
  case serve, call, shed, survives, reaches, amplification, carries
  case staysWithin = "stays-within", neverRepeats = "never-repeats", traffic, model, given, at
  case expect, runs, seed, warmUp = "warm-up", outage, blackhole, slow
  case rateLimit = "rate-limit", quota, revoke, cut, malformed, flap, requests, tokens
  case concurrency, context, per, connect, firstByte = "first-byte", idle, attempt, stream
  case atLeast = "at-least", account, executed, scope, weight, after, hold, ramp
  case atOnce = "at-once", manual, overprovisioning, below, max, by, random
  case roundRobin = "round-robin", leastLoaded = "least-loaded", fastest, sticky, status, code
  case body, header, transport, base, factor, full, equal, none, failureRate = "failure-rate"
  case slowRate = "slow-rate", failures, consecutive, over, minCalls = "min-calls"
  case slowerThan = "slower-than", growth, calls, min, times, retryAfter = "retry-after", same
  case within, settle, path, method, `is`, read, idempotent, once, atMost = "at-most", any, of
  case level, `as`, perRequest = "per-request", degraded, rate, arrivals, poisson, burst, `for`
  case clients, think, trace, patience, size, tag, priority, above, served, landed, takes
  case share, add, up, down, percentile, `in`, recovery, duplicates, cache, text
  case maxAge = "max-age", exhausted, because, until, every, downAfter = "down-after"
  case upAfter = "up-after", servers, queue, dropAbandoned = "drop-abandoned", fixed, mean
  case replayedFor = "replayed-for", sharedBy = "shared-by", uniqueAmong = "unique-among", open
  case all, complete, no, maybe, request, local, address, provider, env, file, connection
  case overloaded, rateLimited = "rate-limited", quotaExhausted = "quota-exhausted"
  case unauthorized, forbidden, banned, tooLarge = "too-large"
  case contentFiltered = "content-filtered", rejected, notFound = "not-found", clock
  case unavailable, interrupted, ambiguous, cancelled, unclassified
  case noCandidate = "no-candidate", dns, refused, unreachable, tls, certificate
  case refusedStream = "refused-stream", connectTimeout = "connect-timeout"
  case idleTimeout = "idle-timeout", reset, closed, unreadable, success, codeNot = "code-not"
  case hints, honour, serves, notServed = "not-served", delivery, whole, shown, held, `if`,
    resumable

  /// All words by ordinal.
  static let table: [Word] = allCases

  /// Its place in `table`.
  var ordinal: Int {
    // INVARIANT: cases without values are numbered from 0 in their order, above 256 of them in two
    // bytes; a test holds every case against its place.
    Int(unsafe unsafeBitCast(self, to: UInt16.self))
  }

  /// How it is written.
  package var text: String { rawValue }
}
