import PolicyGraph
import PolicyRuntime

/// A random policy whose times are a few nanoseconds long, so that a brute-force enumeration comes
/// to an end.
struct SmallPolicy {
  private var random: TestRandom
  let text: String

  /// The classes that its table tells apart.
  static let classes: [StaticString] = [
    "connection", "timeout", "unavailable", "overloaded", "rate-limited",
  ]

  init(_ seed: UInt64) {
    var random = TestRandom(seed)
    let count = 1 + random.below(3)
    let once = random.once(in: 4)
    var text = """
      language 1
      errors tiny {
        connection   transport: refused
        timeout      transport: timeout
        rate-limited status: 429
        overloaded   status: 529
        unavailable  status: 500..528
      }
      backoff short { \(["constant base: 1ns", "linear base: 1ns, max: 2ns"][random.below(2)]); \
      jitter \(["none", "full"][random.below(2)]) }

      """
    for i in 0..<count {
      let timeout = 1 + random.below(count == 3 ? 2 : 3)
      let least = 1 + random.below(timeout)
      text +=
        "endpoint e\(i) { url \"https://e\(i).test\"; domain provider: p\(i % 2), line: l\(i); "
      text += "timeout attempt: \(timeout)ns, at-least: \(least)ns; "
      text += "latency fixed: \(1 + random.below(timeout))ns }\n"
    }
    let members = (0..<count).map { "member e\($0)" }.joined(separator: "; ")
    let hasBreaker = random.once(in: 4)
    if hasBreaker {
      text +=
        "breaker guarded { trip failure-rate: 50%, over: 1h, min-calls: 1000000; cooldown 1h }\n"
    }
    switch random.below(3) {
    case 0:
      // The last member may be drained.
      let drained = count > 1 && random.once(in: 3) ? ", weight: 0" : ""
      text += "active-active all { \(members)\(drained); balance random }\n"
    case 1: text += "active-passive all { \(members); failback manual }\n"
    default:
      text +=
        "active-passive all { \(members); failback after: 3ns, hold: \(1 + random.below(4))ns }\n"
    }
    let rules = SmallPolicy.retry(&random, once: once, endpoints: count)
    // Who takes no requests, and is only asked about them.
    if rules.contains("at: w") {
      text += "endpoint w { url \"https://w.test\"; domain provider: p2; "
      text += "timeout attempt: \(1 + random.below(2))ns, at-least: 1ns; latency fixed: 1ns }\n"
    }
    text += rules
    let ladder = ["none", "text", "cache"][random.below(3)]
    if ladder == "text" {
      text += "degrade steps { step words { serve text: \"no\", status: 503 } }\n"
    }
    if ladder == "cache" {
      text += "degrade steps { step kept { serve cache, max-age: 1h, within: 1ns } }\n"
    }
    text += "route r { to all; effect \(once ? "once" : "idempotent"); "
    text += "deadline \(3 + random.below(4))ns; errors tiny; retry onward; "
    text += hasBreaker ? "breaker guarded; " : "breaker none; "
    if !once, count > 1, random.once(in: 4) { text += "hedge after: \(1 + random.below(2))ns; " }
    if random.once(in: 3) { text += "wait within: \(1 + random.below(3))ns, at-most: 1; " }
    text += "degrade \(ladder == "none" ? "none" : "steps") }\n"
    self.text = text
    self.random = random
  }

  private static func retry(
    _ random: inout TestRandom, once: Bool, endpoints: Int
  ) -> String {
    var rows: [String] = []
    var left = ["connection", "timeout", "unavailable", "overloaded", "rate-limited"]
    for _ in 0..<random.below(3) {
      let name = left.remove(at: random.below(left.count))
      rows.append("on \(name) { \(responses(&random, once: once, endpoints)) }")
    }
    rows.append("otherwise { \(responses(&random, once: once, endpoints)) }")
    return "retry onward { attempts \(1 + random.below(3)); budget none; "
      + rows.joined(separator: "; ") + " }\n"
  }

  private static func responses(
    _ random: inout TestRandom, once: Bool, _ endpoints: Int
  ) -> String {
    var parts: [String] = []
    if once {
      let at = ["", "", "at: w, ", "at: e\(random.below(endpoints)), "][random.below(4)]
      let settle = random.once(in: 2) ? ", settle: 1ns" : ""
      parts.append("reconcile \(at)within: 1ns\(settle)")
    }
    if random.once(in: 3) {
      let cap = random.once(in: 2) ? ", retry-after: 2ns" : ""
      parts.append("same-endpoint times: 1, backoff: short\(cap)")
    }
    parts.append(["failover", "failover", "failover", "fail", "degrade"][random.below(5)])
    return parts.joined(separator: "; ")
  }

  /// The outcomes of its classes, and of what its table does not name if an endpoint may do
  /// anything.
  static func outcomes(_ graph: FailoverGraph, anything: Bool) -> [Outcome] {
    (classes + (anything ? ["unclassified"] : [])).compactMap { name in
      guard let id = graph.builtinClass(name) else { return nil }
      let row = graph.classes[id]
      return Outcome(id, executed: row.executed, scope: row.scope)
    }
  }
}
