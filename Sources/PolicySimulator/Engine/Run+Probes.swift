import PolicyGraph
import PolicyRuntime

/// Active health checks: each endpoint's at its interval, from a phase that the seed draws, as a
/// service may have been started at any time.
extension Run {
  /// Begins the probes of all endpoints that requests can meet.
  mutating func openProbes() {
    for endpoint in world.endpoints.indices where world.isReached(endpoint) {
      guard let probe = probe(of: endpoint) else { continue }
      let bits = streams.bits(.probes, world.endpoints[endpoint].salt)
      let dueAt = Int64(
        truncatingIfNeeded: bits.multipliedFullWidth(by: UInt64(every(probe))).high)
      schedule(.probe(endpoint, dueAt: dueAt), at: dueAt)
    }
  }

  private mutating func probe(of endpoint: Int) -> Probe? {
    world.graph.endpoints[ID(endpoint)].probe.map { world.graph.probes[$0] }
  }

  private mutating func every(_ probe: Probe) -> Int64 { max(Tick.ms(1).ns, probe.every.ns) }

  /// Asks an endpoint after its health: it answers in its median time, if its faults let it.
  mutating func probe(_ endpoint: Int, dueAt: Int64) {
    guard let probe = probe(of: endpoint), now < world.endsAt else { return }
    refresh(endpoint)
    let here = faultState.at(endpoint)
    var isUp = true
    var after =
      world.endpoints[endpoint].latency.median * here.value.factor + here.value.add
    if here.value.refuses >= 0 {
      isUp = false
      after = Double(World.roundTrip)
      blame(here.value.refuses, endpoint)
    } else if here.value.swallows >= 0 {
      after = .infinity
      blame(here.value.swallows, endpoint)
    } else if let fault = refusal(probe, endpoint) {
      isUp = false
      after = world.faults[fault].after ?? after
      blame(fault, endpoint)
    }
    if after > Double(probe.timeout.ns) {
      isUp = false
      after = Double(probe.timeout.ns)
    }
    schedule(.probed(endpoint, isUp: isUp, dueAt: dueAt), at: now + after.nanoseconds)
  }

  /// The fault whose status a probe gets and does not want; nil if there is none.
  private mutating func refusal(_ probe: Probe, _ endpoint: Int) -> Int? {
    guard probe.path != nil else { return nil }
    var left = faultState[endpoint].drawn
    while left != 0 {
      let index = world.endpoints[endpoint].faults[left.trailingZeroBitCount]
      left &= left - 1
      let fault = world.faults[index]
      guard fault.kind == .errors, let status = fault.status, !isWanted(status, probe) else {
        continue
      }
      if streams.occurs(fault.share, .faults, UInt64(now), UInt64(index) + 1) { return index }
    }
    return nil
  }

  private mutating func isWanted(_ status: UInt32, _ probe: Probe) -> Bool {
    let ranges = world.graph.statusRanges[probe.statuses]
    if ranges.isEmpty { return (200...299).contains(status) }
    return ranges.contains { $0.first <= status && status <= $0.last }
  }

  /// A fault that probes notice is felt by the routes that would have gone there.
  private mutating func blame(_ fault: Int, _ endpoint: Int) {
    for (r, reach) in world.reaches.enumerated() where reach.endpoints[endpoint] {
      tally.mark(fault, r, .hurt)
    }
  }

  /// Tells every process what a probe found, and waits for the next.
  mutating func probed(_ endpoint: Int, isUp: Bool, dueAt: Int64) {
    for interpreter in interpreters {
      interpreter.probed(ID(endpoint), up: isUp, at: Tick(ns: now))
    }
    guard let probe = probe(of: endpoint) else { return }
    let next = dueAt + every(probe)
    schedule(.probe(endpoint, dueAt: max(next, now)), at: max(next, now + 1))
  }
}
