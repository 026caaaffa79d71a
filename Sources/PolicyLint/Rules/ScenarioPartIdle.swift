import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let scenarioPartIdle = LintRule(
    "scenario-part-idle", .observability, "A part of a scenario that no request meets",
    why: """
      An endpoint model or a handler's behaviour has no effect if no request of the scenario can \
      reach it, so what it should test is not tested.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; latency p50: 50ms, p99: 1s }
      degrade ladder { step sorry { serve text: "please try again", status: 503 } }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      scenario a-lost {
        traffic lookup, rate: 5/s, for: 5m
        given cache, served: 90%, takes: 10ms
        at 1m { outage a, for: 1m }
        expect degraded, at-least: 15%
      }
      """,
    fix: ("  given cache, served: 90%, takes: 10ms\n", "")
  ) { linted in
    linted.graph.scenarios.ids.flatMap { id -> [Finding] in
      let scenario = linted.graph.scenarios[id]
      let routes = linted.graph.trafficRoutes(of: scenario)
      let met = Set(routes.flatMap { linted.everyEndpoint(of: $0) })
      func finding(_ message: String, _ origin: Origin, _ keyword: PolicyLanguage.Word) -> Finding {
        Finding(
          "\(message): it changes nothing in \(linted.quoted(scenario.name))",
          at: linted.policy.place(of: origin, keyword), of: .scenario(id),
          notes: ["remove it, or send `traffic` to a route that reaches it"])
      }
      let models = linted.graph.models[scenario.models].filter { !met.contains($0.endpoint) }.map {
        finding(
          "no request here ever reaches \(linted.quoted($0.endpoint))", $0.origin, .model)
      }
      let givens = linted.graph.givens[scenario.givens].compactMap { given in
        linted.idle(given, routes).map { finding($0, given.origin, .given) }
      }
      guard let warmUp = scenario.warmUp, let length = linted.length(of: scenario), warmUp >= length
      else { return models + givens }
      let late = Finding(
        "the warm-up takes \(warmUp.spelling), and the traffic ends at \(length.spelling): nothing is measured",
        at: linted.place(.scenario(id), .warmUp), of: .scenario(id),
        notes: ["let the traffic last longer, or shorten the warm-up"])
      return models + givens + [late]
    }
  }
}

extension LintedPolicy {
  /// Why no request of some routes is ever answered by a handler; nil if one may be.
  fileprivate func idle(_ given: Given, _ routes: [ID<Route>]) -> String? {
    let steps = routes.compactMap { graph.routes[$0].ladder }.flatMap {
      graph.steps[graph.ladders[$0].steps]
    }
    switch given.kind {
    case .cache:
      return steps.contains { $0.answer == .serveCache } ? nil : "no ladder here asks the cache"
    case .handler:
      guard let handler = given.handler else { return nil }
      let isCalled = steps.contains { step in
        step.answer == .call && step.text == handler
          || graph.notifies[step.notifies].contains { $0.handler == handler }
      }
      return isCalled ? nil : "no ladder here calls \"\(graph.text(handler))\""
    case .reconcile:
      let retries = routes.flatMap { reached[$0.index].retries }
      let isAsked = retries.contains { retry in
        graph.rules[graph.retries[retry].rules].contains(where: \.reconcile)
      }
      return isAsked ? nil : "no retry here reconciles"
    }
  }
}
