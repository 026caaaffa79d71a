import PolicyGraph
import PolicyRuntime

extension Reference {
  /// What ends when an endpoint comes back.
  enum Ending { case nothing, cooling, window, place }

  /// When an endpoint is a candidate again.
  struct Comeback {
    var endpoint: ID<Endpoint>
    var at: Tick
    var ending = Ending.nothing

    mutating func no(soonerThan time: Tick, _ ending: Ending) {
      if time > at { (at, self.ending) = (time, ending) }
    }
  }

  /// Lets a request wait, for its first candidate or for what its responses want.
  func wait(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position?, _ now: Tick
  ) -> ReferenceAction? {
    guard graph.routes[request.route].waitWithin != nil,
      position == nil || !request.committed && !request.wanting.isEmpty
    else { return nil }
    return waitOn(request, position, now)
  }

  /// A waiting request looks.
  func look(
    _ request: ReferenceRequest, since: Tick, yielded: Bool, _ position: ReferenceRequest.Position?,
    _ now: Tick
  ) -> ReferenceAction {
    request.waited = request.waited + (now - since)
    if !yielded, countWaiting(request, above: true) > 0,
      let seen = comebacks(request, position, now).first(where: { $0.at <= now })
    {
      let pace = pace(seen.endpoint)
      let at = now + Tick(ns: pace + pace / 2 + 1)
      if at <= lastMoment(request, seen.endpoint, now) {
        request.phase = .waiting(at: at, since: now, yielded: true, position)
        return decision(request, .wait)
      }
    }
    request.phase = .running
    if let sent = position.map({ tryAgain(request, $0, now) }) ?? sendFirst(request, now) {
      leaveWait(request)
      return sent
    }
    if let waiting = waitOn(request, position, now) { return waiting }
    leaveWait(request)
    if let position { return giveUp(request, position.failure, now) }
    return enterLadder(request, cause: errorClass("no-candidate"), from: .mainPath, now)
  }

  private func tryAgain(
    _ request: ReferenceRequest, _ given: ReferenceRequest.Position, _ now: Tick
  ) -> ReferenceAction? {
    var position = given
    let wanted = request.wanting
    request.wanting = []
    for id in wanted {
      position.next = id.index - graph.rules[position.rule].responses.startIndex + 1
      if graph.responses[id].kind == .sameEndpoint {
        guard let token = reserve(request.route, now: now) else { continue }
        if let sent = sendHere(request, position, token, now) { return sent }
      } else if let sent = carryOut(request, position, id, now) {
        return sent
      }
    }
    return nil
  }

  private func waitOn(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position?, _ now: Tick
  ) -> ReferenceAction? {
    var soonest: Comeback?
    for one in comebacks(request, position, now) {
      var one = one
      let last = lastMoment(request, one.endpoint, now)
      if one.ending == .place { one.at = min(one.at, last) }
      guard one.at > now, one.at <= last else { continue }
      if soonest.map({ one.at < $0.at }) ?? true { soonest = one }
    }
    guard let next = soonest else { return nil }
    if !request.isWaiting {
      let most = Int(graph.routes[request.route].waitAtMost ?? 0)
      guard world.waiting[request.route, default: []].count < most else { return nil }
      world.waiting[request.route, default: []].append(request.facts.priority)
      request.isWaiting = true
    }
    let pace = pace(next.endpoint)
    var at = next.at
    switch next.ending {
    case .nothing, .window: break
    case .place: at = now + Tick(ns: between(max(1, pace / 2), pace + pace / 2))
    case .cooling:
      let above = Int64(countWaiting(request, above: true))
      let same = Int64(countWaiting(request, above: false))
      at = at + Tick(ns: between(above * pace, (above + same - 1) * pace))
    }
    at = min(at, lastMoment(request, next.endpoint, now))
    request.phase = .waiting(at: at, since: now, yielded: false, position)
    return decision(request, .wait)
  }

