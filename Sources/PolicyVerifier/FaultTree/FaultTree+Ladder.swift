public import PolicyGraph

extension FaultTree {
  /// What the ladder below a route can be counted on for in an outage.
  public struct LadderAnswer: Equatable, Sendable {
    /// Whether a step answers whatever is out: a `serve text` for all causes.
    public var always = false
    /// The endpoints of `use` steps for all causes.
    public var endpoints: [ID<Endpoint>] = []
  }

  /// What the route's ladder gives when the main path has nobody left.
  ///
  /// `serve cache` and `call` may not answer, nor does a step that is for some causes only. A
  /// `fail` ends the ladder, be it only for causes that an outage may show. Requests that are shed
  /// because of their priority get no answer on purpose, and are not counted.
  public var ladder: LadderAnswer {
    var answer = LadderAnswer()
    guard let ladder = graph.routes[route].ladder else { return answer }
    for step in graph.steps[graph.ladders[ladder].steps] {
      switch step.answer {
      case .serveText:
        if step.when.isEmpty {
          answer.always = true
          return answer
        }
      case .fail: if isForOutages(step) { return answer }
      case .serveCache, .call, .shed: continue
      case .use:
        guard step.when.isEmpty, let target = step.target else { continue }
        // Any arm of a `select` may be taken: only who is in all of them can be counted on.
        guard let ways = FaultTree.ways(graph, route, to: target), let first = ways.first else {
          continue
        }
        for endpoint in first.endpoints
        where ways.allSatisfy({ $0.endpoints.contains(endpoint) })
          && !answer.endpoints.contains(endpoint)
        { answer.endpoints.append(endpoint) }
      }
    }
    return answer
  }

  /// The classes that an outage may show.
  static let outageClasses: [StaticString] = [
    "connection", "timeout", "unavailable", "overloaded", "rate-limited", "unauthorized",
    "quota-exhausted",
  ]

  private func isForOutages(_ step: Step) -> Bool {
    if step.when.isEmpty { return true }
    return graph.classMembers[step.when].contains { member in
      let name = graph.text(graph.classes[member.errorClass].name)
      return FaultTree.outageClasses.contains { $0.description == name }
    }
  }
}
