import PolicyGraph
import PolicyLanguage
import PolicyRuntime

/// Small policies with a scenario, compiled.
enum Plans {
  /// Two endpoints, one route, twenty seconds of traffic and a short outage.
  static let simple = bare + scenario

  /// `simple` without its scenario.
  static let bare = """
    language 1
    endpoint a {
      url "https://a.test"; timeout attempt: 2s; latency p50: 50ms, p99: 200ms
      domain provider: one
    }
    endpoint b {
      url "https://b.test"; timeout attempt: 2s; latency p50: 80ms, p99: 300ms
      domain provider: two
    }
    active-passive both { member a; member b; failback after: 2s, hold: 1s }
    let tries: 3
    retry rules { attempts tries; on rejected { fail }; otherwise { failover } }
    route chat { to both; effect idempotent; deadline 5s; retry rules; degrade none; breaker none }

    """

  /// The scenario of `simple`.
  static let scenario = """
    /// A short outage of what is asked first.
    scenario outage {
      traffic chat, rate: 20/s, arrivals: poisson, for: 20s
      at 5s { outage a, for: 4s }
      expect availability, at-least: 80%
      runs 3
    }

    """

  /// The plan of a policy; nil if it has errors.
  static func plan(_ text: String) throws -> Plan? {
    let result = compile("simple.policy") { _ in .success(Array(text.utf8)) }
    return result.sealed().map { Plan($0) }
  }

  /// Two endpoints; after a timeout the far end is asked before the other one is.
  static let reconciling = """
    language 1
    endpoint a { url "https://a.test"; timeout attempt: 1s }
    endpoint b { url "https://b.test"; timeout attempt: 1s }
    active-passive both { member a; member b; failback at-once }
    retry rules {
      attempts 2
      on timeout { reconcile within: 500ms; failover }
      otherwise { failover }
    }
    route pay { to both; effect idempotent; deadline 5s; retry rules; degrade none; breaker none }

    """
}
