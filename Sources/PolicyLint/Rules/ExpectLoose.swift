import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let expectLoose = LintRule(
    "expect-loose", .observability, "An expectation that holds without failover",
    why: """
      The fault is short compared with the run. Even if every request failed while it lasts, \
      availability would still meet the expectation, so the scenario is always green.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      route lookup { to a; effect read; deadline 15s }
      scenario short {
        traffic lookup, rate: 5/s, for: 60m
        at 1m { outage a, for: 1m }
        expect availability, at-least: 95%
      }
      """,
    fix: ("at-least: 95%", "at-least: 99%")
  ) { linted in
    // What queues up behind a station may outlast any fault.
    guard linted.graph.capacities.count == 0 else { return [] }
    return linted.graph.scenarios.ids.flatMap { id -> [Finding] in
      let scenario = linted.graph.scenarios[id]
      guard let lost = linted.shareLost(scenario) else { return [] }
      let left = Share(ppb: Share.whole.ppb - lost.ppb)
      return linted.graph.expects[scenario.expects].compactMap { expect in
        guard expect.measure == .availability, let least = expect.atLeast, least <= left else {
          return nil
        }
        let rounded = Share(ppb: left.ppb / 1_000_000 * 1_000_000)
        return Finding(
          "\(least.spelling) is expected, but \(rounded.spelling) is reached even if every request fails while the faults last",
          at: linted.policy.place(of: expect.origin, .expect), of: .scenario(id),
          notes: ["expect more than that, or make the run shorter"])
      }
    }
  }
}

extension LintedPolicy {
  /// The share of a run in which some fault lasts; nil if that cannot be said, or if its effects
  /// may outlast it.
  fileprivate func shareLost(_ scenario: Scenario) -> Share? {
    let traffic = graph.traffic[scenario.traffic]
    guard let length = length(of: scenario), length > .zero, !scenario.faults.isEmpty,
      scenario.warmUp == nil, traffic.allSatisfy({ $0.rate != nil && $0.duration == length })
    else { return nil }
    var spans: [(from: Tick, to: Tick)] = []
    for fault in graph.faults[scenario.faults] {
      switch fault.kind {
      case .slow, .capacity, .load, .flap: return nil
      case .outage, .blackhole, .errors, .rateLimit, .quota, .revoke, .cut, .malformed:
        let end = fault.duration.map { fault.at + $0 } ?? length
        if fault.at < length { spans.append((fault.at, min(end, length))) }
      }
    }
    // A fault behind the end is another rule's.
    if spans.isEmpty { return nil }
    spans.sort { $0.from < $1.from }
    var lost = Tick.zero
    var done = Tick.zero
    for span in spans where span.to > done {
      lost = lost + (span.to - max(span.from, done))
      done = span.to
    }
    return Share(ppb: Int64(Int128(lost.ns) * Int128(Share.whole.ppb) / Int128(length.ns)) + 1)
  }
}
