import PolicyGraph
import PolicyLanguage

@testable import PolicyRuntime

/// Draws the text of a policy: every keyword that acts at run time, with small numbers, so that
/// limits, trips and budgets are met by a handful of requests.
///
/// What it writes is nearly always valid; what the compiler refuses is dropped by `compiled`.
struct RandomPolicy {
  var random: Random
  var lines: [String] = []
  var endpoints: [String] = []
  /// Groups, declared or not yet.
  var groups: [String] = []
  /// Endpoints and groups that are declared so far.
  var targets: [String] = []
  var classes: [ClassFacts] = []
  var breakers: [String] = []
  var backoffs: [String] = []
  var retries: [RetryFacts] = []
  var ladders: [String] = []
  /// Limits by scope: who shares a limit agrees on it.
  var sharedLimits: [String: String] = [:]
  /// The largest `attempts` of any retry: no single request may trip a breaker.
  var attemptsMax = 1
  /// Without limits, and with few breakers: where many requests are served.
  var isRoomy = false
  var hasOnce = false
  var resumes = false
  /// Whether endpoints say whom they serve.
  var servesTags = false

  /// What a class of the error table says.
  struct ClassFacts {
    var name: String
    var mayBeExecuted: Bool
    var scope: String
  }

  struct RetryFacts {
    var name: String
    var isSafeForOnce: Bool
    var resumes: Bool
  }

  init(seed: UInt64) { random = Random(seed: seed) }

  // MARK: Draws

  mutating func below(_ n: Int) -> Int { random.pick(n) }
  mutating func chance(_ percent: Int) -> Bool { random.pick(100) < percent }
  mutating func one<T>(_ values: [T]) -> T { values[random.pick(values.count)] }

  /// Between one and all of `values`, in a drawn order.
  mutating func some<T>(_ values: [T], atMost: Int = .max) -> [T] {
    var left = values
    var result: [T] = []
    for _ in 0..<(1 + below(min(values.count, atMost))) {
      result.append(left.remove(at: below(left.count)))
    }
    return result
  }

  // MARK: The whole

  /// A policy's text.
  static func text(seed: UInt64) -> String {
    var policy = RandomPolicy(seed: seed)
    policy.write()
    return policy.lines.joined(separator: "\n") + "\n"
  }

  /// The text and the graph, if the text is valid.
  static func compiled(seed: UInt64) -> (text: String, graph: FailoverGraph)? {
    let text = text(seed: seed)
    return compiled(text).map { (text, $0) }
  }

  /// The graph of a text, if it is valid.
  static func compiled(_ text: String) -> FailoverGraph? {
    compile("random.policy") { _ in .success(Array(text.utf8)) }.graph
  }

  private mutating func write() {
    lines.append("language 1")
    if chance(15) { lines.append("defaults { processes \(1 + below(3)) }") }
    isRoomy = chance(25)
    let routes = 1 + below(isRoomy ? 2 : 3)
    let effects = (0..<routes).map { _ in one(["read", "idempotent", "idempotent", "once"]) }
    hasOnce = effects.contains("once")
    writeErrors()
    for i in 0..<below(3) { writeBackoff("backoff-\(i)") }
    writeBackoff("backoff-last")
    attemptsMax = 2 + below(6)
    for i in 0..<(1 + below(2)) { writeBreaker("breaker-\(i)") }
    let count = 1 + below(6)
    resumes = chance(50)
    servesTags = chance(30)
    endpoints = (0..<count).map { "e\($0)" }
    targets = endpoints
    groups = (0..<below(5)).map { "g\($0)" }
    for i in 0..<(1 + below(3)) {
      writeRetry("retry-\(i)", safe: hasOnce && chance(70), resumes: resumes && chance(50))
    }
    if hasOnce { writeRetry("retry-safe", safe: true, resumes: false) }
    for name in endpoints { writeEndpoint(name) }
    for name in groups { writeGroup(name) }
    for i in 0..<below(3) { writeLadder("ladder-\(i)") }
    for i in 0..<routes { writeRoute("r\(i)", effect: effects[i]) }
  }

