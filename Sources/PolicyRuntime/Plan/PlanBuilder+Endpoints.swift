import PolicyGraph

extension PlanBuilder {
  mutating func packEndpoint(_ i: Int, _ row: Endpoint) {
    var packed = PlanEndpoint()
    packed.attempt = row.attemptTimeout.ns
    packed.typical = graph.declaredTime(row, .median)?.ns ?? 0
    packed.nearlyAll = graph.declaredTime(row, Percentile(millionths: 990_000))?.ns ?? .max
    packed.atLeast = graph.leastTime(row).ns
    packed.stream = row.streamTimeout?.ns ?? .max
    packed.coolingMax = row.coolingMax?.ns ?? -1
    packed.ignoresHints = row.ignoresHints
    packed.errors = row.errors?.raw ?? none
    if let retry = row.retry {
      packed.hasRules = true
      packed.rules = Extent(Int(graph.retries[retry].rules.first), graph.retries[retry].rules.count)
    }
    if let probe = row.probe {
      packed.downAfter = graph.probes[probe].downAfter
      packed.upAfter = graph.probes[probe].upAfter
      packed.heeded = EndpointCell.out
    }
    packed.supports = featureRun(row.supports)
    let firstServed = served.count
    for one in graph.servedValues[row.serves] {
      served.append(PlanServed(tag: tagName(one.tag), value: tagValue(one.value)))
    }
    packed.serves = Extent(firstServed, served.count - firstServed)
    packed.resumes = graph.handover(to: ID(i)) != nil
    resumesSomewhere = resumesSomewhere || packed.resumes
    packDomains(row, &packed)
    packCells(i, row, &packed)
    packed.pace = pace(row, packed)
    packBindings(i, row, &packed)
    endpoints.append(packed)
  }

  /// How often one of its places becomes free: half of its answers' time over the fewest places
  /// that a limit gives it.
  private func pace(_ row: Endpoint, _ packed: PlanEndpoint) -> Int64 {
    var places = Int64.max
    for run in [packed.limits] + packed.slots.range.map({ slots[$0].limits }) {
      for i in run.range where limits[i].concurrencyCell != none {
        places = Swift.min(places, limits[i].concurrency)
      }
    }
    let median = graph.declaredTime(row, .median)?.ns ?? row.attemptTimeout.ns / 10
    return Swift.max(1, places == .max ? median : median / places)
  }

  private mutating func packDomains(_ row: Endpoint, _ packed: inout PlanEndpoint) {
    let first = domains.count
    for member in graph.domainMembers[row.domains] {
      domains.append(member.domain.raw)
      domainLabels.append(graph.domains[member.domain].label.raw)
    }
    packed.domains = Extent(first, domains.count - first)
  }

  /// The bytes of the provider that an endpoint says it lies in.
  private func provider(_ row: Endpoint) -> ArraySlice<UInt8>? {
    for member in graph.domainMembers[row.domains] {
      let domain = graph.domains[member.domain]
      if graph.bytes(domain.label).spells("provider") {
        return graph.bytes(domain.name)
      }
    }
    return nil
  }

  /// An endpoint is the same one in the next version of the policy if this is.
  func identity(_ kind: CellKind, _ row: Endpoint) -> CellKey {
    CellKey(kind).with(graph.bytes(row.name)).with(graph.bytes(row.url))
      .with(provider(row) ?? [])
  }

  private mutating func packCells(_ i: Int, _ row: Endpoint, _ packed: inout PlanEndpoint) {
    packed.cell = cells.cell(
      identity(.endpoint, row), .endpoint, words: EndpointCell.wordCount, owner: i)
    if let provider = provider(row) {
      packed.provider = scope(.provider, CellKey(.provider).with(provider), i)
      packed.address = scope(.address, CellKey(.address).with(provider), i)
    } else {
      packed.provider = scope(.provider, identity(.provider, row), i)
    }
    let first = slots.count
    for credential in row.credentials where !isMissing(credential) {
      slots.append(slot(credential, row, i))
    }
    packed.slots = Extent(first, slots.count - first)
    packed.isExcluded = slots.count == first && !row.credentials.isEmpty
    let firstLimit = limits.count
    var most = Int64.max
    for limit in graph.limits[row.limits] {
      if let context = limit.context { most = Swift.min(most, context) }
      switch limit.scope {
      case .credential where !row.credentials.isEmpty, .account where !row.credentials.isEmpty:
        continue
      case .address, .provider, .request, .local, .endpoint, .credential, .account:
        let key = scopeKey(limit.scope, row)
        if let counter = counter(limit, key, i, shared: processes(i)) { limits.append(counter) }
      }
    }
    packed.context = most
    packed.limits = Extent(firstLimit, limits.count - firstLimit)
  }

  private func isMissing(_ credential: ID<Credential>) -> Bool {
    credential.index < missing.count && missing[credential.index]
  }

  private mutating func scope(_ kind: CellKind, _ key: CellKey, _ owner: Int) -> UInt32 {
    cells.cell(key, kind, words: ScopeCell.wordCount, owner: owner)
  }

