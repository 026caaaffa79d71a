/// A random policy with times as people state them, a bad day to simulate it on, and all that the
/// explorer leaves out or draws freely: limits, budgets, trips, brownouts, balances, hedges that
/// learn.
struct SimulatedPolicy {
  private var random: TestRandom
  private(set) var text = "language 1\n"
  private let isOnce: Bool
  private let endpoints: [String]

  /// The policy of a seed, to be run for so many requests.
  init(_ seed: UInt64, requests: Int) {
    var random = TestRandom(seed)
    isOnce = random.once(in: 4)
    endpoints = (0..<1 + random.below(3)).map { "e\($0)" }
    self.random = random
    for name in endpoints { writeEndpoint(name) }
    writeTopology()
    writeRules()
    writeRoute()
    writeScenario(requests)
  }

  private mutating func one(_ choices: [String]) -> String { choices[random.below(choices.count)] }

  private mutating func writeEndpoint(_ name: String) {
    let attempt = one(["150ms", "200ms", "400ms"])
    text += "endpoint \(name) {\n  url \"https://\(name).test\"\n"
    text += "  domain provider: p\(random.below(2)), line: l-\(name)\n"
    if random.once(in: 2) {
      text += "  credential env(\"KEY_\(name)\")"
      text += random.once(in: 2) ? ", env(\"KEY_\(name)_2\")\n" : "\n"
    }
    text += "  timeout attempt: \(attempt), at-least: \(one(["20ms", "50ms", "100ms"]))\n"
    text += "  latency p50: \(one(["20ms", "60ms"])), p99: \(one(["100ms", "190ms"]))\n"
    if random.once(in: 4) { text += "  limit requests: 400/s\n" }
    if random.once(in: 4) { text += "  limit concurrency: 16\n" }
    if random.once(in: 3) { text += "  capacity servers: 32, queue: 16\n" }
    text += "}\n"
  }

  private mutating func writeTopology() {
    let members = endpoints.map { "member \($0)" }.joined(separator: "; ")
    switch random.below(4) {
    case 0:
      text += "active-active all { \(members); balance \(one(["random", "least-loaded"])) }\n"
    case 1: text += "active-passive all { \(members); failback manual }\n"
    case 2 where endpoints.count == 3:
      text += "active-active front { member e0; member e1; balance round-robin }\n"
      text += "active-passive all { member front; member e2; failback after: 3s, hold: 1s }\n"
    default: text += "active-passive all { \(members); failback after: 4s, hold: 2s }\n"
    }
  }

  private mutating func writeRules() {
    let growth = one(["constant base: 20ms", "exponential base: 10ms, factor: 2x, max: 40ms"])
    text += "backoff pause { \(growth)"
    text += "; jitter \(one(["none", "full"])) }\n"
    text += "breaker trips { trip consecutive: \(3 + random.below(5))"
    text += "; trip failure-rate: 50%, over: 5s, min-calls: 10"
    text += "; cooldown \(one(["500ms", "3s"])); probe calls: 2, at-once: 1 }\n"
    var rows: [String] = []
    for name in ["rate-limited", "timeout", "unavailable"] where random.once(in: 2) {
      rows.append("on \(name) { \(responses(name)) }")
    }
    rows.append("on rejected { fail }")
    rows.append("otherwise { \(responses("otherwise")) }")
    text += "retry rules { attempts \(endpoints.count + random.below(3)); "
    text += "budget \(one(["none", "50%, min: 20/s"])); \(rows.joined(separator: "; ")) }\n"
  }

  private mutating func responses(_ name: String) -> String {
    var parts: [String] = []
    if isOnce, name != "rate-limited" {
      // Not drawn, so that the other choices are the same with it and without.
      let at = name == "timeout" && endpoints.count % 2 == 0 ? "at: \(endpoints[0]), " : ""
      parts.append("reconcile \(at)within: 50ms\(random.once(in: 2) ? ", settle: 20ms" : "")")
    }
    if random.once(in: 3) {
      let cap = random.once(in: 2) ? ", retry-after: 200ms" : ""
      parts.append("same-endpoint times: \(1 + random.below(2)), backoff: pause\(cap)")
    }
    parts.append(one(["failover", "failover", "failover", "fail", "degrade"]))
    return parts.joined(separator: "; ")
  }

  private mutating func writeRoute() {
    var degrade = "none"
    switch random.below(3) {
    case 0:
      text += "degrade steps { step words { serve text: \"no\", status: 503 } }\n"
      degrade = "steps"
    case 1:
      text += "degrade steps { step kept { serve cache, max-age: 1h, within: 30ms }; "
      text += "step words { serve text: \"no\", status: 503 }"
      if random.once(in: 2) {
        text += "; enter exhausted: 50%, over: 5s, min-calls: 20; leave after: 2s"
      }
      text += "; reserve 50ms }\n"
      degrade = "steps"
    default: break
    }
    text += "route r { to all; effect \(isOnce ? "once" : "idempotent"); "
    text += "deadline \(one(["300ms", "600ms", "1s"])); errors http; retry rules"
    text += random.once(in: 2) ? "; breaker trips" : "; breaker none"
    if !isOnce, endpoints.count > 1, random.once(in: 3) {
      text += "; hedge \(one(["after: 80ms", "percentile: p90, at-least: 30ms"])), max: 1"
    }
    text += "; degrade \(degrade) }\n"
  }

  /// Two minutes or more of requests, with one fault after the other.
  private mutating func writeScenario(_ requests: Int) {
    let rate = 200
    let seconds = max(30, requests / rate)
    text += "scenario day {\n"
    text += "  traffic r, rate: \(rate)/s, arrivals: poisson, for: \(seconds)s"
    text += random.once(in: 3) ? ", patience: 250ms\n" : "\n"
    text += "  given cache, served: 50%, takes: 5ms\n"
    text += "  given reconcile, landed: 50%, takes: 10ms\n"
    var at = 2
    let step = max(5, seconds / 25)
    while at + step < seconds {
      let target = one(endpoints + ["provider: p0", "provider: p1"].filter { text.contains($0) })
      text += "  at \(at)s { \(fault(on: target)), for: \(step)s }\n"
      at += step / 2 + 1
    }
    text += "  expect availability, at-least: 0%\n}\n"
  }

  private mutating func fault(on target: String) -> String {
    switch random.below(10) {
    case 0: "outage \(target)"
    case 1: "blackhole \(target)"
    case 2: "errors \(target), share: 60%, status: 503"
    case 3:
      "errors \(target), share: 80%, status: 429, retry-after: \(one(["1s", "100ms", "30ms"]))"
    case 4: "errors \(target), share: 50%, status: 500"
    case 5: "slow \(target), factor: 6x"
    case 6: "cut \(target), after: 40%"
    case 7: "malformed \(target), share: 70%"
    case 8: "errors \(target), share: 70%, status: 408, retry-after: \(one(["1s", "150ms"]))"
    default: "slow \(target), add: 120ms"
    }
  }
}
