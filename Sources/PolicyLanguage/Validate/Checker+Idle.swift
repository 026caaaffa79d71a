import PolicyGraph

extension Checker {
  /// Reports idle timeouts above that of the attempt, where no answer is a stream.
  ///
  /// Under `commit first-byte` the attempt's timeout ends with the first byte, and the idle timeout
  /// guards what follows: there it may be longer.
  mutating func validateIdle(streams: [Bool]) {
    var late: [(declaration: Declaration, time: Tick)] = []
    for declaration in declarations where declaration.kind == .endpoint && declaration.row >= 0 {
      let id = ID<Endpoint>(Int(declaration.row))
      let row = graph.endpoints[id]
      guard let idle = row.idleTimeout, idle > row.attemptTimeout,
        row.attemptTimeout != Unstated.time
      else { continue }
      if streams[id.index] {
        // What others have from the same statement is of use here.
        unordered.insert(site(declaration, .timeout).key)
      } else {
        late.append((declaration, idle))
      }
    }
    for (declaration, idle) in late {
      let row = graph.endpoints[ID(Int(declaration.row))]
      reportOutOfOrder(.idle, idle, row, declaration)
    }
  }

  /// Marks the endpoints from which a route may stream: on its main path and in its ladder.
  mutating func markStreams(_ view: RouteView, _ streams: inout [Bool]) {
    let route = graph.routes[view.route]
    for endpoint in view.endpoints { streams[endpoint.index] = true }
    guard let ladder = route.ladder else { return }
    for step in graph.steps[graph.ladders[ladder].steps] {
      guard let target = step.target else { continue }
      for endpoint in endpoints(below: target) { streams[endpoint.index] = true }
    }
  }
}