  func leaveWait(_ request: ReferenceRequest) {
    guard request.isWaiting else { return }
    request.isWaiting = false
    var others = world.waiting[request.route] ?? []
    if let one = others.firstIndex(of: request.facts.priority) { others.remove(at: one) }
    world.waiting[request.route] = others
  }

  private func between(_ low: Int64, _ high: Int64) -> Int64 {
    low < high ? draws.between(low, high) : low
  }

  private func countWaiting(_ request: ReferenceRequest, above: Bool) -> Int {
    world.waiting[request.route, default: []].filter {
      above ? $0 > request.facts.priority : $0 == request.facts.priority
    }.count
  }

  /// The last time at which a request may be sent to an endpoint for which it waits.
  private func lastMoment(
    _ request: ReferenceRequest, _ id: ID<Endpoint>, _ now: Tick
  ) -> Tick {
    let within = graph.routes[request.route].waitWithin ?? .zero
    return min(now + max(.zero, within - request.waited), request.mainEndsAt - leastTime(id))
  }

  /// Half of the answers' time over the number of places.
  private func pace(_ id: ID<Endpoint>) -> Int64 {
    let row = graph.endpoints[id]
    let median = medianDeclared(id)?.ns ?? row.attemptTimeout.ns / 10
    let places = graph.limits[row.limits].compactMap(\.concurrency)
      .map { share(Int64($0), processesMost) }.min()
    return max(1, median / (places ?? 1))
  }

  // MARK: Who comes back when

  private func comebacks(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position?, _ now: Tick
  ) -> [Comeback] {
    var ask = Ask(request: request, now: now, end: request.mainEndsAt)
    let target = graph.routes[request.route].target
    guard let position else { return comebacks(below: target, ask, breakers: false) }
    return request.wanting.flatMap { id in
      let response = graph.responses[id]
      let endpoint = position.failure.endpoint
      if response.kind == .sameEndpoint {
        ask.leaving = nil
        ask.same = nil
        return comebacks(below: .endpoint(endpoint), ask, breakers: false)
      }
      ask.leaving = endpoint
      ask.same = response.same.map { graph.text($0) }
      return comebacks(
        below: response.target ?? request.detour ?? target, ask, breakers: false)
    }
  }

  /// All endpoints below a target that time alone keeps out, or nothing.
  private func comebacks(
    below target: Target, _ ask: Ask, breakers: Bool, panics: Bool = false
  ) -> [Comeback] {
    switch target {
    case .endpoint(let id):
      return comeback(id, ask, breakers: breakers, panics: panics).map { [$0] } ?? []
    case .group(let id):
      let group = graph.groups[id]
      let below = group.kind == .select ? arm(id, ask).map { [$0] } ?? [] : children(of: id)
      return below.flatMap {
        comebacks(
          below: $0, ask, breakers: breakers, panics: panics || group.panicBelow != nil)
      }
    }
  }

