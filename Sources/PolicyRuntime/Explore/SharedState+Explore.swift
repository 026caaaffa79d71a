package import PolicyGraph

extension SharedState {
  /// The words of a layout, to be put back later.
  package func words(of layout: ExploreLayout) -> [UInt64] {
    layout.places.map { words($0.cell).load(Int($0.word)) }
  }

  /// Puts words back that `words(of:)` gave.
  package func put(_ values: [UInt64], as layout: ExploreLayout) {
    for (i, place) in layout.places.enumerated() {
      words(place.cell).store(Int(place.word), values[i])
    }
    changed()
  }
}

/// The worlds that a request may find itself in, made by hand.
extension Interpreter {
  /// What others may have made of an endpoint's breaker.
  package enum BreakerStanding: Sendable {
    /// Open until long after the request.
    case open
    /// Open, but its cooldown is over: the next request that may be a probe is one.
    case ready
  }

  /// Whether an endpoint has a breaker on a route, and it is not open for long.
  package func mayOpen(_ endpoint: ID<Endpoint>, on route: ID<Route>, at now: Tick) -> Bool {
    guard let cell = breakerCell(endpoint, route) else { return false }
    return BreakerCell.phase(cell.load(BreakerCell.phase)) != BreakerCell.open
      || cell.signed(BreakerCell.until) <= now.ns
  }

  /// Opens an endpoint's breaker, as the failures of other requests might have; nothing without
  /// one.
  package func set(
    _ standing: BreakerStanding, breakerOf endpoint: ID<Endpoint>, on route: ID<Route>, at now: Tick
  ) {
    guard let cell = breakerCell(endpoint, route) else { return }
    let word = cell.load(BreakerCell.phase)
    cell.store(BreakerCell.phase, BreakerCell.next(word, BreakerCell.open))
    cell.store(BreakerCell.until, standing == .open ? Int64.max / 2 : now.ns)
    cell.store(BreakerCell.openedAt, Stamp.word(now.ns))
    cell.store(BreakerCell.halfOpenPeriod, UInt64(0))
    state.changed()
  }

  /// What makes an endpoint a candidate or not, as `block` changes it.
  package struct Standing {
    fileprivate var health: UInt64
    fileprivate var breaker: [4 of UInt64]
    /// What a cooling that ends took the place of.
    fileprivate var cooling: (until: Tick, own: UInt64, quick: UInt64)?
  }

  /// Makes an endpoint no candidate, as others' failures or a full limit might; gives what was
  /// before, for `unblock`.
  ///
  /// - Parameter until: When it is one again, for a route that waits; nil if nobody knows.
  package func block(
    _ endpoint: ID<Endpoint>, on route: ID<Route>, at now: Tick, until: Tick? = nil
  ) -> Standing {
    defer { state.changed() }
    let own = state.words(plan.endpoints[endpoint.index].cell)
    let cell = breakerCell(endpoint, route)
    var standing = Standing(health: own.load(EndpointCell.health), breaker: .init(repeating: 0))
    if let until {
      let provider = state.words(plan.endpoints[endpoint.index].provider)
      standing.cooling = (
        until, own.load(EndpointCell.cooling), provider.load(ScopeCell.quick)
      )
      own.raise(EndpointCell.cooling, to: until.ns)
      provider.raise(ScopeCell.quick, to: until.ns)
    } else if let cell {
      for (i, word) in Interpreter.standing.enumerated() { standing.breaker[i] = cell.load(word) }
      set(.open, breakerOf: endpoint, on: route, at: now)
    } else {
      own.store(EndpointCell.health, standing.health | EndpointCell.isolated)
    }
    return standing
  }

  /// Makes an endpoint again what it was before `block`.
  package func unblock(_ endpoint: ID<Endpoint>, on route: ID<Route>, _ standing: Standing) {
    defer { state.changed() }
    let own = state.words(plan.endpoints[endpoint.index].cell)
    if let cooling = standing.cooling {
      let provider = state.words(plan.endpoints[endpoint.index].provider)
      // What the step itself cooled for longer stays.
      if own.signed(EndpointCell.cooling) == cooling.until.ns {
        own.store(EndpointCell.cooling, cooling.own)
      }
      if provider.signed(ScopeCell.quick) == cooling.until.ns {
        provider.store(ScopeCell.quick, cooling.quick)
      }
      return
    }
    guard let cell = breakerCell(endpoint, route) else {
      return own.store(EndpointCell.health, standing.health)
    }
    for (i, word) in Interpreter.standing.enumerated() { cell.store(word, standing.breaker[i]) }
  }

  /// The words of a breaker that opening it changes.
  private static let standing = [
    BreakerCell.phase, BreakerCell.until, BreakerCell.openedAt, BreakerCell.halfOpenPeriod,
  ]

  /// Says how often others were refused by an endpoint and by all that it shares, without a word of
  /// how long to wait.
  package func setStreak(of endpoint: ID<Endpoint>, to count: Int) {
    let row = plan.endpoints[endpoint.index]
    let value = UInt64(count)
    state.words(row.cell).store(EndpointCell.streak, value)
    state.words(row.provider).store(ScopeCell.streak, value)
    if row.address != none { state.words(row.address).store(ScopeCell.streak, value) }
    for s in row.slots.range {
      state.words(plan.slots[s].scope).store(ScopeCell.streak, value)
      state.words(plan.slots[s].account).store(ScopeCell.streak, value)
    }
  }

  private func breakerCell(_ endpoint: ID<Endpoint>, _ route: ID<Route>) -> Words? {
    let b = binding(endpoint.index, plan.routes[route.index].breaker)
    let bound = plan.bindings[b]
    return bound.breaker == none ? nil : state.words(bound.cell)
  }

  /// Makes a member the holder of an active-passive group, since `since`.
  package func setHolder(of group: ID<Group>, to member: Int, since: Tick) {
    for h in plan.groups[group.index].holders.range {
      let cell = state.words(plan.holders[h].cell)
      cell.store(HolderCell.holder, UInt64(member) | UInt64(member) << 16)
      cell.store(HolderCell.since + member, Stamp.word(since.ns))
    }
    state.changed()
  }

  /// Says since when an endpoint is up again.
  package func setUp(_ endpoint: ID<Endpoint>, since: Tick) {
    state.words(plan.endpoints[endpoint.index].cell)
      .store(EndpointCell.upSince, Stamp.word(since.ns))
    state.changed()
  }

  /// Of a class, which steps of the ladder are for it.
  func addCause(_ errorClass: UInt32, _ request: RequestState, _ print: inout Fingerprint) {
    for s in plan.routes[Int(request.route)].steps.range where !plan.steps[s].when.isEmpty {
      print.add(plan.contains(plan.steps[s].when, Int(errorClass)) ? 1 : UInt64(0))
    }
  }

  /// The arm that a request takes of a `select`, by its position; −1 if it takes none.
  package func armTaken(of group: ID<Group>, by facts: RequestFacts) -> Int {
    armPosition(group.index, facts) ?? -1
  }

  /// Whether an endpoint serves a request by its tags.
  package func serves(_ endpoint: ID<Endpoint>, _ facts: RequestFacts) -> Bool {
    serves(plan.endpoints[endpoint.index].serves, facts)
  }
}