  private mutating func writeErrors() {
    let rows: [(String, Bool, String, String)] = [
      ("connection", false, "endpoint", "transport: [dns, refused, connect-timeout]"),
      ("timeout", true, "endpoint", "transport: [timeout, idle-timeout]"),
      ("interrupted", true, "endpoint", "transport: [reset, closed, cut]"),
      ("overloaded", false, "provider", "status: 529"),
      ("rate-limited", false, "credential", "status: 429"),
      ("quota-exhausted", false, "account", "status: 402"),
      ("unauthorized", false, "credential", "status: 401"),
      ("forbidden", false, "credential", "status: 403"),
      ("banned", false, "address", "status: 418"),
      ("too-large", false, "request", "status: 413"),
      ("content-filtered", false, "request", "status: 451"),
      ("rejected", false, "request", "status: 400"),
      ("not-found", false, "endpoint", "status: 404"),
      ("clock", false, "local", "status: 425"),
      ("unavailable", true, "endpoint", "status: [500, 502, 503]"),
      ("malformed", true, "endpoint", "transport: unreadable"),
      ("ambiguous", true, "request", "status: 504"),
    ]
    let scopes = ["endpoint", "credential", "account", "address", "provider", "request", "local"]
    if chance(40) { lines.append("class own-class, executed: no, scope: \(one(scopes))") }
    let hasOwn = lines.last?.hasPrefix("class") ?? false
    lines.append("errors table {")
    var all = rows.map { ($0.0, $0.1, $0.2, $0.3) }
    if hasOwn { all.append(("own-class", false, "endpoint", "status: 599")) }
    for (name, maybe, scope, sign) in all {
      var row = "  \(name) \(sign)"
      var facts = ClassFacts(name: name, mayBeExecuted: maybe, scope: scope)
      if chance(15) {
        facts.mayBeExecuted.toggle()
        row += ", executed: \(facts.mayBeExecuted ? "maybe" : "no")"
      }
      if chance(20) {
        facts.scope = one(scopes)
        row += ", scope: \(facts.scope)"
      }
      lines.append(row)
      classes.append(facts)
    }
    lines.append("}")
  }

  private mutating func writeBackoff(_ name: String) {
    let base = one(["10ms", "50ms", "200ms", "333ms"])
    let most = one(["400ms", "900ms", "2s"])
    let rule = one([
      "constant base: \(base)", "linear base: \(base), max: \(most)",
      "exponential base: \(base), factor: \(one(["1.5x", "2x", "3x"])), max: \(most)",
      "decorrelated base: \(base), max: \(most)",
    ])
    let jitter = chance(70) ? "; jitter \(one(["full", "equal", "none"]))" : ""
    lines.append("backoff \(name) { \(rule)\(jitter) }")
    backoffs.append(name)
  }

  private mutating func writeBreaker(_ name: String) {
    lines.append("breaker \(name) {")
    for _ in 0..<(1 + below(2)) {
      let over = one(["5s", "10s", "30s", "7s"])
      let calls = attemptsMax + 1 + below(6)
      let count = chance(40) ? 1 : attemptsMax + 1 + below(3)
      let window = chance(50) ? over : "\(calls)"
      let least = chance(40) ? 1 : attemptsMax + 1
      lines.append(
        "  trip "
          + one([
            "consecutive: \(count)", "consecutive: \(count)", "failures: \(count), over: \(over)",
            "failures: \(min(count, calls)), over: \(calls)",
            "failure-rate: \(one([20, 50, 100]))%, over: \(window), min-calls: \(least)",
            "slow-rate: \(one([10, 50, 90]))%, slower-than: \(one(["50ms", "200ms"])), "
              + "over: \(window), min-calls: \(1 + below(4))",
          ]))
    }
    let jitter = chance(70) ? ", jitter: \(one([0, 10, 50]))%" : ""
    lines.append(
      "  cooldown "
        + one([
          "\(one(["1s", "3s", "10s"]))", "1s, growth: 2x, max: 7s", "2s, growth: 1.5x, max: 1m",
        ])
        + jitter)
    if chance(15) {
      lines.append("  probe none")
    } else if chance(80) {
      lines.append("  probe calls: \(1 + below(3)), at-once: \(1 + below(2))")
    }
    if chance(20) { lines.append("  count rate-limited, not-found") }
    if chance(20) { lines.append("  ignore timeout") }
    lines.append("}")
    breakers.append(name)
  }
}
