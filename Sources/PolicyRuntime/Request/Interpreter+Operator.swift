public import PolicyGraph

/// What is told from outside of any request: probes and the operator.
extension Interpreter {
  /// An active probe of an endpoint answered, or did not.
  ///
  /// So many failures in a row as the policy says make it down, so many successes up again; while
  /// a breaker is half-open, a success counts as one of its calls.
  public func probed(_ endpoint: ID<Endpoint>, up: Bool, at now: Tick) {
    let row = plan.endpoints[endpoint.index]
    guard row.downAfter > 0 else { return }
    let cell = state.words(row.cell)
    let time = Swift.max(0, now.ns)
    while true {
      let word = cell.load(EndpointCell.health)
      let isDown = word & EndpointCell.down != 0
      // Only results that speak against what stands are counted.
      let against = isDown == up ? (word >> 8) + 1 : 0
      let turns = against >= UInt64(isDown ? row.upAfter : row.downAfter)
      var next = word & 0xFF
      if turns { next ^= EndpointCell.down } else { next |= against << 8 }
      if turns && isDown { cell.store(EndpointCell.upSince, Stamp.word(time)) }
      guard next == word || cell.replace(EndpointCell.health, word, by: next) else { continue }
      guard turns else { break }
      state.changed()
      record(.health, isDown ? .cameUp : .wentDown, time, endpoint: endpoint.index)
      break
    }
    guard up else { return }
    for b in row.bindings.range { countActiveProbe(plan.bindings[b], endpoint.index, time) }
  }

  /// Takes an endpoint out until it is restored: no request is sent there.
  public func isolate(_ endpoint: ID<Endpoint>, at now: Tick) {
    let cell = state.words(plan.endpoints[endpoint.index].cell)
    while true {
      let word = cell.load(EndpointCell.health)
      if word & EndpointCell.isolated != 0 { return }
      if cell.replace(EndpointCell.health, word, by: word | EndpointCell.isolated) { break }
    }
    state.changed()
    record(.health, .isolated, now.ns, endpoint: endpoint.index)
  }

  /// Takes an endpoint in again that was isolated, or is down by its probes: they begin to count
  /// anew.
  public func restore(_ endpoint: ID<Endpoint>, at now: Tick) {
    let cell = state.words(plan.endpoints[endpoint.index].cell)
    while true {
      let word = cell.load(EndpointCell.health)
      if word & EndpointCell.out == 0 { return }
      cell.store(EndpointCell.upSince, Stamp.word(Swift.max(0, now.ns)))
      if cell.replace(EndpointCell.health, word, by: 0) { break }
    }
    state.changed()
    record(.health, .restored, now.ns, endpoint: endpoint.index)
  }

  /// Makes the first member of an active-passive group its holder at once under every breaker,
  /// whatever its failback waits for; if it is down, it loses the place at the next request.
  public func failBack(_ group: ID<Group>, at now: Tick) {
    for h in plan.groups[group.index].holders.range {
      let held = plan.holders[h]
      let word = state.words(held.cell).load(HolderCell.holder)
      if HolderCell.member(word) == 0 { continue }
      move(
        group.index, held, word, to: 0, byFailback: true, Swift.max(0, now.ns), .failedBack)
    }
  }
}
