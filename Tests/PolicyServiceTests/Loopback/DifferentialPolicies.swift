/// The policies of `DifferentialTests`: nothing in them is drawn, and no time is near another.
enum DifferentialPolicies {
  /// Two tiers, a wait before the same endpoint is asked again, a breaker.
  static let tiers = """
    language 1
    endpoint a {
      url        "https://a.example.com"
      credential env("KEY_A")
      domain     provider: one
      timeout    connect: 4s, attempt: 4s
      breaker    wary
      latency    fixed: 5ms
    }
    endpoint b {
      extends    a
      url        "https://b.example.com"
      credential env("KEY_B")
      domain     provider: two
    }
    active-passive both { member a; member b; failback after: 25s, hold: 5s }
    breaker wary { trip consecutive: 3; cooldown 25s, jitter: 0%; probe calls: 1 }
    backoff step { constant base: 50ms; jitter none }
    retry again {
      attempts 4
      budget   none
      on rate-limited { same-endpoint times: 1, backoff: step, retry-after: 1s; failover }
      on overloaded   { same-endpoint times: 1, backoff: step; failover }
      on rejected, content-filtered { fail }
      otherwise { failover }
    }
    degrade below { step sorry { serve text: "later", status: 503 } }
    route main {
      match    path: "/task"
      to       both
      effect   idempotent
      deadline 20s
      errors   llm-http
      retry    again
      degrade  below
      breaker none
    }
    """

  /// An endpoint with two keys, and one behind it.
  static let keys = """
    language 1
    endpoint a {
      url        "https://a.example.com"
      credential env("KEY_1"), env("KEY_2")
      domain     provider: one
      timeout    connect: 4s, attempt: 4s
      latency    fixed: 5ms
    }
    endpoint b {
      url        "https://b.example.com"
      credential env("KEY_B")
      domain     provider: two
      timeout    connect: 4s, attempt: 4s
      latency    fixed: 5ms
    }
    active-passive both { member a; member b; failback at-once }
    retry again {
      attempts 4
      budget   none
      on unauthorized, rate-limited { rotate-credential; failover }
      on rejected { fail }
      otherwise { failover }
    }
    degrade below { step sorry { serve text: "later", status: 503 } }
    route main {
      match    path: "/task"
      to       both
      effect   idempotent
      deadline 20s
      errors   http
      retry    again
      degrade  below
      breaker none
    }
    """

  /// Two doors of one provider and another provider, for what may be done once.
  static let once = """
    language 1
    endpoint a {
      url        "https://a.example.com"
      credential env("KEY_A")
      domain     provider: one
      timeout    connect: 4s, attempt: 4s
      latency    fixed: 5ms
    }
    endpoint b {
      extends    a
      url        "https://b.example.com"
    }
    endpoint c {
      extends    a
      url        "https://c.example.com"
      credential env("KEY_C")
      domain     provider: two
    }
    active-passive all { member a; member b; member c; failback at-once }
    retry again {
      attempts 4
      budget   none
      on timeout, interrupted, unavailable, malformed {
        reconcile within: 2s, settle: 50ms
        failover
      }
      on connection, overloaded, rate-limited { failover }
      on unclassified { degrade }
      otherwise { fail }
    }
    degrade below { step sorry { serve text: "later", status: 503 } }
    route main {
      match    path: "/task", method: POST
      to       all
      effect   once
      deadline 20s
      errors   http
      retry    again
      degrade  below
      breaker none
    }
    """
}
