extension RandomPolicy {
  mutating func writeEndpoint(_ name: String) {
    lines.append("endpoint \(name) {")
    lines.append("  url \"https://\(name).example.com\"")
    writeCredentials()
    var domains: [String] = []
    if chance(85) { domains.append("provider: p\(below(3))") }
    if chance(70) { domains.append("region: r\(below(3))") }
    if !domains.isEmpty { lines.append("  domain \(domains.joined(separator: ", "))") }
    writeLimits()
    let attempt = one(["300ms", "800ms", "1s", "2s"])
    var timeout = "attempt: \(attempt)"
    if chance(30) { timeout += ", first-byte: 200ms" }
    if chance(40) { timeout += ", at-least: \(one(["0s", "20ms", "100ms", "300ms"]))" }
    if chance(20) { timeout += ", stream: 3m, idle: 250ms" }
    lines.append("  timeout \(timeout)")
    if chance(20), !retries.isEmpty {
      let retry = one(retries)
      if !retry.resumes, !hasOnce || retry.isSafeForOnce { lines.append("  retry \(retry.name)") }
    }
    if chance(isRoomy ? 10 : 30) { lines.append("  breaker \(one(breakers))") }
    if hasOnce || chance(50) {
      lines.append(
        "  probe every: 2s, timeout: 500ms, down-after: \(1 + below(3)), up-after: \(1 + below(2))")
    }
    var features: [String] = []
    if resumes, chance(50) { features.append("prefill") }
    if resumes, chance(40) { features.append("continuation") }
    if chance(60) { features.append("vision") }
    if !features.isEmpty { lines.append("  supports [\(features.joined(separator: ", "))]") }
    if servesTags, chance(60) {
      lines.append("  serves \(one(["model: [m1, m2]", "model: m1, as: far", "model: m2"]))")
      if chance(20) { lines.append("  serves tier: [gold, silver]") }
    }
    if chance(30) {
      lines.append("  cooling \(one(["max: 700ms", "max: 5s", "max: 3m", "hints: ignore"]))")
    }
    if chance(50) { lines.append("  latency p50: \(one(["40ms", "90ms"])), p99: 290ms") }
    lines.append("}")
  }

  private mutating func writeCredentials() {
    guard chance(75) else { return }
    let references = some((0..<4).map { "env(\"KEY_\($0)\")" }, atMost: 3)
    if chance(50) {
      lines.append("  credential \(references.joined(separator: ", "))")
      return
    }
    for reference in references {
      lines.append("  credential \(reference)" + (chance(60) ? ", account: a\(below(2))" : ""))
    }
  }

  private mutating func writeLimits() {
    if isRoomy { return }
    if chance(40) { lines.append("  limit \(limit())") }
    for scope in ["credential", "account", "address", "provider"] where chance(12) {
      let shared = sharedLimits[scope] ?? limit()
      sharedLimits[scope] = shared
      lines.append("  limit \(shared), per: \(scope)")
    }
  }

  mutating func limit() -> String {
    let parts = [
      "requests: \(one(["2/s", "5/s", "10/10s", "30/min", "3/777ms"]))",
      "tokens: \(one(["1k/s", "5k/10s", "20k/min"]))",
      "concurrency: \(1 + below(3))", "context: \(one(["1k", "2k", "3k"]))",
    ]
    return some(parts, atMost: 2).joined(separator: ", ")
  }

  // MARK: Topologies

  mutating func writeGroup(_ name: String) {
    let members = some(targets, atMost: 4)
    switch below(5) {
    case 0, 1: writeTiers(name, members)
    case 2, 3: writeBalance(name, members)
    default: writeSelect(name, members)  // one in five
    }
    targets.append(name)
  }

  private mutating func writeTiers(_ name: String, _ members: [String]) {
    lines.append("active-passive \(name) {")
    for member in members { lines.append("  member \(member)") }
    let hold = chance(50) ? ", hold: \(one(["0s", "1s", "4s"]))" : ""
    let ramp = chance(50) ? ", ramp: \(one(["2s", "5s", "20s"]))" : ""
    lines.append(
      "  failback "
        + one(["manual", "at-once" + ramp, "after: \(one(["2s", "3s", "10s"]))\(hold)\(ramp)"]))
    if chance(30) { lines.append("  failover overprovisioning: \(one(["1x", "1.4x", "2x"]))") }
    if chance(25) { lines.append("  panic below: \(one([20, 50, 60, 100]))%") }
    lines.append("}")
  }

  private mutating func writeBalance(_ name: String, _ given: [String]) {
    var members = given
    var balance = one(["random", "round-robin", "least-loaded", "fastest", "sticky, by: user"])
    if balance == "least-loaded" || balance == "fastest" {
      members = members.filter { endpoints.contains($0) }
      if members.isEmpty { members = some(endpoints) }
    }
    if chance(10) { balance = "sticky, by: tier" }
    if balance == "sticky, by: tier" { members = given }
    lines.append("active-active \(name) {")
    for member in members {
      let weight = chance(25) ? 0 : 1 + below(5)
      lines.append("  member \(member)" + (chance(60) ? ", weight: \(weight)" : ""))
    }
    lines.append("  balance \(balance)")
    if chance(35) { lines.append("  eject max: \(one([10, 34, 50, 67]))%") }
    if chance(30) { lines.append("  panic below: \(one([20, 50, 60, 100]))%") }
    if chance(40) { lines.append("  slow-start \(one(["2s", "10s"]))") }
    lines.append("}")
  }

  private mutating func writeSelect(_ name: String, _ members: [String]) {
    lines.append("select \(name) {")
    for member in members.dropLast() {
      lines.append(
        "  when "
          + one([
            "size, above: \(one(["500", "1k", "2k"]))", "priority, below: \(1 + below(8))",
            "tag: tier, is: gold", "tag: user, is: [u1, u2]",
          ]) + " { to \(member) }")
    }
    let isRefusing = members.count > 1 && chance(30)
    lines.append("  otherwise \(isRefusing ? "none" : "{ to \(members[members.count - 1]) }")")
    lines.append("}")
  }
}
