import PolicyGraph
import PolicyRuntime

/// Outages that a route survives.
extension Prover {
  /// More combinations of domains are not tried.
  private static var outagesMax: Int { 2_000 }

  mutating func survives(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    let explorer = RouteExplorer(graph, row.route, effort)
    let wanted: ServiceLevel = row.degradedCounts ? .degraded : .full
    let outages = try Outages(graph, explorer.paths.deciding, row, most: Prover.outagesMax)
    var proof = Proof(id, graph.text(of: id), .holds, "")
    proof.assumption = Prover.outageAssumption
    var retriesMost = 0
    let alwaysServed = wanted == .degraded && graph.alwaysServes(row.route, classes(row))
    let equals = explorer.firstEquals
    var survived: Set<[ID<Endpoint>]> = []
    for outage in outages.all {
      if alwaysServed { continue }
      // What takes equal endpoints out, and as many of them, is survived like the other.
      let look = outage.endpoints.map { equals[$0] ?? $0 }.sorted()
      guard survived.insert(look).inserted else { continue }
      if let sum = try composition(explorer, outage.endpoints, row), sum.answers {
        proof.states += sum.states
        proof.events += sum.events
        retriesMost = max(retriesMost, sum.total.attempts)
        continue
      }
      let question = Question(bad: outage.endpoints, misbehaviour: .outage(classes(row)))
      let answer: RouteExplorer.Answer
      switch try explore(explorer, question, { $0.level > wanted }) {
      case .worst(let found): answer = found
      case .shown(let witness):
        proof.verdict = .fails
        proof.found =
          "not \(outage.name(graph)): \(fate(witness.steps.last?.action.level ?? .failed))"
        proof.witness = witness
        return proof
      }
      proof.states += answer.states
      proof.events += answer.events
      retriesMost = max(retriesMost, Int(answer.worst.mainAttempts) - 1)
      guard answer.worst.level > wanted else { continue }
      proof.verdict = .fails
      proof.found = "not \(outage.name(graph)): \(fate(answer.worst.level))"
      proof.witness = witness(explorer, question) { $0.level > wanted }
      return proof
    }
    if alwaysServed {
      proof.notes.append(
        "follows from: no failure ends in `fail`, and the ladder ends in `serve text`")
    }
    let count = outages.all.count
    proof.found =
      count == 1
      ? "in the one outage there is, \(requests(explorer.paths, of: row.route)) \(served(wanted))"
      : "in each of \(count) outages, \(requests(explorer.paths, of: row.route)) \(served(wanted))"
    if !row.degradedCounts { weighBudget(&proof, row, retries: retriesMost) }
    return proof
  }

  /// What an outage costs by the sum of what each endpoint costs; nil where sums say nothing.
  mutating func composition(
    _ explorer: RouteExplorer, _ bad: [ID<Endpoint>], _ row: Guarantee
  ) throws(GiveUp) -> Composition? {
    let classes = classes(row)
    let equals = explorer.firstEquals
    return try Composition(explorer, bad: bad) { endpoint throws(GiveUp) in
      try cost(of: equals[endpoint] ?? endpoint, explorer, classes)
    }
  }

  /// Whether the budget carries what an outage asks for until breakers open.
  private func weighBudget(_ proof: inout Proof, _ row: Guarantee, retries: Int) {
    let supply = BudgetSupply(graph, row.route)
    guard let load = supply.load else {
      proof.notes.append(
        "no `load` is declared, so it is not checked whether the budget covers the retries")
      return
    }
    guard let given = supply.perSecond else { return }
    let (needed, overflow) = load.multipliedReportingOverflow(by: Int64(max(0, retries)))
    let asked = overflow ? .max : needed
    let words =
      "needs \(perSecond(asked)) retries/s at the declared load until breakers open, the budget gives"
      + " \(perSecond(given))/s"
    guard asked > given else { return proof.notes.append(words) }
    if row.perRequest { return proof.notes.append(words + "; `per-request` accepts that") }
    proof.verdict = .fails
    proof.found = words
    proof.notes.append(
      "each single request survives; to claim only that, write `survives per-request`")
  }

  private func perSecond(_ millionths: Int64) -> String {
    let whole = millionths / 1_000_000
    let tenths = millionths % 1_000_000 / 100_000
    return tenths == 0 ? "\(whole)" : "\(whole).\(tenths)"
  }

  /// The classes that an outage shows.
  func classes(_ row: Guarantee) -> [ID<ErrorClass>] {
    let named = graph.classMembers[row.failures].map(\.errorClass)
    if !named.isEmpty { return named }
    let usual: [StaticString] = [
      "connection", "timeout", "unavailable", "overloaded", "rate-limited", "unauthorized",
      "quota-exhausted",
    ]
    return usual.compactMap { graph.builtinClass($0) }
  }

  /// What a proof of an outage takes for granted.
  static var outageAssumption: String {
    "assumes: endpoints that are up have closed breakers and free capacity, and answer within their"
      + " declared p99; retry budget available; no brownout, no operator action. Covers: any active"
      + " member, any breaker state of endpoints that are down, all seven kinds of outage"
  }

  /// Whom it is proved for: requests that every endpoint of the main path takes, by their size.
  private func requests(_ paths: RoutePaths, of route: ID<Route>) -> String {
    let contexts = paths.main.flatMap { id in
      graph.limits[graph.endpoints[id].limits].compactMap(\.context)
    }
    let commits = graph.routes[route].commit.mayBeEarly
    let size = contexts.min().map { " of up to \($0.sizeSpelling)" } ?? ""
    return "every request\(size)\(commits ? " whose answer is shown" : "")"
  }

  private func served(_ level: ServiceLevel) -> String {
    level == .full ? "gets a full answer" : "gets an answer"
  }

  private func fate(_ level: ServiceLevel) -> String {
    level == .failed ? "a request may fail" : "a request may get an answer from the ladder"
  }
}

/// The outages that a guarantee speaks of.
struct Outages {
  /// Some domains, and the endpoints in them.
  struct Outage {
    var domains: [ID<FaultDomain>]
    var endpoints: [ID<Endpoint>]

    func name(_ graph: FailoverGraph) -> String {
      domains.map { "\(graph.text(graph.domains[$0].label)) \(graph.text(graph.domains[$0].name))" }
        .joined(separator: " and ")
    }
  }

  /// Every combination of so many domains of the label, in the order of the endpoints.
  private(set) var all: [Outage] = []

  init(
    _ graph: FailoverGraph, _ endpoints: [ID<Endpoint>], _ row: Guarantee, most: Int
  ) throws(GiveUp) {
    var domains: [ID<FaultDomain>] = []
    for id in endpoints {
      for member in graph.domainMembers[graph.endpoints[id].domains]
      where graph.domains[member.domain].label == row.label && !domains.contains(member.domain) {
        domains.append(member.domain)
      }
    }
    let any = min(Int(row.any ?? 1), domains.count)
    var count = 1
    for i in 0..<any {
      count = count * (domains.count - i) / (i + 1)
      if count > most { throw .outages(count, most) }
    }
    var chosen = Array(0..<any)
    while true {
      let out = chosen.map { domains[$0] }
      all.append(
        Outage(
          domains: out,
          endpoints: endpoints.filter { id in
            graph.domainMembers[graph.endpoints[id].domains].contains { out.contains($0.domain) }
          }))
      guard
        let last = chosen.indices.last(where: { chosen[$0] < domains.count - any + $0 })
      else { return }
      chosen[last] += 1
      for i in last + 1..<max(last + 1, any) { chosen[i] = chosen[i - 1] + 1 }
    }
  }
}
