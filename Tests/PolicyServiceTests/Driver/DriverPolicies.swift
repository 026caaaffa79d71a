import PolicyRuntime

/// Policies that differ in what a reload may change: probes, members, windows, URLs, credentials.
struct DriverPolicies {
  /// The compiled policies; each is a good successor of every other.
  let artifacts: [[UInt8]]

  init() throws {
    var artifacts: [[UInt8]] = []
    for bits in 0..<16 {
      artifacts.append(
        try artifact(
          DriverPolicies.text(
            probes: bits & 1 == 0, members: bits & 2 == 0 ? ["a", "b", "c"] : ["c", "a"],
            window: bits & 4 == 0 ? "10s" : "4s", host: bits & 8 == 0 ? "one" : "two")))
    }
    self.artifacts = artifacts
  }

  /// The endpoints that every one of them has.
  static let endpoints = ["a", "b", "c"]

  private static func text(probes: Bool, members: [String], window: String, host: String) -> String
  {
    let probe = probes ? "probe every: 3ms, timeout: 5s, down-after: 2, up-after: 1" : ""
    let members = members.map { "member \($0)" }.joined(separator: "; ")
    return """
      endpoint a { url "http://a.example.com"; domain provider: one; timeout attempt: 20ms, stream: 20ms; cooling max: 5ms
        supports [prefill]; credential env("KEY_A"), env("KEY_B"); \(probe) }
      endpoint b { url "http://\(host).b.example.com"; domain provider: two; timeout attempt: 20ms, stream: 20ms; cooling max: 5ms
        supports [prefill]; limit concurrency: 6; \(probe) }
      endpoint c { url "http://c.example.com"; domain provider: three; timeout attempt: 10ms, stream: 10ms; cooling max: 5ms
        supports [prefill]; credential env("KEY_C") }
      active-passive tiers { \(members); failback after: 4ms, hold: 1ms }
      active-active shared { \(members); balance least-loaded; eject max: 50%; panic below: 30% }
      breaker steady { trip failure-rate: 60%, over: \(window), min-calls: 20; trip consecutive: 12; cooldown 3ms, growth: 2x, max: 20ms; probe calls: 2, at-once: 2 }
      backoff brief { constant base: 1ms }
      retry again {
        attempts 4
        budget   50%, min: 1000/s
        on overloaded   { same-endpoint times: 1, backoff: brief; failover }
        on rejected     { fail }
        on unauthorized { rotate-credential; failover }
        otherwise       { failover }
      }
      retry continues {
        attempts 4
        budget   50%, min: 1000/s
        on rejected     { fail }
        on interrupted  { resume; fail }
        otherwise       { failover }
      }
      degrade below {
        step other  { use c }
        step cached { serve cache, within: 20ms }
        step text   { notify "page"; serve text: "sorry" }
      }
      route plain  { to tiers;  effect idempotent; deadline 200ms; errors http; retry again; breaker steady; limit concurrency: 64; degrade below }
      route hedged { to shared; effect read; deadline 200ms; errors http; retry again; breaker steady; hedge after: 1ms; degrade below }
      route stream { to shared; effect read; deadline 200ms; errors http; retry continues; breaker steady; hedge after: 1ms; commit first-byte; degrade none }
      route timed  { to tiers;  effect idempotent; deadline 100ms; errors http; retry again; breaker steady; degrade below }
      route only-a { to a; effect read; deadline 200ms; errors http; breaker steady; retry none }
      route only-b { to b; effect read; deadline 200ms; errors http; breaker steady; retry none }
      route only-c { to c; effect read; deadline 200ms; errors http; breaker steady; retry none }
      """
  }
}
