import PolicyGraph

extension Checker {
  /// Reports breakers that the attempts of one request to one endpoint can open by themselves.
  mutating func validateSelfTrips(_ view: RouteView, _ route: Route, _ declaration: Declaration) {
    for id in view.endpoints {
      let endpoint = graph.endpoints[id]
      guard let breakerID = endpoint.breaker ?? route.breaker,
        let retryID = endpoint.retry ?? route.retry
      else { continue }
      let attempts = attemptsAtOne(endpoint, retryID, breakerID, route)
      guard attempts.count >= 2 else { continue }
      for tripID in graph.breakers[breakerID].trips where !tripped.contains(tripID) {
        let trip = graph.trips[tripID]
        guard let needed = failuresNeeded(trip), needed <= attempts.count,
          trip.over.map({ attempts.span(of: needed) <= $0 }) ?? true
        else { continue }
        tripped.insert(tripID)
        reportSelfTrip(tripID, needed, attempts, id, route, declaration)
      }
    }
  }

  /// The attempts that one request can make at one endpoint and that a breaker counts.
  struct AttemptsAtOne {
    var count: Int
    /// The waits between them, before jitter.
    var waits: [Tick]
    var response: ID<Response>?

    /// The shortest time from the first to the last of `n` neighbouring attempts.
    func span(of n: Int) -> Tick {
      guard n >= 2, waits.count >= n - 1 else { return .zero }
      var best: Tick?
      for start in 0...(waits.count - (n - 1)) {
        let sum = waits[start..<start + n - 1].reduce(Tick.zero) { $0 + $1 }
        best = best.map { Swift.min($0, sum) } ?? sum
      }
      return best ?? .zero
    }
  }

  /// What one request can do to one endpoint; the same for all endpoints with the same rules.
  mutating func attemptsAtOne(
    _ endpoint: Endpoint, _ retry: ID<Retry>, _ breaker: ID<Breaker>, _ route: Route
  ) -> AttemptsAtOne {
    let key = AttemptsKey(
      table: endpoint.errors ?? route.errors, retry: retry, breaker: breaker,
      bound: route.retry ?? retry)
    if let last = lastAttempts, last.key == key { return last.value }
    let number = UInt64(retry.raw) << 32 | UInt64(breaker.raw)
    if let known = attemptsCache[number]?.first(where: { $0.key == key }) {
      lastAttempts = known
      return known.value
    }
    let value = countAttempts(key)
    attemptsCache[number, default: []].append((key, value))
    lastAttempts = (key, value)
    return value
  }

  /// What the attempts at one endpoint depend on.
  struct AttemptsKey: Equatable {
    var table: ID<ErrorTable>
    var retry: ID<Retry>
    var breaker: ID<Breaker>
    /// Whose `attempts` bound them.
    var bound: ID<Retry>
  }

  private func countAttempts(_ key: AttemptsKey) -> AttemptsAtOne {
    let (table, retry, breaker) = (key.table, key.retry, key.breaker)
    let counted = KeySet(graph.classMembers[graph.breakers[breaker].counted].map(\.errorClass))
    var result = AttemptsAtOne(count: 1, waits: [])
    // The route's retry bounds the attempts, also where the endpoint answers by rules of its own.
    let most = Int(graph.retries[key.bound].attempts)
    for rule in graph.rules[graph.retries[retry].rules]
    where counts(rule, counted, table, retry) {
      for id in rule.responses where graph.responses[id].kind == .sameEndpoint {
        let response = graph.responses[id]
        let times = Swift.min(Int(response.times), most - result.count)
        guard times > 0 else { continue }
        result.count += times
        result.response = result.response ?? id
        let delays = response.backoff.map { Delays(graph.backoffs[$0]).first(times) }
        result.waits += delays ?? [Tick](repeating: .zero, count: times)
      }
    }
    return result
  }

  /// Whether a rule answers a class that a breaker counts.
  private func counts(
    _ rule: Rule, _ counted: KeySet<ID<ErrorClass>>, _ table: ID<ErrorTable>, _ retry: ID<Retry>
  ) -> Bool {
    guard rule.otherwise else {
      return graph.classMembers[rule.classes].contains { counted.contains($0.errorClass) }
    }
    var named = KeySet<ID<ErrorClass>>()
    for other in graph.rules[graph.retries[retry].rules] {
      for member in graph.classMembers[other.classes] { named.insert(member.errorClass) }
    }
    return producible(table).contains {
      counted.contains($0) && !named.contains($0) && !graph.isRefusal($0)
    }
  }

  /// How many failures a trip needs at least; nil if failures alone do not open it.
  func failuresNeeded(_ trip: Trip) -> Int? {
    switch trip.kind {
    case .failures, .consecutive: trip.count.map { Int($0) }
    case .failureRate: Int(trip.minCalls)
    case .slowRate: nil
    }
  }

  private mutating func reportSelfTrip(
    _ trip: ID<Trip>, _ needed: Int, _ attempts: AttemptsAtOne, _ endpoint: ID<Endpoint>,
    _ route: Route, _ declaration: Declaration
  ) {
    let place = sites.trips[trip.index]
    var others: [Diagnostic.Related] = []
    if let response = attempts.response {
      others.append(
        related(
          "\(attempts.count) attempts at one endpoint come from here",
          sites.responses[response.index]))
    }
    others.append(related("used by this route", site(declaration, .to)))
    diagnostics.append(
      .meaning(
        .breakerTripsItself, file: place.file, range: range(place),
        "one request alone can open this breaker: \(needed == 1 ? "1 failure opens" : "\(needed) failures open") it, and \(quoted(route.name)) makes up to \(attempts.count) attempts at \(quoted(graph.endpoints[endpoint].name))",
        related: others,
        notes: [
          dead(behind: needed, attempts, trip),
          "require more than \(attempts.count) failures, or allow fewer attempts at one endpoint",
        ]))
  }

  /// What becomes of the attempts behind the failure that opens a breaker.
  private func dead(behind needed: Int, _ attempts: AttemptsAtOne, _ trip: ID<Trip>) -> String {
    let waits = attempts.waits.reduce(Tick.zero) { $0 + $1 }
    let all = "the attempts wait \(waits.spelling) in all, before jitter"
    let rest = attempts.count - needed
    guard rest > 0, let breaker = graph.breakers.rows.first(where: { $0.trips.contains(trip) })
    else { return all }
    let open = Int128(breaker.cooldown.ns) * Int128(Share.whole.ppb - breaker.cooldownJitter.ppb)
    let next = attempts.waits[needed - 1]
    // Who waits longer than the breaker is open may be the one that tries it.
    guard Int128(next.ns) * Int128(Share.whole.ppb) < open else { return all }
    let what =
      rest == 1
      ? "repeat after it never runs: it is" : "\(rest) repeats after it never run: the next is"
    return
      "the \(what) due after \(next.spelling), and the breaker is open for \(breaker.cooldown.spelling)"
  }
}