  /// What shares a limit of a scope that no credential decides.
  private func scopeKey(_ scope: Scope, _ row: Endpoint) -> CellKey {
    guard let provider = provider(row) else { return identity(.endpoint, row) }
    switch scope {
    case .address: return CellKey(.address).with(provider)
    case .provider: return CellKey(.provider).with(provider)
    case .endpoint, .credential, .account, .request, .local: return identity(.endpoint, row)
    }
  }

  /// One credential: its own mark, and the cells that it shares with other endpoints.
  private mutating func slot(_ id: ID<Credential>, _ row: Endpoint, _ owner: Int) -> Slot {
    let credential = graph.credentials[id]
    let place = provider(row) ?? graph.bytes(row.name)
    let reference = graph.bytes(credential.reference)
    let source = Int64(credential.source.rawValue)
    let own = CellKey(.credential).with(place).with(reference).with(source)
    let account =
      credential.account.map { CellKey(.account).with(place).with(graph.bytes($0)) }
      ?? CellKey(.account).with(place).with(reference).with(source).with(1)
    var slot = Slot()
    slot.credential = id.raw
    slot.cell = cells.cell(
      identity(.slot, row).with(reference).with(source), .slot, words: 1, owner: owner)
    slot.scope = scope(.credential, own, owner)
    slot.account = scope(.account, account, owner)
    let first = limits.count
    for limit in graph.limits[row.limits] {
      guard limit.scope == .credential || limit.scope == .account else { continue }
      let key = limit.scope == .credential ? own : account
      if let one = counter(limit, key, owner, shared: processes(owner)) { limits.append(one) }
    }
    slot.limits = Extent(first, limits.count - first)
    return slot
  }

  /// The counters of one `limit` of what `key` names; nil if it counts nothing.
  ///
  /// A fleet's limit is divided among its processes, rounded down, and never below one.
  mutating func counter(
    _ limit: Limit, _ key: CellKey, _ owner: Int, shared processes: Int64
  ) -> PlanLimit? {
    var packed = PlanLimit()
    // Two scopes may name one thing, as where an endpoint has no provider; each limit counts alone.
    let key = key.with(Int64(limit.scope.rawValue))
    if let rate = limit.requests {
      packed.requests = Swift.max(1, rate.amount / processes)
      packed.requestsPer = rate.per.ns
      packed.requestsWidth = BucketClock(tenthOf: rate.per.ns).width
      packed.requestsCell = cells.cell(
        key.with(1).with(rate.per.ns), .requests, words: StartWindow.wordCount, owner: owner)
    }
    if let rate = limit.tokens {
      packed.tokens = Swift.max(1, rate.amount / processes)
      packed.tokensPer = rate.per.ns
      packed.tokensWidth = BucketClock(tenthOf: rate.per.ns).width
      packed.tokensCell = cells.cell(
        key.with(2).with(rate.per.ns), .tokens, words: StartWindow.wordCount, owner: owner)
    }
    if let most = limit.concurrency {
      packed.concurrency = Swift.max(1, Int64(most) / processes)
      packed.concurrencyCell = cells.cell(
        key.with(3), .concurrency, words: ConcurrencyCell.wordCount, owner: owner)
    }
    let counts = packed.requestsCell & packed.tokensCell & packed.concurrencyCell
    return counts == none ? nil : packed
  }

  /// One state for each breaker under which a route reaches the endpoint; its own alone if it has
  /// one.
  private mutating func packBindings(_ i: Int, _ row: Endpoint, _ packed: inout PlanEndpoint) {
    let first = bindings.count
    packed.ownBreaker = row.breaker != nil
    if let own = row.breaker {
      bindings.append(bind(own, row, i))
    } else {
      var known: [UInt32] = []
      for route in graph.routes.rows {
        let raw = route.breaker?.raw ?? none
        if known.contains(raw) { continue }
        known.append(raw)
        bindings.append(route.breaker.map { bind($0, row, i) } ?? Binding())
      }
    }
    packed.bindings = Extent(first, bindings.count - first)
  }

  private mutating func bind(_ id: ID<Breaker>, _ row: Endpoint, _ owner: Int) -> Binding {
    let breaker = graph.breakers[id]
    let key = identity(.breaker, row).with(graph.bytes(breaker.name))
    let packed = breakers[id.index]
    let cell = cells.cell(
      key, .breaker, words: BreakerCell.wordCount(atOnce: packed.atOnce), owner: owner)
    // The windows follow the breaker's cell one by one; a cell that is known brought them along.
    for t in packed.trips.range {
      let trip = trips[t]
      // Of several that count alike, the first is the first again; other trips may come and go.
      let earlier = trips[Int(packed.trips.first)..<t].count { $0.countsAlike(trip) }
      let window = key.with(Int64(earlier)).with(Int64(trip.kind)).with(trip.over)
        .with(Int64(trip.overCalls)).with(trip.slower)
      let words =
        trip.over > 0
        ? RateWindow.wordCount : CountWindow.wordCount(calls: Swift.max(1, trip.overCalls))
      _ = cells.cell(window, .window, words: words, owner: owner)
    }
    return Binding(breaker: id.raw, cell: cell)
  }

  /// How many processes share the limits of an endpoint: the most that any route says.
  private func processes(_ endpoint: Int) -> Int64 {
    var most: UInt32 = 1
    for route in graph.routes.rows where route.processes > most { most = route.processes }
    return Int64(most)
  }
}
