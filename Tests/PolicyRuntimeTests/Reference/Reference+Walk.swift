import PolicyGraph
import PolicyRuntime

/// An endpoint that may serve, and how it was found.
struct Candidate {
  var endpoint: ID<Endpoint>
  var credential: ID<Credential>?
  /// Its result counts for no breaker: found in panic, or above the cap of ejection.
  var uncounted = false
}

extension Reference {
  /// The passes that a request's route allows.
  func passes(_ route: ID<Route>) -> [Pass] {
    let isOnce = graph.routes[route].effect == .once
    var passes = [
      Pass(number: 1, shared: false, probes: !isOnce),
      Pass(number: 2, shared: true, probes: !isOnce),
    ]
    if isOnce { passes.append(Pass(number: 3, shared: true, probes: true)) }
    return passes
  }

  /// The next candidate below a target; the first pass that finds one decides.
  func find(_ target: Target, _ ask: Ask) -> Candidate? {
    for pass in passes(ask.request.route) {
      if let found = walk(target, pass, ask, later: []) { return found }
    }
    return nil
  }

  /// - Parameter later: what stands behind in the active-passive groups around.
  func walk(_ target: Target, _ pass: Pass, _ ask: Ask, later: [Target]) -> Candidate? {
    switch target {
    case .endpoint(let id):
      guard case .eligible(let credential) = check(id, pass, ask) else { return nil }
      return Candidate(endpoint: id, credential: credential, uncounted: pass.panic)
    case .group(let id):
      switch graph.groups[id].kind {
      case .select: return arm(id, ask).flatMap { walk($0, pass, ask, later: later) }
      case .activePassive: return walkTiers(id, pass, ask, later: later)
      case .activeActive: return walkMembers(id, panicked(id, pass, ask, later), ask, later: later)
      }
    }
  }

  /// The first arm that holds.
  func arm(_ id: ID<Group>, _ ask: Ask) -> Target? {
    let facts = ask.request.facts
    return graph.arms[graph.groups[id].arms].first { arm in
      switch arm.kind {
      case .size: return facts.size > arm.bound ?? .max
      case .priority: return Int64(facts.priority) < arm.bound ?? 0
      case .tag:
        guard let name = arm.tag, let value = facts.tag(graph.text(name)) else { return false }
        return graph.words[arm.values].contains { graph.text($0.text) == value }
      case .otherwise: return true
      }
    }?.target
  }

  /// The pass in which a group is walked: health is ignored when too little of it is eligible and
  /// nothing stands behind.
  private func panicked(_ id: ID<Group>, _ pass: Pass, _ ask: Ask, _ later: [Target]) -> Pass {
    guard !pass.panic, !pass.neverPanics, let bound = graph.groups[id].panicBelow,
      share(.group(id), pass, ask) < bound.ppb,
      !later.contains(where: { share($0, pass, ask) > 0 })
    else { return pass }
    var panic = pass
    panic.panic = true
    return panic
  }

  // MARK: Shares

  /// The eligible share of a target, in parts per thousand million.
  func share(_ target: Target, _ pass: Pass, _ ask: Ask) -> Int64 {
    switch target {
    case .endpoint(let id):
      if case .eligible = check(id, pass, ask) { return 1_000_000_000 }
      return 0
    case .group(let id):
      let group = graph.groups[id]
      switch group.kind {
      case .select: return arm(id, ask).map { share($0, pass, ask) } ?? 0
      case .activePassive:
        var largest: Int64 = 0
        // reading: nobody is looked at behind a member that has its whole share.
        for child in children(of: id) where largest < 1_000_000_000 {
          largest = max(largest, share(child, pass, ask))
        }
        return largest
      case .activeActive:
        let members = graph.members[group.members]
        let total = members.reduce(Int128(0)) { $0 + Int128($1.weight) }
        let shares = memberShares(id, pass, ask)
        let sum = zip(members, shares).reduce(Int128(0)) {
          $0 + Int128($1.0.weight) * Int128($1.1)
        }
        return Int64((sum + total - 1) / total)
      }
    }
  }

  // MARK: Active-passive

  private func walkTiers(
    _ id: ID<Group>, _ given: Pass, _ ask: Ask, later: [Target]
  ) -> Candidate? {
    if given.number == 1 { updateHolder(id, ask.request.route, now: ask.now) }
    let pass = panicked(id, given, ask, later)
    let targets = children(of: id)
    let holder = held(id, ask.request.route).holder
    let plain =
      [holder] + targets.indices.filter { $0 > holder }
      + targets.indices.filter { $0 < holder }
    func behind(_ member: Int, _ order: [Int]) -> [Target] {
      let at = order.firstIndex(of: member) ?? 0
      return order[(at + 1)...].map { targets[$0] } + later
    }
    // reading: in panic nobody is a probe, so none is offered first.
    if pass.probes, !pass.panic {
      for member in targets.indices
      where isDown(targets[member], ask.request.route, now: ask.now)
        && endpoints(below: targets[member], armOf: ask).contains(where: {
          couldProbe($0, pass, ask)
        })
      {
        // Panic does not strike here: all other members stand behind the probe.
        var calm = pass
        calm.neverPanics = true
        if let found = walk(targets[member], calm, ask, later: later) { return found }
      }
    }
    var order = plain
    if let before = rampedBack(id, ask.request.route, now: ask.now) {
      order = [before] + order.filter { $0 != before }
    }
    let first = spill(id, order.map { share(targets[$0], pass, ask) })
    let tries = first.map { first in [order[first]] + order.filter { $0 != order[first] } }
    for member in tries ?? order {
      // Who serves one request because others could not holds nothing by that.
      if let found = walk(targets[member], pass, ask, later: behind(member, order)) {
        return found
      }
    }
    return nil
  }

  /// The holder before, where a draw gives it the request while load moves back.
  private func rampedBack(_ id: ID<Group>, _ route: ID<Route>, now: Tick) -> Int? {
    let figures = held(id, route)
    guard let before = figures.rampFrom, let since = figures.heldSince,
      let ramp = graph.groups[id].failbackRamp, now - since < ramp
    else { return nil }
    return draws.between(0, ramp.ns - 1) >= (now - since).ns ? before : nil
  }

  /// The position, in walk order, of the tier that load spills to first.
  private func spill(_ id: ID<Group>, _ shares: @autoclosure () -> [Int64]) -> Int? {
    guard let factor = graph.groups[id].overprovisioning else { return nil }
    let percents = shares().map { share in
      min(
        100,
        Int64(Int128(share) * Int128(factor.millionths) * 100 / 1_000_000 / 1_000_000_000))
    }
    let total = min(100, percents.reduce(0, +))
    guard total > 0 else { return nil }
    var loads: [Int64] = []
    var left: Int64 = 100
    for percent in percents {
      let load = min(left, percent * 100 / total)
      loads.append(load)
      left -= load
    }
    if let first = percents.firstIndex(where: { $0 > 0 }) { loads[first] += left }
    guard loads.filter({ $0 > 0 }).count > 1 else {
      return loads.firstIndex { $0 > 0 }
    }
    let draw = Int64(draws.pick(100))
    var sum: Int64 = 0
    for (i, load) in loads.enumerated() {
      sum += load
      if draw < sum { return i }
    }
    return nil
  }
}
