import PolicyGraph
import PolicyRuntime

/// Starts by limit, with no buckets: what rule 10 promises for any interval.
struct LimitLog {
  struct Charge {
    var key: LimitKey
    var ticket: Int
  }

  private struct Start {
    var at: Tick
    var tokens: Int64
    var ticket: Int
    var isOver = false
  }

  private var starts: [LimitKey: [Start]] = [:]
  private var tickets = 0

  mutating func begin(_ key: LimitKey, size: Int64, at now: Tick) -> Charge {
    tickets += 1
    starts[key, default: []].append(Start(at: now, tokens: size, ticket: tickets))
    return Charge(key: key, ticket: tickets)
  }

  mutating func end(_ charge: Charge) { change(charge) { $0.isOver = true } }

  mutating func correct(_ charge: Charge, to usage: Int64) { change(charge) { $0.tokens = usage } }

  private mutating func change(_ charge: Charge, _ body: (inout Start) -> Void) {
    guard let index = starts[charge.key]?.firstIndex(where: { $0.ticket == charge.ticket }) else {
      return
    }
    body(&starts[charge.key, default: []][index])
  }

  func starts(_ key: LimitKey, within length: Tick, at now: Tick) -> Int {
    (starts[key] ?? []).filter { $0.at > now - length }.count
  }

  func tokens(_ key: LimitKey, within length: Tick, at now: Tick) -> Int64 {
    (starts[key] ?? []).filter { $0.at > now - length }.reduce(0) { $0 + $1.tokens }
  }

  func inFlight(_ key: LimitKey) -> Int64 {
    Int64((starts[key] ?? []).filter { !$0.isOver }.count)
  }
}

/// First attempts and tokens by route, with no buckets: what rule 5 promises at each reservation.
struct BudgetLog {
  private var firsts: [ID<Route>: [Tick]] = [:]
  private var tokens: [ID<Route>: [(at: Tick, number: UInt64)]] = [:]

  mutating func first(_ route: ID<Route>, at now: Tick) {
    firsts[route, default: []].append(now)
  }

  mutating func reserve(_ route: ID<Route>, number: UInt64, at now: Tick) {
    tokens[route, default: []].append((now, number))
  }

  mutating func giveBack(_ route: ID<Route>, number: UInt64) {
    if let index = tokens[route]?.lastIndex(where: { $0.number == number }) {
      tokens[route]?.remove(at: index)
    }
  }

  /// Whether tokens in (t − W, t] ≤ budget × firsts in (t − W, t] + min × W.
  func holds(_ retry: Retry, _ route: ID<Route>, at now: Tick) -> Bool {
    guard retry.budgeted else { return true }
    let since = now - retry.budgetOver
    let count = Int128((tokens[route] ?? []).filter { $0.at > since }.count)
    let begun = Int128((firsts[route] ?? []).filter { $0 > since }.count)
    let least = retry.budgetMin ?? Rate(0, per: .s(1))
    return count * 1_000_000_000 * Int128(least.per.ns)
      <= Int128(retry.budget.ppb) * begun * Int128(least.per.ns)
      + Int128(least.amount) * Int128(retry.budgetOver.ns) * 1_000_000_000
  }
}
