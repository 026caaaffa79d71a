import PolicyGraph

/// Bounds on what any request does.
extension Prover {
  mutating func attempts(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let bound = Int(row.count ?? 0)
    let known = try bracket(of: row.route) {
      $0.most.attempts <= bound
        || $0.least.attempts > bound && $0.least.attempts == $0.most.attempts
    }
    let (least, most) = (known.least.attempts, known.most.attempts)
    if known.stage == .plain {
      let ladder = known.most.ladderAttempts
      let steps = ladder > 0 ? ", and \(ladder) of the ladder's steps" : ""
      return plainly(
        id, "at most \(counted(most, "attempt"))",
        "\(counted(known.most.mainAttempts, "attempt")) allowed by the rules\(steps)")
    }
    return try check(
      id, known, Comparison(least: least, most: most, bound: bound),
      found: "at most \(counted(most, "attempt"))",
      range: ("\(least)", "\(counted(most, "attempt"))")
    ) { $0.attempts > UInt16(clamping: bound) }
  }

  mutating func latency(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let bound = row.time ?? .zero
    let known = try bracket(of: row.route) {
      $0.most.latency <= bound || $0.least.latency > bound && $0.least.latency == $0.most.latency
    }
    let (least, most) = (known.least.latency, known.most.latency)
    if known.stage == .plain {
      return plainly(
        id, "at most \(most.spelling)",
        "the main path, then every ladder step with its full time")
    }
    let commits = graph.routes[row.route].commit.mayBeEarly
    return try check(
      id, known, Comparison(least: least, most: most, bound: bound),
      found: "at most \(most.spelling)" + (commits ? ", until the answer begins" : ""),
      range: (least.spelling, most.spelling)
    ) { $0.time > bound.ns }
  }

  mutating func neverRepeats(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let never = "no request is sent again after it may have been executed"
    let known = try bracket(of: row.route) { !$0.most.repeats || $0.least.repeats }
    var proof: Proof
    if known.stage == .plain {
      proof = plainly(
        id, never,
        "every rule for a request that may have been executed asks first, or sends nothing")
    } else {
      let comparison = Comparison(
        least: known.least.repeats ? 1 : 0, most: known.most.repeats ? 1 : 0, bound: 0)
      proof = try check(
        id, known, comparison,
        found: known.most.repeats
          ? "a request may be sent again after it may have been executed" : never,
        range: nil
      ) { $0.repeats }
    }
    if reconciles(row.route) {
      proof.notes.append(
        "assumes that the reconcile handler keeps its contract: \"cannot land\" means that it will not"
          + " land any more")
    }
    return proof
  }

  /// min(most attempts, 1 + budget + min ÷ load) + ladder attempts; without `load` the first term
  /// alone.
  mutating func amplification(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let bound = row.factor ?? .one
    let route = graph.routes[row.route]
    let budgeted = BudgetSupply(graph, row.route).factor
    func factor(_ bounds: RouteBounds) -> Factor {
      Factor(
        millionths: min(Int64(bounds.mainAttempts) * 1_000_000, budgeted ?? .max)
          + Int64(bounds.ladderAttempts) * 1_000_000)
    }
    let known = try bracket(of: row.route) {
      factor($0.most) <= bound || factor($0.least) > bound && factor($0.least) == factor($0.most)
    }
    let most = factor(known.most)
    if known.stage == .plain {
      return plainly(
        id, "at most \(most.spelling)", "the budget, `attempts` and the ladder's steps")
    }
    let isBudgets = budgeted.map { Int64(known.most.mainAttempts) * 1_000_000 >= $0 } ?? false
    var proof = try check(
      id, known, Comparison(least: factor(known.least), most: most, bound: bound),
      found: "at most \(most.spelling)", range: (factor(known.least).spelling, most.spelling)
    ) {
      !isBudgets
        && (Int64($0.mainAttempts) * 1_000_000 > bound.millionths
          || Int64($0.attempts) * 1_000_000 > bound.millionths)
    }
    let ladder =
      known.most.ladderAttempts > 0 ? " + \(known.most.ladderAttempts) of the ladder" : ""
    if let budgeted, isBudgets {
      proof.notes.append(
        "the budget gives \(Factor(millionths: budgeted).spelling), no request makes more than"
          + " \(counted(known.most.mainAttempts, "attempt"))\(ladder)")
      if proof.verdict == .fails {
        proof.notes.append("over a window, by the budget's own numbers: no single request shows it")
      }
    } else if route.load == nil {
      proof.notes.append("no `load` is declared, so the budget's share is not included")
    }
    return proof
  }

  /// How a bracket of a figure stands to what is claimed of it.
  private enum Comparison {
    case holds
    case fails(exactly: Bool)
    case unknown