  private func comeback(
    _ id: ID<Endpoint>, _ ask: Ask, breakers: Bool, panics: Bool
  ) -> Comeback? {
    guard unfit(id, ask) == nil, !isExcluded(id) else { return nil }
    let figures = world.endpoints[id] ?? EndpointFigures()
    if figures.isolated { return nil }
    var result = Comeback(endpoint: id, at: ask.now)
    if !panics {
      if figures.probeDown { return nil }
      if let key = breaker(id, ask.request.route), case .refused = admission(key, now: ask.now) {
        guard breakers, case .open(let until) = seen(key, now: ask.now).phase else { return nil }
        result.no(soonerThan: until, .cooling)
      }
    }
    for scope in [Scope.endpoint, .address, .provider] {
      guard let value = value(of: scope, id, nil) else { continue }
      let mark = world.marks[MarkKey(endpoint: id)]
      for time in [mark, world.coolings[value]?.strictUntil] {
        if let time { result.no(soonerThan: time, .cooling) }
      }
    }
    let row = graph.endpoints[id]
    let limits = Array(graph.limits[row.limits])
    var best: Comeback?
    for credential in credentials(of: id) {
      var one = Comeback(endpoint: id, at: ask.now)
      for scope in [Scope.credential, .account] {
        guard let value = value(of: scope, id, credential) else { continue }
        let mark = world.marks[MarkKey(endpoint: id, value: value)]
        for time in [mark, world.coolings[value]?.strictUntil] {
          if let time { one.no(soonerThan: time, .cooling) }
        }
      }
      for limit in limits where isPerCredential(limit, credential) {
        room(in: limit, limitKey(limit, id, credential), ask, processesMost, pace(id), &one)
      }
      if best.map({ one.at < $0.at }) ?? true { best = one }
    }
    if let best { result.no(soonerThan: best.at, best.ending) }
    for limit in limits where !isPerCredential(limit, row.credentials.first) {
      let key = limitKey(limit, id, row.credentials.first)
      room(in: limit, key, ask, processesMost, pace(id), &result)
    }
    return result.at == .never ? nil : result
  }

  /// When a limit has room.
  private func room(
    in limit: Limit, _ key: LimitKey?, _ ask: Ask, _ processes: Int64, _ pace: Int64?,
    _ result: inout Comeback
  ) {
    guard let key else { return }
    let figures = world.limits[key] ?? LimitFigures()
    if let most = limit.concurrency, figures.inFlight >= share(Int64(most), processes) {
      result.no(soonerThan: pace.map { ask.now + Tick(ns: $0) } ?? .never, .place)
    }
    for (rate, size) in [(limit.requests, nil), (limit.tokens, ask.request.facts.size)] {
      guard let rate else { continue }
      let window = TenBuckets(rate.per)
      let most = share(rate.amount, processes)
      // How many of the eleven buckets must go before there is room.
      let gone = (0...11).first { gone in
        let left = figures.charges.filter { window.holds($0.at, Int64(10 - gone), at: ask.now) }
        let sum = left.reduce(Int64(0)) { $0 + (size == nil ? 1 : $1.tokens) }
        return sum + (size ?? 1) <= most
      }
      guard let gone else {
        result.no(soonerThan: .never, .window)
        continue
      }
      if gone > 0 {
        let bucket = ask.now.ns / window.width + Int64(gone)
        result.no(soonerThan: Tick(ns: bucket * window.width), .window)
      }
    }
  }

  // MARK: The earliest useful return

  /// How long until a request like this might be answered in full; never if that is not known, or
  /// if somebody is free.
  func retryAfter(_ request: ReferenceRequest, _ now: Tick) -> Tick {
    let row = graph.routes[request.route]
    var ask = Ask(request: request, now: now, end: .never)
    ask.staying = true
    // The endpoint does not matter here.
    var result = Comeback(endpoint: ID(0), at: now)
    if request.routeCharges.isEmpty {
      for (i, limit) in graph.limits[row.limits].enumerated() {
        if let context = limit.context, request.facts.size > context { return .never }
        let key = LimitKey(per: limit.scope, value: .route(request.route, i))
        room(in: limit, key, ask, Int64(row.processes), nil, &result)
      }
    }
    if let figures = world.routes[request.route], let since = figures.brownoutSince {
      result.no(
        soonerThan: row.effect == .once
          ? since + (ladder(request.route)?.leaveAfter ?? .zero) : figures.lastProbeAt + .s(1),
        .cooling)
    }
    // What nobody can wait for needs no look at breakers, which would notice expired leases.
    if result.at == .never { return .never }
    let all = comebacks(below: row.target, ask, breakers: true)
    if !all.contains(where: { $0.at <= now }) {
      guard let first = all.map(\.at).min() else { return .never }
      result.no(soonerThan: first, .cooling)
    }
    return result.at == .never || result.at <= now ? .never : result.at - now
  }
}
