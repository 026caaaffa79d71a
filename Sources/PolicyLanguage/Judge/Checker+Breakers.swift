import PolicyGraph

/// Where each breaker is used, and the load that can come to it there.
struct BreakerLoads {
  /// A breaker at an endpoint, over all routes that bring it calls.
  struct Use {
    var breaker: ID<Breaker>
    var endpoint: ID<Endpoint>
    var routes: [ID<Route>] = []
  }

  private(set) var uses: [Use] = []
  private var index: [UInt64: Int] = [:]

  mutating func add(_ view: RouteView, _ graph: FailoverGraph) {
    for endpoint in view.endpoints {
      guard let breaker = graph.endpoints[endpoint].breaker ?? graph.routes[view.route].breaker
      else { continue }
      let key = UInt64(breaker.raw) << 32 | UInt64(endpoint.raw)
      if let found = index[key] {
        uses[found].routes.append(view.route)
      } else {
        index[key] = uses.count
        uses.append(Use(breaker: breaker, endpoint: endpoint, routes: [view.route]))
      }
    }
  }
}

extension Checker {
  /// Reports breakers that can never open where they are used.
  mutating func judgeBreakers(_ loads: BreakerLoads, _ broken: Broken) {
    var told = Set<ID<Breaker>>()
    for use in loads.uses where !told.contains(use.breaker) && !broken.breaker(use.breaker) {
      var reasons: [(trip: ID<Trip>, why: String)] = []
      for trip in graph.breakers[use.breaker].trips {
        guard let why = neverHolds(graph.trips[trip], use) else {
          reasons.removeAll()
          break
        }
        reasons.append((trip, why))
      }
      guard let first = reasons.first else { continue }
      told.insert(use.breaker)
      reportNeverOpens(use, first.trip, reasons.map(\.why))
    }
  }

  /// Why a trip can never hold at an endpoint; nil if it can.
  private func neverHolds(_ trip: Trip, _ use: BreakerLoads.Use) -> String? {
    let endpoint = graph.endpoints[use.endpoint]
    if let slow = trip.slowerThan {
      let longest = use.routes.map { unanswered(endpoint, graph.routes[$0]) }.max() ?? .zero
      if slow > longest {
        return
          "no call is slower than \(slow.spelling): an attempt at \(quoted(endpoint.name)) ends after \(longest.spelling)"
      }
    }
    guard let over = trip.over else { return nil }
    let needed = trip.kind == .failures ? Int(trip.count ?? 1) : Int(trip.minCalls)
    guard needed > 1 else { return nil }
    return byLoad(needed, over, use) ?? byOneCaller(needed, over, use, endpoint)
  }

  /// The declared loads bring too few calls into the window.
  private func byLoad(_ needed: Int, _ over: Tick, _ use: BreakerLoads.Use) -> String? {
    var calls: Int128 = 0
    var shown: [String] = []
    for id in use.routes {
      let route = graph.routes[id]
      guard let load = route.load else { return nil }
      var most = 1
      if let retry = graph.endpoints[use.endpoint].retry ?? route.retry {
        most = attemptsAtOne(graph.endpoints[use.endpoint], retry, use.breaker, route).count
      }
      // Thousandths of a call, rounded up, so that what is refused is surely too little.
      let product = Int128(load.amount) * Int128(over.ns) * Int128(most) * 1000
      let divisor = Int128(load.per.ns) * Int128(route.processes)
      calls += (product + divisor - 1) / divisor
      shown.append(
        load.spelling + (most > 1 ? " × \(most) attempts" : "")
          + (route.processes > 1 ? " ÷ \(route.processes) processes" : ""))
    }
    guard calls < Int128(needed) * 1000 else { return nil }
    return
      "\(needed) calls within \(over.spelling) are needed, and the declared load of \(shown.joined(separator: " + ")) brings \(thousandths(Int64(clamping: calls)))"
  }

  private func thousandths(_ value: Int64) -> String {
    let rest = value % 1000
    guard rest != 0 else { return String(value / 1000) }
    var digits = String(1000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(value / 1000).\(digits)"
  }

  /// One request's own attempts at the endpoint are spread over more than the window.
  ///
  /// Only where no load is declared: then what one caller does is all that is known.
  private func byOneCaller(
    _ needed: Int, _ over: Tick, _ use: BreakerLoads.Use, _ endpoint: Endpoint
  ) -> String? {
    guard use.routes.allSatisfy({ graph.routes[$0].load == nil }) else { return nil }
    var worst: (attempts: Int, waits: Tick, most: Int)?
    for id in use.routes {
      let route = graph.routes[id]
      guard let retry = endpoint.retry ?? route.retry else { return nil }
      let attempts = attemptsAtOne(endpoint, retry, use.breaker, route)
      let waits = attempts.waits.reduce(Tick.zero) { $0 + $1 }
      guard attempts.count >= 2, waits > over else { return nil }
      let most = mostWithin(over, attempts)
      guard most < needed else { return nil }
      if worst.map({ most > $0.most }) ?? true { worst = (attempts.count, waits, most) }
    }
    guard let worst else { return nil }
    return
      "\(needed) failures within \(over.spelling) are needed, and a call's own \(worst.attempts) attempts at \(quoted(endpoint.name)) take \(worst.waits.spelling) of waiting before jitter: \(worst.most) fall into one window"
  }

  /// How many attempts of one call fall into one window at most.
  private func mostWithin(_ over: Tick, _ attempts: AttemptsAtOne) -> Int {
    var most = 1
    for n in 2...Swift.max(2, attempts.count)
    where n <= attempts.count && attempts.span(of: n) <= over {
      most = n
    }
    return most
  }

  private mutating func reportNeverOpens(
    _ use: BreakerLoads.Use, _ trip: ID<Trip>, _ reasons: [String]
  ) {
    let place = sites.trips[trip.index]
    let route = declaration(of: .route, row: use.routes[0].index)
    let word: Word = graph.routes[use.routes[0]].load == nil ? .retry : .load
    diagnostics.append(
      .meaning(
        .breakerNeverOpens, file: place.file, range: range(place),
        "breaker \(quoted(graph.breakers[use.breaker].name)) can never open at \(quoted(graph.endpoints[use.endpoint].name)): \(reasons[0])",
        related: [related("used by this route", site(route, word))],
        notes: reasons.dropFirst().map { "nor by its other trip: \($0)" } + [
          "widen `over:`, or ask for fewer calls"
        ]))
  }
}
