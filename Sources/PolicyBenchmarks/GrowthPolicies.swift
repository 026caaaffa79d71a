/// Policies that grow in one dimension, with guarantees that take an exploration to prove.
enum GrowthPolicies {
  /// What grows.
  enum Dimension: String, CaseIterable {
    /// Equal members of one group.
    case endpoints = "equal endpoints"
    /// Groups of two groups each, which those of the next layer share.
    case layers
    /// Selects whose arms lead to the same next one.
    case selects = "shared selects"
    /// Tiers of an ordered group.
    case tiers

    /// A size, and twice that.
    var sizes: (Int, Int) {
      switch self {
      case .endpoints: (128, 256)
      case .layers, .selects: (7, 14)
      case .tiers: (32, 64)
      }
    }
  }

  /// A policy of some size.
  static func text(_ dimension: Dimension, _ size: Int) -> String {
    switch dimension {
    case .endpoints:
      let names = (0..<size).map { "e\($0)" }
      return head + names.map { endpoint($0) }.joined()
        + "active-active all { \(members(names)); balance least-loaded }\n" + tail
    case .layers:
      var text = head + endpoint("e0") + endpoint("e1")
      for layer in (1..<size).reversed() {
        let below = layer == size - 1 ? ["e0", "e1"] : ["l\(layer + 1)a", "l\(layer + 1)b"]
        for side in ["a", "b"] { text += "active-active l\(layer)\(side) { \(members(below)) }\n" }
      }
      return text + "active-active all { \(members(["l1a", "l1b"])) }\n" + tail
    case .selects:
      var text = head + endpoint("e0") + endpoint("e1")
      text += "active-active last { \(members(["e0", "e1"])) }\n"
      for n in (0..<size).reversed() {
        let next = n == size - 1 ? "last" : "s\(n + 1)"
        text += "select \(n == 0 ? "all" : "s\(n)") { when size, above: \(n + 1)k { to \(next) }; "
        text += "otherwise { to \(next) } }\n"
      }
      return text + tail
    case .tiers:
      let names = (0..<size).map { "e\($0)" }
      return head + names.map { endpoint($0) }.joined()
        + "active-passive all { \(members(names)); failback after: 60s, hold: 30s }\n" + tail
    }
  }

  private static func members(_ names: [String]) -> String {
    names.map { "member \($0)" }.joined(separator: "; ")
  }

  private static func endpoint(_ name: String) -> String {
    """
    endpoint \(name) {
      url        "https://\(name).example.com"
      credential env("KEY_\(name.uppercased())")
      domain     provider: \(name)
      timeout    connect: 1s, attempt: 3s
      latency    p50: 400ms, p99: 2s
    }

    """
  }

  private static let head = """
    language 1
    backoff gentle { constant base: 200ms }
    breaker steady { trip consecutive: 5; cooldown 15s, jitter: 10%; probe calls: 2 }
    retry usual {
      attempts 4
      on rate-limited { same-endpoint times: 1, backoff: gentle, retry-after: 2s; failover }
      on rejected     { fail }
      otherwise       { failover }
    }
    degrade ladder { step apology { serve text: "Please try again soon.", status: 503 } }

    """

  private static let tail = """
    route chat {
      to all
      effect idempotent
      deadline 25s
      errors llm-http
      retry usual
      breaker steady
      degrade ladder
    }
    guarantee chat {
      survives per-request, any: 1, of: provider
      attempts at-most: 3
      latency  at-most: 12s
    }

    """
}
