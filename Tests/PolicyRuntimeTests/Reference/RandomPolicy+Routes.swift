extension RandomPolicy {
  // MARK: Retries

  mutating func writeRetry(_ name: String, safe: Bool, resumes: Bool) {
    lines.append("retry \(name) {")
    lines.append("  attempts \(attemptsMax - (chance(30) ? below(attemptsMax) : 0))")
    let budget = one([
      "", "budget none", "budget none", "budget 20%, min: 1/s", "budget 50%, min: 3/10s, over: 3s",
      "budget 100%, min: 1/min", "budget 33.3%, min: 1/7s, over: 7s",
    ])
    if !budget.isEmpty { lines.append("  \(budget)") }
    var left = classes.map(\.name)
    if resumes, chance(60) {
      lines.append("  on interrupted { resume; failover }")
      left.removeAll { $0 == "interrupted" }
    }
    var hasOtherwise = false
    while !left.isEmpty {
      let named = some(left, atMost: 5)
      left.removeAll { named.contains($0) }
      if left.isEmpty { hasOtherwise = chance(60) }
      let facts = classes.filter { named.contains($0.name) }
      let head = hasOtherwise ? "otherwise" : "on \(named.joined(separator: ", "))"
      lines.append("  \(head) { \(responses(to: facts, safe, resumes).joined(separator: "; ")) }")
    }
    if !safe, chance(20) {
      let what = one(["failover", "same-endpoint; failover", "fail", "degrade"])
      lines.append("  on unclassified { \(what) }")
    }
    lines.append("}")
    retries.append(RetryFacts(name: name, isSafeForOnce: safe, resumes: resumes))
  }

  private mutating func responses(
    to facts: [ClassFacts], _ safe: Bool, _ resumes: Bool
  ) -> [String] {
    func none(_ names: String...) -> Bool { !facts.contains { names.contains($0.name) } }
    var result: [String] = []
    let maybe = facts.contains(where: \.mayBeExecuted)
    // After commit an interruption is answered by this rule whatever it was before.
    let gate = chance(safe && maybe ? 70 : 15)
    if gate {
      var parts: [String] = []
      if chance(35) { parts.append("at: \(one(endpoints))") }
      if chance(60) { parts.append("within: \(one(["100ms", "500ms"]))") }
      if chance(40) { parts.append("settle: \(one(["0s", "30ms", "300ms"]))") }
      result.append("reconcile \(parts.joined(separator: ", "))")
    }
    let isFree = !safe || !maybe || gate
    if isFree, resumes, facts.count == 1, facts[0].name == "interrupted", chance(80) {
      result.append("resume")
    }
    if isFree, facts.allSatisfy({ $0.scope == "credential" || $0.scope == "account" }), chance(60) {
      result.append("rotate-credential")
    }
    if isFree, chance(50),
      none("too-large", "rejected", "content-filtered", "quota-exhausted", "unauthorized"),
      none("forbidden", "banned")
    {
      var parts: [String] = []
      if chance(60) { parts.append("times: \(1 + below(3))") }
      if !parts.isEmpty || chance(50) { parts.append("backoff: \(one(backoffs))") }
      if chance(30) { parts.append("retry-after: \(one(["0s", "300ms", "1s"]))") }
      result.append("same-endpoint \(parts.joined(separator: ", "))")
    }
    if isFree, none("clock"), chance(75) {
      result.append("failover" + (chance(15) ? " same: \(one(["provider", "region"]))" : ""))
    }
    if isFree, none("clock"), chance(10) { result.append("reroute \(one(endpoints + groups))") }
    let isOpen = result.count == (gate ? 1 : 0)
    if isOpen || chance(20) { result.append(one(["fail", "degrade", "degrade"])) }
    return result
  }

  // MARK: Ladders

  mutating func writeLadder(_ name: String) {
    lines.append("degrade \(name) {")
    for i in 0..<(1 + below(4)) {
      var parts: [String] = []
      if chance(25) {
        let causes = some(classes.map(\.name) + ["no-candidate", "not-served"], atMost: 4)
        parts.append("when class: [\(causes.joined(separator: ", "))]")
      }
      if chance(30) {
        parts.append("notify \"handler-\(i)\"" + (chance(60) ? ", at-most: 2/3s" : ""))
        if chance(30) { parts.append("notify \"other-\(i)\", at-most: 1/s") }
      }
      parts.append(
        one([
          "use \(one(targets))", "use \(one(targets))", "serve cache, max-age: 1h",
          "serve cache, within: 150ms", "call \"fallback\", within: 70ms", "call \"fallback\"",
          "serve text: \"sorry\", status: 503", "shed below: \(1 + below(8))", "fail",
        ]))
      lines.append("  step s\(i) { \(parts.joined(separator: "; ")) }")
    }
    if chance(50) { lines.append("  reserve \(one(["0s", "100ms", "500ms"]))") }
    if chance(50) {
      lines.append(
        "  enter exhausted: \(one([30, 50, 100]))%, over: \(one(["3s", "10s"])), "
          + "min-calls: \(2 + below(4))")
      lines.append("  leave after: \(one(["500ms", "3s", "8s"]))")
    }
    lines.append("}")
    ladders.append(name)
  }

  // MARK: Routes

  mutating func writeRoute(_ name: String, effect: String) {
    lines.append("route \(name) {")
    lines.append("  match path: \"/\(name)\"")
    lines.append("  to \(chance(70) ? targets[targets.count - 1] : one(targets))")
    lines.append("  effect \(effect)")
    lines.append("  deadline \(one(["4s", "9s", "20s", "40s"]))")
    lines.append("  errors table")
    let isOnce = effect == "once"
    let usable = retries.filter { !isOnce || $0.isSafeForOnce }
    let retry = one(usable)
    // Silence means the language's own rules; what resumes needs rules that do.
    let isSilent = !isOnce && !chance(92) && !retry.resumes
    if !isSilent { lines.append("  retry \(retry.name)") }
    if chance(isRoomy ? 20 : 60) {
      lines.append("  breaker \(one(breakers))")
    } else if !isSilent {
      lines.append("  breaker none")
    }
    if !isOnce, chance(isRoomy ? 80 : 50) {
      lines.append(
        "  hedge after: "
          + one(["50ms", "150ms", "p50, at-least: 30ms", "p95, at-least: 100ms"])
          + (chance(40) ? ", max: \(1 + below(3))" : ""))
    }
    if retry.resumes || chance(25) {
      lines.append("  commit first-byte" + (retry.resumes && chance(40) ? ", if: resumable" : ""))
    }
    lines.append("  degrade \(ladders.isEmpty || chance(15) ? "none" : one(ladders))")
    if !isRoomy, chance(25) { lines.append("  limit \(limit())") }
    if chance(50) {
      lines.append(
        "  wait within: \(one(["50ms", "400ms", "3s", "30s"])), at-most: \(1 + below(4))")
    }
    if chance(15) { lines.append("  require [vision]") }
    lines.append("}")
  }
}