    init<Figure: Comparable>(least: Figure, most: Figure, bound: Figure) {
      if most <= bound {
        self = .holds
      } else if least > bound {
        self = .fails(exactly: least == most)
      } else {
        self = .unknown
      }
    }
  }

  /// What a bracket says of a claim; `range`: its ends in words, if they are figures.
  private func check(
    _ id: ID<Guarantee>, _ known: Bracket, _ comparison: Comparison, found: String,
    range: (least: String, most: String)?, _ fault: Explorer.Fault
  ) throws(GiveUp) -> Proof {
    var proof = Proof(id, graph.text(of: id), .holds, found)
    proof.states = known.least.states
    proof.events = known.least.events
    proof.assumption =
      "covers: any behaviour of endpoints and handlers, any active member, any breaker state"
    switch comparison {
    case .holds: break
    case .fails(let exactly):
      proof.verdict = .fails
      if let range, !exactly {
        proof.found = "at least \(range.least), and at most \(range.most): \(reason(known))"
      }
      proof.witness = try anyWitness(of: graph.guarantees[id].route, fault)
    case .unknown:
      proof.verdict = .notProved
      proof.assumption = nil
      proof.found =
        range.map {
          "at most \($0.most) by the rules' numbers, and at least \($0.least) in a request that"
            + " was found; the exact figure is unknown: \(reason(known))"
        } ?? reason(known)
    }
    return proof
  }

  private func reason(_ known: Bracket) -> String { known.givenUp?.description ?? "" }

  /// What the rules' own numbers say.
  private func plainly(_ id: ID<Guarantee>, _ found: String, _ by: String) -> Proof {
    var proof = Proof(id, graph.text(of: id), .holds, found)
    proof.notes = ["follows from: \(by)"]
    return proof
  }

  /// Whether any failure of a route is reconciled.
  private func reconciles(_ route: ID<Route>) -> Bool {
    let retries =
      [graph.routes[route].retry]
      + RoutePaths(graph, route).all.map {
        graph.endpoints[$0].retry
      }
    return retries.contains { id in
      id.map { graph.rules[graph.retries[$0].rules].contains { $0.reconcile } } ?? false
    }
  }

  func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

/// What a route's budget gives, for the whole fleet.
struct BudgetSupply {
  /// Attempts for each request in millionths, the first included, rounded up; nil without a budget
  /// or without a declared load.
  let factor: Int64?
  /// Retries a second in millionths, rounded down; nil without a budget or a declared load.
  let perSecond: Int64?
  /// Requests a second in millionths, rounded up; nil without a declared load.
  let load: Int64?

  init(_ graph: FailoverGraph, _ route: ID<Route>) {
    let row = graph.routes[route]
    guard let load = row.load else {
      (factor, perSecond, self.load) = (nil, nil, nil)
      return
    }
    let offered = BudgetSupply.perSecond(load, roundedUp: true)
    self.load = offered
    guard let retry = row.retry.map({ graph.retries[$0] }), retry.budgeted else {
      (factor, perSecond) = (nil, nil)
      return
    }
    // `min` is each process's own.
    let least = retry.budgetMin.map { BudgetSupply.perSecond($0, roundedUp: false) } ?? 0
    let (all, overflow) = least.multipliedReportingOverflow(by: Int64(row.processes))
    let floor = overflow ? .max : all
    perSecond = BudgetSupply.sum(
      BudgetSupply.scaled(offered, retry.budget.ppb, over: 1_000_000_000), floor)
    // min ÷ load, both over their own times, rounded up.
    var byFloor: Int64 = 0
    if let least = retry.budgetMin {
      let over = UInt128(load.amount) * UInt128(least.per.ns)
      let (product, overflow) = UInt128(least.amount * Int64(row.processes))
        .multipliedReportingOverflow(by: UInt128(load.per.ns) * 1_000_000)
      byFloor =
        overflow || over == 0 ? .max : Int64(clamping: (product + over - 1) / over)
    }
    factor = BudgetSupply.sum(1_000_000 + (retry.budget.ppb + 999) / 1000, byFloor)
  }

  private static func perSecond(_ rate: Rate, roundedUp: Bool) -> Int64 {
    let wide = rate.amount.multipliedFullWidth(by: 1_000_000_000_000_000)
    guard wide.high < rate.per.ns else { return .max }
    let (quotient, remainder) = rate.per.ns.dividingFullWidth(wide)
    return quotient + (roundedUp && remainder > 0 ? 1 : 0)
  }

  private static func scaled(_ value: Int64, _ by: Int64, over: Int64) -> Int64 {
    let wide = value.multipliedFullWidth(by: by)
    return wide.high >= over ? .max : over.dividingFullWidth(wide).quotient
  }

  private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
