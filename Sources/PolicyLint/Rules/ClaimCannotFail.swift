import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let claimCannotFail = LintRule(
    "claim-cannot-fail", .observability, "A claim that always holds",
    why: """
      The policy's own bounds already imply it, or nothing could ever break it. It is green in \
      every run and looks like a test.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency fixed: 1s }
      route lookup { to a; effect read; deadline 5s }
      scenario short {
        traffic lookup, rate: 5/s, for: 60m
        at 1m { outage a, for: 1m }
        expect latency, percentile: p99, at-most: 8s
      }
      """,
    fix: ("at-most: 8s", "at-most: 3s")
  ) { linted in
    linted.expectationsThatCannotFail + linted.guaranteesThatCannotFail
  }
}

extension LintedPolicy {
  fileprivate var expectationsThatCannotFail: [Finding] {
    graph.scenarios.ids.flatMap { id -> [Finding] in
      let scenario = graph.scenarios[id]
      return graph.expects[scenario.expects].compactMap { expect in
        let routes = expect.route.map { [$0] } ?? graph.trafficRoutes(of: scenario)
        guard let (message, note) = reason(expect, routes) else { return nil }
        return Finding(
          message, at: policy.place(of: expect.origin, .expect), of: .scenario(id), notes: [note])
      }
    }
  }

  /// Why an expectation cannot fail, and what to do; nil if it can.
  private func reason(_ expect: Expect, _ routes: [ID<Route>]) -> (String, String)? {
    switch expect.measure {
    case .availability, .degraded:
      let word = "\(expect.measure.word)"
      if expect.atLeast == .zero {
        return ("a share is always at least 0%", "expect more than 0% of `\(word)`")
      }
      if expect.atMostShare == .whole {
        return ("no share is above 100%", "expect less than 100% of `\(word)`")
      }
      return nil
    case .latency:
      guard let time = expect.atMostTime,
        let slowest = routes.max(by: { graph.routes[$0].deadline < graph.routes[$1].deadline }),
        time >= graph.routes[slowest].deadline
      else { return nil }
      let deadline = graph.routes[slowest].deadline.spelling
      return (
        "a latency of at most \(time.spelling) is expected, and no request of \(quoted(slowest)) outlives its deadline of \(deadline)",
        "expect less than \(deadline)"
      )
    case .amplification:
      let most = routes.map { attemptsAllowed($0) }
      guard let factor = expect.atMostFactor, let largest = most.compactMap({ $0 }).max(),
        !most.contains(where: { $0 == nil }), factor.millionths > Int64(largest) * 1_000_000
      else { return nil }
      return (
        "an amplification of at most \(factor.spelling) is expected, and no request makes more than \(attempts(largest))",
        "expect \(largest)x or less"
      )
    case .failover, .failback, .recovery, .attempts, .duplicates: return nil
    }
  }

  fileprivate var guaranteesThatCannotFail: [Finding] {
    graph.guarantees.rows.compactMap { guarantee in
      guard let (message, note) = reason(guarantee) else { return nil }
      let word = PolicyLanguage.Word(rawValue: "\(guarantee.kind.word)")
      return Finding(
        message, at: policy.place(of: guarantee.origin, word ?? .guarantee),
        of: .route(guarantee.route), notes: [note])
    }
  }

  /// Why a guarantee cannot fail, and what to do; nil if it can.
  private func reason(_ guarantee: Guarantee) -> (String, String)? {
    switch guarantee.kind {
    case .attempts:
      guard let count = guarantee.count, let most = attemptsAllowed(guarantee.route),
        Int(count) > most
      else { return nil }
      return (
        "at most \(count) attempts are claimed, and the rules of \(quoted(guarantee.route)) allow \(most)",
        "claim \(most), so that the proof notices a rule that allows more"
      )
    case .amplification:
      guard let factor = guarantee.factor, let most = attemptsAllowed(guarantee.route),
        factor.millionths > Int64(most) * 1_000_000
      else { return nil }
      return (
        "an amplification of at most \(factor.spelling) is claimed, and no request of \(quoted(guarantee.route)) makes more than \(attempts(most))",
        "claim \(most)x or less"
      )
    case .survives, .carries:
      guard let any = guarantee.any, let label = guarantee.label else { return nil }
      let there = Set(endpoints(meantBy: guarantee).flatMap { domains($0) })
        .filter { graph.domains[$0].label == label }
      guard Int(any) > there.count, !there.isEmpty else { return nil }
      return (
        "the outage of \(any) domains labelled \(quoted(label)) is claimed, and \(quoted(guarantee.route)) reaches \(there.count)",
        "no such outage exists: claim fewer, or spread the endpoints over more domains"
      )
    case .reaches, .latency, .availability, .staysWithin, .neverRepeats: return nil
    }
  }

  /// The most attempts that a route's own rules and its ladder allow; nil if nothing bounds its
  /// hedges.
  private func attemptsAllowed(_ id: ID<Route>) -> Int? {
    let route = graph.routes[id]
    if route.hedge != nil, route.retry == nil { return nil }
    let steps = route.ladder.map { graph.steps[graph.ladders[$0].steps].compactMap(\.target) } ?? []
    return attemptsPossible(reached[id.index])
      + steps.reduce(0) { $0 + endpoints($1).count }
  }

  private func attempts(_ count: Int) -> String { count == 1 ? "1 attempt" : "\(count) attempts" }
}
