import PolicyGraph

/// Where each breaker is used, and by which routes calls come to it there.
struct BreakerLoads {
  /// A breaker at an endpoint.
  struct Use {
    var breaker: ID<Breaker>
    var endpoint: ID<Endpoint>
    /// The last of its routes in `links`, each of which names the one before.
    var last: Int32
    /// Another breaker at the same endpoint; -1 without one.
    var next: Int32
  }

  private(set) var uses: [Use] = []
  private var links: [(route: ID<Route>, before: Int32)] = []
  private var heads: [Int32]

  init(endpoints: Int) { heads = [Int32](repeating: -1, count: endpoints) }

  mutating func add(_ endpoint: ID<Endpoint>, _ breaker: ID<Breaker>, _ route: ID<Route>) {
    var at = heads[endpoint.index]
    while at >= 0, uses[Int(at)].breaker != breaker { at = uses[Int(at)].next }
    let before = at >= 0 ? uses[Int(at)].last : -1
    links.append((route, before))
    let link = Int32(truncatingIfNeeded: links.count - 1)
    if at >= 0 {
      uses[Int(at)].last = link
    } else {
      uses.append(
        Use(breaker: breaker, endpoint: endpoint, last: link, next: heads[endpoint.index]))
      heads[endpoint.index] = Int32(truncatingIfNeeded: uses.count - 1)
    }
  }

  /// The routes of a use, in the order of the file.
  func routes(_ use: Use) -> [ID<Route>] {
    var result: [ID<Route>] = []
    var at = use.last
    while at >= 0 {
      result.append(links[Int(at)].route)
      at = links[Int(at)].before
    }
    return result.reversed()
  }
}

extension Checker {
  /// Reports breakers that can never open where they are used.
  mutating func validateBreakers(_ loads: BreakerLoads, _ broken: Broken) {
    var told = KeySet<ID<Breaker>>()
    for use in loads.uses where !told.contains(use.breaker) && !broken.breaker(use.breaker) {
      let trips = graph.breakers[use.breaker].trips
      // Consecutive failures can always happen; most breakers are settled here.
      if graph.trips[trips].contains(where: { $0.over == nil && $0.slowerThan == nil }) { continue }
      let routes = loads.routes(use)
      var reasons: [String] = []
      for trip in trips {
        guard let why = neverHolds(graph.trips[trip], use, routes) else { break }
        reasons.append(why)
      }
      guard !reasons.isEmpty, reasons.count == trips.count else { continue }
      told.insert(use.breaker)
      reportNeverOpens(use, ID(trips.startIndex), routes, reasons)
    }
  }

  /// Why a trip can never hold at an endpoint; nil if it can.
  private mutating func neverHolds(
    _ trip: Trip, _ use: BreakerLoads.Use, _ routes: [ID<Route>]
  ) -> String? {
    let endpoint = graph.endpoints[use.endpoint]
    if let slow = trip.slowerThan {
      let longest = routes.map { unanswered(endpoint, graph.routes[$0]) }.max() ?? .zero
      if slow > longest {
        return
          "no call is slower than \(slow.spelling): an attempt at \(quoted(endpoint.name)) ends after \(longest.spelling)"
      }
    }
    guard let over = trip.over else { return nil }
    let needed = trip.kind == .failures ? Int(trip.count ?? 1) : Int(trip.minCalls)
    guard needed > 1 else { return nil }
    return byLoad(needed, over, use, routes) ?? byOneCaller(needed, over, use, routes)
  }

  /// The declared loads bring too few calls into the window.
  private mutating func byLoad(
    _ needed: Int, _ over: Tick, _ use: BreakerLoads.Use, _ routes: [ID<Route>]
  ) -> String? {
    var calls: Int128 = 0
    var parts: [(route: Route, attempts: Int)] = []
    for id in routes {
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
      parts.append((route, most))
    }
    guard calls < Int128(needed) * 1000 else { return nil }
    let shown = parts.map { route, most in
      (route.load?.spelling ?? "") + (most > 1 ? " × \(most) attempts" : "")
        + (route.processes > 1 ? " ÷ \(route.processes) processes" : "")
    }
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
  private mutating func byOneCaller(
    _ needed: Int, _ over: Tick, _ use: BreakerLoads.Use, _ routes: [ID<Route>]
  ) -> String? {
    guard routes.allSatisfy({ graph.routes[$0].load == nil }) else { return nil }
    let endpoint = graph.endpoints[use.endpoint]
    var worst: (attempts: Int, waits: Tick, most: Int)?
    for id in routes {
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
      "\(needed) failures within \(over.spelling) are needed, and a call's own \(worst.attempts) attempts at \(quoted(endpoint.name)) take \(worst.waits.spelling) of waits before jitter: only \(worst.most) fit into one window"
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
    _ use: BreakerLoads.Use, _ trip: ID<Trip>, _ routes: [ID<Route>], _ reasons: [String]
  ) {
    let place = sites.trips[trip.index]
    let route = declaration(of: .route, row: routes[0].index)
    let isSlow = graph.trips[trip].slowerThan != nil
    let word: Word = graph.routes[routes[0]].load == nil ? .retry : .load
    diagnostics.append(
      .meaning(
        .breakerNeverOpens, file: place.file, range: range(place),
        "breaker \(quoted(graph.breakers[use.breaker].name)) can never open at \(quoted(graph.endpoints[use.endpoint].name)): \(reasons[0])",
        related: [related("used by this route", site(route, word))],
        notes: reasons.dropFirst().map { "its other trip cannot either: \($0)" } + [
          isSlow
            ? "lower `slower-than:` below the attempt's timeout"
            : "widen `over:`, or require fewer calls"
        ]))
  }
}
