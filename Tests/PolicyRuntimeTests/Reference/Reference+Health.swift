import PolicyGraph
import PolicyRuntime

extension Reference {
  // MARK: Down

  func isDown(_ endpoint: ID<Endpoint>, _ route: ID<Route>, now: Tick) -> Bool {
    let figures = world.endpoints[endpoint] ?? EndpointFigures()
    // reading: what is down without its breaker is not looked at further.
    if figures.isolated || figures.probeDown { return true }
    if let key = breaker(endpoint, route), seen(key, now: now).phase != .closed { return true }
    let credentials = graph.endpoints[endpoint].credentials
    return !credentials.isEmpty
      && credentials.allSatisfy { credential in
        refusedUntil(credential, at: endpoint).map { now < $0 } ?? false
      }
  }

  func isDown(_ target: Target, _ route: ID<Route>, now: Tick) -> Bool {
    endpoints(below: target, drained: false).allSatisfy { isDown($0, route, now: now) }
  }

  // MARK: Up since

  /// Since when an endpoint has been up; nil: ever.
  private func upSince(_ endpoint: ID<Endpoint>, _ route: ID<Route>, now: Tick) -> Tick? {
    let figures = world.endpoints[endpoint] ?? EndpointFigures()
    var times = [figures.probeUpAt, figures.restoredAt]
    if let key = breaker(endpoint, route) { times.append(seen(key, now: now).closedAt) }
    let refusals = graph.endpoints[endpoint].credentials.map { refusedUntil($0, at: endpoint) }
    // One that never was refused was usable for ever.
    if !refusals.isEmpty, !refusals.contains(nil) { times.append(refusals.compactMap { $0 }.min()) }
    return times.compactMap { $0 }.max()
  }

  /// Since when a target has been up; nil: ever.
  func upSince(_ target: Target, _ route: ID<Route>, now: Tick) -> Tick? {
    switch target {
    case .endpoint(let id): return upSince(id, route, now: now)
    case .group(let id):
      let up = undrained(id).filter { !isDown($0, route, now: now) }
        .map { upSince($0, route, now: now) }
      // reading: a group that is down altogether is up since now.
      if up.isEmpty { return now }
      return up.contains(nil) ? nil : up.compactMap { $0 }.min()
    }
  }

  // MARK: The holder of an active-passive group

  func updateHolder(_ id: ID<Group>, _ route: ID<Route>, now: Tick) {
    let targets = children(of: id)
    let down = targets.map { isDown($0, route, now: now) }
    let holder = (world.groups[id] ?? GroupFigures()).holder
    if down[holder] {
      let next =
        targets.indices.first { $0 > holder && !down[$0] }
        ?? targets.indices.first { $0 < holder && !down[$0] }
      if let next { move(id, to: next, rampFrom: nil, now: now) }
    } else if let better = targets.indices.first(where: {
      $0 < holder && !down[$0] && mayReturn(id, targets[$0], route, now: now)
    }) {
      failBack(id, to: better, now: now)
    }
  }

  private func mayReturn(_ id: ID<Group>, _ target: Target, _ route: ID<Route>, now: Tick) -> Bool {
    let group = graph.groups[id]
    switch group.failback {
    case .atOnce: return true
    case .manual: return false
    case .after:
      let since = upSince(target, route, now: now)
      let held = world.groups[id]?.heldSince
      return (since.map { now - $0 >= group.failbackAfter ?? .zero } ?? true)
        && (held.map { now - $0 >= group.failbackHold ?? .zero } ?? true)
    }
  }

  func failBack(_ id: ID<Group>, to member: Int, now: Tick) {
    let before = (world.groups[id] ?? GroupFigures()).holder
    let ramped = graph.groups[id].failbackRamp != nil
    move(id, to: member, rampFrom: ramped ? before : nil, now: now)
  }

  func move(_ id: ID<Group>, to member: Int, rampFrom: Int?, now: Tick) {
    var figures = world.groups[id] ?? GroupFigures()
    figures.holder = member
    figures.heldSince = now
    figures.rampFrom = rampFrom
    world.groups[id] = figures
  }

  // MARK: What operators and active probes say

  func isolate(_ endpoint: ID<Endpoint>, at now: Tick) {
    world.endpoints[endpoint, default: EndpointFigures()].isolated = true
  }

  func restore(_ endpoint: ID<Endpoint>, at now: Tick) {
    var figures = world.endpoints[endpoint] ?? EndpointFigures()
    // reading: restoring what was not isolated changes nothing.
    guard figures.isolated else { return }
    figures.isolated = false
    figures.restoredAt = now
    world.endpoints[endpoint] = figures
  }

  /// An operator's failback: to the first member, whatever its health.
  func failBack(_ id: ID<Group>, at now: Tick) {
    // reading: the first member that holds already goes on holding.
    guard (world.groups[id] ?? GroupFigures()).holder != 0 else { return }
    failBack(id, to: 0, now: now)
  }

  func probed(_ endpoint: ID<Endpoint>, up: Bool, at now: Tick) {
    guard let id = graph.endpoints[endpoint].probe else { return }
    let probe = graph.probes[id]
    var figures = world.endpoints[endpoint] ?? EndpointFigures()
    if up {
      figures.probeFailures = 0
      figures.probeSuccesses += 1
      if figures.probeDown, figures.probeSuccesses >= Int(probe.upAfter) {
        figures.probeDown = false
        figures.probeUpAt = now
      }
    } else {
      figures.probeSuccesses = 0
      figures.probeFailures += 1
      if figures.probeFailures >= Int(probe.downAfter) { figures.probeDown = true }
    }
    world.endpoints[endpoint] = figures
    // reading: only successes of active probes count for breakers; failures make it down by probe.
    guard up else { return }
    for key in breakers(of: endpoint) { activeProbeSucceeded(key, now: now) }
  }

  /// Every breaker that some route uses at an endpoint, in the order of the routes.
  func breakers(of endpoint: ID<Endpoint>) -> [BreakerKey] {
    var keys: [BreakerKey] = []
    for route in graph.routes.ids {
      if let key = breaker(endpoint, route), !keys.contains(key) { keys.append(key) }
    }
    return keys
  }
}
