import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// A policy that promises less than the one that the storm holds the interpreter against.
enum Breach: CaseIterable {
  case moreAttempts, noBudget, moreStarts, moreTokens, moreAtOnce, longerDeadline, noGate
  case otherTarget, neverClosing

  /// The word in what a storm says about it.
  var word: String {
    switch self {
    case .moreAttempts: " of "
    case .noBudget: "with 0 tokens"
    case .moreStarts: "starts within"
    case .moreTokens: "tokens of"
    case .moreAtOnce: "in flight of"
    case .longerDeadline: "deadline"
    case .noGate: "once request"
    case .otherTarget: "out of the route's reach"
    case .neverClosing: "is not served"
    }
  }

  func change(_ graph: inout FailoverGraph) {
    switch self {
    case .moreAttempts:
      for id in graph.retries.ids { graph.retries[id].attempts += 1 }
    case .noBudget: for id in graph.retries.ids { graph.retries[id].budgeted = false }
    case .moreStarts: for id in graph.limits.ids { graph.limits[id].requests?.amount *= 3 }
    case .moreTokens: for id in graph.limits.ids { graph.limits[id].tokens?.amount *= 3 }
    case .moreAtOnce:
      for id in graph.limits.ids {
        graph.limits[id].concurrency = graph.limits[id].concurrency.map { $0 * 3 }
      }
    case .longerDeadline:
      for id in graph.routes.ids { graph.routes[id].deadline = graph.routes[id].deadline * 2 }
    case .noGate: for id in graph.rules.ids { graph.rules[id].reconcile = false }
    case .otherTarget:
      let last = ID<Endpoint>(graph.endpoints.count - 1)
      for id in graph.routes.ids { graph.routes[id].target = .endpoint(last) }
    case .neverClosing:
      // Whoever is never well again within two days is not served.
      for id in graph.breakers.ids {
        graph.breakers[id].cooldown = .max
        graph.breakers[id].cooldownMax = nil
      }
    }
  }
}

/// A test that cannot fail shows nothing: here the interpreter breaks its promises.
@Suite(.offPool) struct StormNotices {
  @Test(arguments: Breach.allCases)
  func `a storm notices an interpreter that does more than the policy allows`(_ breach: Breach)
    throws
  {
    for seed in 1...UInt64(150) {
      guard let (_, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      var running = graph
      breach.change(&running)
      if running == graph { continue }
      var storm = try Storm(graph, running: running, seed: seed)
      storm.rage(events: 300)
      if breach == .neverClosing { storm.recover() }
      if storm.violations.contains(where: { $0.contains(breach.word) }) { return }
    }
    Issue.record("no storm noticed \(breach)")
  }
}
