import PolicyGraph

/// Bounds on what any request does.
extension Prover {
  mutating func attempts(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let bound = Int(row.count ?? 0)
    let plain = PlainBounds(graph, row.route)
    if plain.mainAttempts + plain.ladderAttempts <= bound {
      let ladder =
        plain.ladderAttempts > 0 ? ", and \(plain.ladderAttempts) of the ladder's steps" : ""
      return plainly(
        id, "at most \(counted(plain.mainAttempts + plain.ladderAttempts, "attempt"))",
        "`attempts \(plain.mainAttempts)`\(ladder)")
    }
    let most: RouteBounds
    do throws(GiveUp) {
      most = try bounds(of: row.route)
    } catch {
      return unknown(
        id, error, "\(counted(plain.mainAttempts + plain.ladderAttempts, "attempt"))")
    }
    var proof = judge(
      id, most, most.attempts <= bound, "at most \(counted(most.attempts, "attempt"))")
    if most.attempts > bound {
      proof.witness = try anyWitness(of: row.route) { $0.attempts > UInt16(clamping: bound) }
    }
    return proof
  }

  mutating func latency(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let bound = row.time ?? .zero
    let plain = PlainBounds(graph, row.route)
    if plain.latency <= bound {
      return plainly(
        id, "at most \(plain.latency.spelling)",
        "the main path, then every step of the ladder with all of its time")
    }
    let most: RouteBounds
    do throws(GiveUp) {
      most = try bounds(of: row.route)
    } catch {
      return unknown(id, error, plain.latency.spelling)
    }
    let commits = graph.routes[row.route].commit == .firstByte
    var proof = judge(
      id, most, most.latency <= bound,
      "at most \(most.latency.spelling)" + (commits ? ", until the answer begins" : ""))
    if most.latency > bound {
      proof.witness = try anyWitness(of: row.route) { $0.time > bound.ns }
    }
    return proof
  }

  mutating func neverRepeats(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let never = "no request is sent again after it may have been carried out"
    var proof: Proof
    if PlainBounds(graph, row.route).neverRepeats {
      proof = plainly(
        id, never, "every rule for what may have been carried out asks first, or sends nothing")
    } else {
      let most = try bounds(of: row.route)
      proof = judge(
        id, most, !most.repeats,
        most.repeats ? "a request may be sent again after it may have been carried out" : never)
      if most.repeats { proof.witness = try anyWitness(of: row.route) { $0.repeats } }
    }
    if reconciles(row.route) {
      proof.notes.append(
        "as far as the reconcile handler keeps its contract: \"cannot land\" means that it will not"
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
    let plain = PlainBounds(graph, row.route)
    let plainMost =
      min(Int64(plain.mainAttempts) * 1_000_000, budgeted ?? .max)
      + Int64(plain.ladderAttempts) * 1_000_000
    if plainMost <= bound.millionths {
      return plainly(
        id, "at most \(Factor(millionths: plainMost).spelling)",
        "the budget, `attempts` and the ladder's steps")
    }
    let most: RouteBounds
    do throws(GiveUp) {
      most = try bounds(of: row.route)
    } catch {
      return unknown(id, error, Factor(millionths: plainMost).spelling)
    }
    let main = min(Int64(most.mainAttempts) * 1_000_000, budgeted ?? .max)
    let found = Factor(millionths: main + Int64(most.ladderAttempts) * 1_000_000)
    var proof = judge(id, most, found <= bound, "at most \(found.spelling)")
    let ladder = most.ladderAttempts > 0 ? " + \(most.ladderAttempts) of the ladder" : ""
    if let budgeted, main == budgeted {
      proof.notes.append(
        "the budget gives \(Factor(millionths: budgeted).spelling), no request makes more than"
          + " \(counted(most.mainAttempts, "attempt"))\(ladder)")
    } else if route.load == nil {
      proof.notes.append("no `load` is declared: what the budget adds is left out")
    }
    guard found > bound else { return proof }
    if main == budgeted {
      proof.notes.append("over a window, by the budget's own figures: no single request shows it")
    } else {
      proof.witness = try anyWitness(of: row.route) {
        Int64($0.mainAttempts) * 1_000_000 > bound.millionths
          || Int64($0.attempts) * 1_000_000 > bound.millionths
      }
    }
    return proof
  }

  /// That nothing better is known than what the rules' own numbers say.
  private func unknown(_ id: ID<Guarantee>, _ why: GiveUp, _ plain: String) -> Proof {
    Proof(
      id, graph.text(of: id), .notProved,
      "at most \(plain) by the rules' own numbers; whether it is less is not known: \(why)")
  }

  /// What the rules' own numbers say.
  private func plainly(_ id: ID<Guarantee>, _ found: String, _ by: String) -> Proof {
    var proof = Proof(id, graph.text(of: id), .holds, found)
    proof.notes = ["follows from: \(by)"]
    return proof
  }

  private func judge(
    _ id: ID<Guarantee>, _ bounds: RouteBounds, _ holds: Bool, _ found: String
  ) -> Proof {
    var proof = Proof(id, graph.text(of: id), holds ? .holds : .fails, found)
    proof.states = bounds.states
    proof.events = bounds.events
    proof.assumption =
      "whatever any endpoint and any handler does, from every holder, with every breaker"
    return proof
  }

  /// Whether any failure of a route is reconciled.
  private func reconciles(_ route: ID<Route>) -> Bool {
    let retries =
      [graph.routes[route].retry]
      + Ways(graph, route).all.map {
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
