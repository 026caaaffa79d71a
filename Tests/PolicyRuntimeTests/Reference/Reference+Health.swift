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
    endpoints(below: target).allSatisfy { isDown($0, route, now: now) }
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
      let up = children(of: id).filter { !isDown($0, route, now: now) }
        .map { upSince($0, route, now: now) }
      // reading: a group that is down altogether is up since now.
      if up.isEmpty { return now }
      return up.contains(nil) ? nil : up.compactMap { $0 }.min()
    }
  }

  // MARK: The holder of an active-passive group

  /// Whose breaker says who holds a group for a route's requests: nobody's where no endpoint below
  /// looks at it.
  func holderKey(_ id: ID<Group>, _ route: ID<Route>) -> HolderKey {
    let isLookedAt = endpoints(below: .group(id)).contains { graph.endpoints[$0].breaker == nil }
    return HolderKey(group: id, breaker: isLookedAt ? graph.routes[route].breaker : nil)
  }

  func held(_ id: ID<Group>, _ route: ID<Route>) -> HolderFigures {
    world.holders[holderKey(id, route)] ?? HolderFigures()
  }

  func updateHolder(_ id: ID<Group>, _ route: ID<Route>, now: Tick) {
    let targets = children(of: id)
    let down = targets.map { isDown($0, route, now: now) }
    let key = holderKey(id, route)
    let holder = held(id, route).holder
    if down[holder] {
      if let next = targets.indices.first(where: { $0 > holder && !down[$0] }) {
        move(key, to: next, rampFrom: nil, now: now)
      } else if graph.groups[id].failback != .manual,
        let better = targets.indices.first(where: { $0 < holder && !down[$0] })
      {
        failBack(key, to: better, now: now)
      }
    } else if let better = targets.indices.first(where: {
      $0 < holder && !down[$0] && mayReturn(id, targets[$0], route, now: now)
    }) {
      failBack(key, to: better, now: now)
    }
  }

  private func mayReturn(_ id: ID<Group>, _ target: Target, _ route: ID<Route>, now: Tick) -> Bool {
    let group = graph.groups[id]
    switch group.failback {
    case .atOnce: return true
    case .manual: return false
    case .after:
      let since = upSince(target, route, now: now)
      let held = held(id, route).heldSince
      return (since.map { now - $0 >= group.failbackAfter ?? .zero } ?? true)
        && (held.map { now - $0 >= group.failbackHold ?? .zero } ?? true)
    }
  }

  private func failBack(_ key: HolderKey, to member: Int, now: Tick) {
    let before = (world.holders[key] ?? HolderFigures()).holder
    let ramped = graph.groups[key.group].failbackRamp != nil
    move(key, to: member, rampFrom: ramped ? before : nil, now: now)
  }

  private func move(_ key: HolderKey, to member: Int, rampFrom: Int?, now: Tick) {
    world.holders[key] = HolderFigures(holder: member, heldSince: now, rampFrom: rampFrom)
  }

  // MARK: What operators and active probes say

  func isolate(_ endpoint: ID<Endpoint>, at now: Tick) {
    world.endpoints[endpoint, default: EndpointFigures()].isolated = true
  }

  func restore(_ endpoint: ID<Endpoint>, at now: Tick) {
    var figures = world.endpoints[endpoint] ?? EndpointFigures()
    // reading: restoring what was not out changes nothing.
    guard figures.isolated || figures.probeDown else { return }
    figures.isolated = false
    figures.probeDown = false
    figures.probeFailures = 0
    figures.probeSuccesses = 0
    figures.restoredAt = now
    world.endpoints[endpoint] = figures
  }

  /// An operator's failback: to the first member, whatever its health.
  func failBack(_ id: ID<Group>, at now: Tick) {
    // reading: the first member that holds already goes on holding.
    for (key, figures) in world.holders where key.group == id && figures.holder != 0 {
      failBack(key, to: 0, now: now)
    }
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
