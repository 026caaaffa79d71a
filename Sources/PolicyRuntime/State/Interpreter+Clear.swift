public import PolicyGraph

/// What an operator ends by hand, because the far end is known to be well again.
extension Interpreter {
  /// Ends the coolings that keep an endpoint from being a candidate, and closes its breakers.
  ///
  /// The coolings are its own, and those that it shares with others: of its credentials and their
  /// accounts, its address and its provider. Their streaks are forgotten too, and so is how far the
  /// cooldowns of its breakers had grown. A closed breaker stays as it is. What the operator
  /// isolated or probes found down stays so: `restore` and the probes themselves end that.
  public func clear(_ endpoint: ID<Endpoint>, at now: Tick) {
    let e = endpoint.index
    let row = plan.endpoints[e]
    let time = Swift.max(0, now.ns)
    let cell = state.words(row.cell)
    cell.lower(EndpointCell.cooling, to: time)
    cell.store(EndpointCell.streak, UInt64(0))
    endCooling(row.provider, time)
    if row.address != none { endCooling(row.address, time) }
    for s in row.slots.range {
      state.words(plan.slots[s].cell).lower(0, to: time)
      endCooling(plan.slots[s].scope, time)
      endCooling(plan.slots[s].account, time)
    }
    for binding in row.bindings.range { close(plan.bindings[binding], e, time) }
    record(.health, .cleared, time, endpoint: e)
  }

  /// Ends what a scope's cell cools.
  ///
  /// The end stands at `now` and not at never: whoever was down for it is up since then.
  private func endCooling(_ scope: UInt32, _ now: Int64) {
    let cell = state.words(scope)
    cell.lower(ScopeCell.strict, to: now)
    cell.lower(ScopeCell.soft, to: now)
    cell.store(ScopeCell.streak, UInt64(0))
  }

  /// Closes a breaker that is open or half-open, and forgets how far its cooldown had grown; one
  /// that another thread changes at this moment is left to that thread.
  private func close(_ binding: Binding, _ endpoint: Int, _ now: Int64) {
    guard binding.breaker != none else { return }
    let cell = state.words(binding.cell)
    let word = cell.latest(BreakerCell.phase)
    let phase = BreakerCell.phase(word)
    guard phase == BreakerCell.open || phase == BreakerCell.halfOpen else { return }
    close(
      binding, plan.breakers[Int(binding.breaker)], cell, word, endpoint, at: now, now,
      forgets: true)
  }
}
