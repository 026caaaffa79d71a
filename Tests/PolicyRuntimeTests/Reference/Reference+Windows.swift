import PolicyGraph
import PolicyRuntime

/// Windows of ten aligned buckets.
struct TenBuckets {
  /// A tenth of the window, rounded up.
  let width: Int64

  init(_ length: Tick) { width = (length.ns + 9) / 10 }

  /// Whether `time` lies in the bucket of `now` or in one of the `before` buckets before it.
  func holds(_ time: Tick, _ before: Int64, at now: Tick) -> Bool {
    time.ns / width >= now.ns / width - before
  }
}

extension Reference {
  // MARK: Limits

  /// Whether a limit has room for one more request of `size`.
  func hasRoom(_ limit: Limit, at key: LimitKey, size: Int64, processes: Int64, now: Tick)
    -> Bool
  {
    let figures = world.limits[key] ?? LimitFigures()
    if let context = limit.context, size > context { return false }
    if let most = limit.concurrency, figures.inFlight >= share(Int64(most), processes) {
      return false
    }
    if let rate = limit.requests {
      let window = TenBuckets(rate.per)
      let count = figures.charges.filter { window.holds($0.at, 10, at: now) }.count
      if Int64(count) + 1 > share(rate.amount, processes) { return false }
    }
    if let rate = limit.tokens {
      let window = TenBuckets(rate.per)
      let sum = figures.charges.filter { window.holds($0.at, 10, at: now) }
        .reduce(0) { $0 + $1.tokens }
      if sum + size > share(rate.amount, processes) { return false }
    }
    return true
  }

  /// What one of several processes may use of a fleet's limit.
  func share(_ amount: Int64, _ processes: Int64) -> Int64 {
    max(1, amount / processes)
  }

  func take(_ key: LimitKey, size: Int64, now: Tick) -> ReferenceRequest.Taken {
    let ticket = world.nextTicket()
    var figures = world.limits[key] ?? LimitFigures()
    figures.inFlight += 1
    figures.charges.removeAll { $0.at < now - .s(7200) }
    figures.charges.append(LimitFigures.Charge(at: now, tokens: size, ticket: ticket))
    world.limits[key] = figures
    return ReferenceRequest.Taken(limit: key, ticket: ticket)
  }

  func giveBackPlace(_ taken: ReferenceRequest.Taken) {
    world.limits[taken.limit, default: LimitFigures()].inFlight -= 1
  }

  /// Corrects the tokens that were charged at the start.
  func correct(_ taken: ReferenceRequest.Taken, to usage: Int64) {
    guard var figures = world.limits[taken.limit],
      let index = figures.charges.firstIndex(where: { $0.ticket == taken.ticket })
    else { return }
    // reading: the correction falls into the bucket of the start, where the charge is.
    figures.charges[index].tokens = usage
    world.limits[taken.limit] = figures
  }

  // MARK: Budget

  /// Reserves a token; nil if the budget is spent, 0 where there is no budget.
  func reserve(_ route: ID<Route>, now: Tick) -> Int? {
    guard let retry = retry(route), retry.budgeted else { return 0 }
    let window = TenBuckets(retry.budgetOver)
    var figures = world.routes[route] ?? RouteFigures()
    figures.firsts.removeAll { !window.holds($0, 10, at: now) }
    figures.tokens.removeAll { !window.holds($0.at, 10, at: now) }
    let firsts = figures.firsts.filter { window.holds($0, 9, at: now) }.count
    let tokens = figures.tokens.count + 1
    let least = retry.budgetMin ?? Rate(0, per: .s(1))
    // tokens ≤ budget × firsts + min × W
    // reading: compared exactly; nothing is rounded before the sum is compared.
    let left = Int128(tokens) * 1_000_000_000 * Int128(least.per.ns)
    let right =
      Int128(retry.budget.ppb) * Int128(firsts) * Int128(least.per.ns)
      + Int128(least.amount) * Int128(retry.budgetOver.ns) * 1_000_000_000
    guard left <= right else {
      world.routes[route] = figures
      return nil
    }
    let ticket = world.nextTicket()
    figures.tokens.append((now, ticket))
    world.routes[route] = figures
    return ticket
  }

  func giveBackToken(_ ticket: Int, _ route: ID<Route>) {
    world.routes[route]?.tokens.removeAll { $0.ticket == ticket }
  }

  func countFirst(_ route: ID<Route>, now: Tick) {
    world.routes[route, default: RouteFigures()].firsts.append(now)
  }

  // MARK: Handlers that are told

  /// Whether a handler may be told now; then it is.
  func tell(_ id: ID<Notify>, now: Tick) -> Bool {
    guard let rate = graph.notifies[id].atMost else { return true }
    // reading: "at-most" is kept as limits are, in any interval of its length.
    let window = TenBuckets(rate.per)
    let before = (world.told[id] ?? []).filter { window.holds($0, 10, at: now) }
    world.told[id] = before
    guard Int64(before.count) + 1 <= rate.amount else { return false }
    world.told[id]?.append(now)
    return true
  }
}
