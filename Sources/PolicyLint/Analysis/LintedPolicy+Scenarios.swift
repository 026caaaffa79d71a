import PolicyGraph
import PolicyLanguage

// What scenarios send, and where it goes wrong.

extension LintedPolicy {
  /// How long a scenario lasts; nil if a file of requests says so.
  func length(of scenario: Scenario) -> Tick? {
    let traffic = graph.traffic[scenario.traffic]
    guard traffic.allSatisfy({ $0.trace == nil }) else { return nil }
    return traffic.compactMap(\.duration).max()
  }

  /// Every endpoint that a request of a route may come to, its ladder included.
  func everyEndpoint(of route: ID<Route>) -> [ID<Endpoint>] {
    let main = reached[route.index].endpoints
    guard let ladder = graph.routes[route].ladder else { return main }
    return main
      + graph.steps[graph.ladders[ladder].steps].compactMap(\.target).flatMap { endpoints($0) }
  }

  /// Whether a scenario can bring a route's ladder into play: it expects degraded answers, or its
  /// faults strike everything on the main path.
  func touchesLadder(_ scenario: Scenario, of route: ID<Route>) -> Bool {
    let expected = graph.expects[scenario.expects].contains {
      $0.measure == .degraded && $0.atLeast != nil && ($0.route ?? route) == route
    }
    if expected { return true }
    let struck = Set(graph.faults[scenario.faults].flatMap { graph.affected(by: $0) })
    return struck.isSuperset(of: reached[route.index].endpoints)
  }

  /// Where a fault is stated.
  func place(_ fault: Fault) -> Place {
    policy.place(of: fault.origin, PolicyLanguage.Word(rawValue: "\(fault.kind.word)") ?? .at)
  }
}
