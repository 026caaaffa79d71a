import PolicyGraph

/// Faults and expectations as a policy says them.
struct PolicyWords {
  let graph: FailoverGraph

  /// `outage provider: azure`, `errors anthropic, share: 30%, status: 529`.
  func fault(_ row: Fault) -> String {
    var parts: [String] = []
    if let share = row.share {
      parts.append((row.kind == .cut ? "after: " : "share: ") + share.spelling)
    }
    if let status = row.status { parts.append("status: \(status)") }
    if let code = row.code { parts.append("code: \"\(graph.text(code))\"") }
    if row.body != nil { parts.append("body: …") }
    if let after = row.after { parts.append("after: \(after.spelling)") }
    if let rate = row.rate { parts.append("to: \(rate.spelling)") }
    if let hint = row.retryAfter { parts.append("retry-after: \(hint.spelling)") }
    if let factor = row.factor { parts.append("factor: \(factor.spelling)") }
    if let add = row.add { parts.append("add: \(add.spelling)") }
    if let up = row.up { parts.append("up: \(up.spelling)") }
    if let down = row.down { parts.append("down: \(down.spelling)") }
    let word = "\(row.kind.word)"
    guard let place = place(row) else { return word + " " + parts.joined(separator: ", ") }
    return (["\(word) \(place)"] + parts).joined(separator: ", ")
  }

  /// What a fault is about; nil for a `load` of every route.
  private func place(_ row: Fault) -> String? {
    if let endpoint = row.endpoint { return graph.text(graph.endpoints[endpoint].name) }
    if let route = row.route { return graph.text(graph.routes[route].name) }
    if let domain = row.domain {
      let row = graph.domains[domain]
      return "\(graph.text(row.label)): \(graph.text(row.name))"
    }
    guard let reference = row.reference.map({ graph.text($0) }) else { return nil }
    return "\(row.credential == .file ? "file" : "env")(\"\(reference)\")"
  }

  /// `availability, of: chat, at-least: 99%`.
  func expect(_ row: Expect) -> String {
    var parts = ["\(row.measure.word)"]
    if let route = row.route { parts.append("of: \(graph.text(graph.routes[route].name))") }
    if let endpoint = row.endpoint {
      parts.append("to: \(graph.text(graph.endpoints[endpoint].name))")
    }
    if let percentile = row.percentile { parts.append("percentile: \(percentile.spelling)") }
    if let share = row.atLeast { parts.append("at-least: \(share.spelling)") }
    if let share = row.atMostShare { parts.append("at-most: \(share.spelling)") }
    if let time = row.atMostTime {
      let isWithin = [.failover, .failback, .recovery].contains(row.measure)
      parts.append((isWithin ? "within: " : "at-most: ") + time.spelling)
    }
    if let factor = row.atMostFactor { parts.append("at-most: \(factor.spelling)") }
    if let rate = row.atMostRate { parts.append("at-most: \(rate.spelling)") }
    if let count = row.atMostCount { parts.append("at-most: \(count)") }
    if row.inRuns < .whole { parts.append("in: \(row.inRuns.spelling)") }
    return parts.joined(separator: ", ")
  }

  /// What one expectation says, in numbers.
  func info(_ row: Expect) -> ExpectationInfo {
    let unit: ExpectationInfo.Unit
    switch row.measure {
    case .availability, .degraded: unit = .share
    case .latency, .failover, .failback, .recovery: unit = .seconds
    case .amplification: unit = .factor
    case .attempts: unit = .perSecond
    case .duplicates: unit = .count
    }
    let (bound, isAtLeast) = row.bound
    return ExpectationInfo(
      text: expect(row), unit: unit, bound: bound, isAtLeast: isAtLeast,
      inRuns: Double(row.inRuns.ppb) / 1e9, line: Int(row.origin.line))
  }

  /// An endpoint's fault domains: `provider azure`.
  func domains(_ endpoint: ID<Endpoint>) -> [String] {
    graph.domainMembers[graph.endpoints[endpoint].domains].map { member in
      let row = graph.domains[member.domain]
      return "\(graph.text(row.label)) \(graph.text(row.name))"
    }
  }
}
