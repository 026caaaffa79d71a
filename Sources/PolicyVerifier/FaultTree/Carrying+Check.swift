public import PolicyGraph

extension Carrying {
  /// Whether a guarantee `carries` holds.
  public static func check(_ graph: FailoverGraph, _ guarantee: Guarantee) -> Carrying {
    check(
      graph, guarantee.route, load: guarantee.declaredLoad ? nil : guarantee.rate,
      any: Int(guarantee.any ?? 0), of: guarantee.label)
  }

  /// Whether the endpoints of a route can carry `load` of it, and the declared loads of all other
  /// routes that share endpoints or limits with it, directly or through others, with any `count`
  /// domains of a label out.
  ///
  /// Without a `load` the declared one is meant. Only the main path counts.
  public static func check(
    _ graph: FailoverGraph, _ route: ID<Route>, load: Rate? = nil, any count: Int = 0,
    of label: Name? = nil
  ) -> Carrying {
    var share = CarryingShare(graph)
    if let limit = share.gather(from: route) { return .tooLarge(limit) }
    var demands: [Demand] = []
    var missing: [MissingFigure] = []
    for (member, _) in share.routes {
      let rate = (member == route ? load : nil) ?? graph.routes[member].load
      guard let rate else {
        missing.append(.load(member))
        continue
      }
      demands.append(Demand(route: member, load: Throughput(needed: rate)))
    }
    let rates = CarryingRates(share.endpoints, graph)
    missing += rates.missing
    guard missing.isEmpty else { return .missing(missing) }
    let domains = share.domains(of: label)
    let outages = Combinations(of: domains.count, taking: min(count, domains.count))
    guard
      let cases = outages.count.map({ $0.multipliedReportingOverflow(by: share.mixtures) }),
      !cases.overflow, cases.partialValue <= FaultLimit.outagesMax
    else { return .tooLarge(.outages(FaultLimit.outagesMax)) }
    return check(share, demands, rates, outages, domains)
  }

  private static func check(
    _ share: CarryingShare, _ demands: [Demand], _ rates: CarryingRates,
    _ outages: Combinations, _ domains: [ID<FaultDomain>]
  ) -> Carrying {
    var plans: [Plan] = []
    var cases = 0
    var outages = outages
    while let places = outages.next() {
      let out = places.map { domains[$0] }
      for mixture in 0..<share.mixtures {
        let ways = share.ways(of: mixture)
        let given = Case(out: out, arms: ways.flatMap(\.arms), tags: ways.flatMap(\.tags))
        var network = CarryingNetwork(rates)
        for (demand, way) in zip(demands, ways) {
          network.add(demand, to: way.endpoints.filter { !share.isOut($0, out) })
        }
        if let shortfall = network.shortfall(given) { return .fails(shortfall) }
        cases += 1
        if plans.count < plansMax { plans.append(Plan(given: given, flows: network.flows)) }
      }
    }
    return .holds(plans, cases: cases)
  }
}

/// All choices of some of so many, in order.
struct Combinations: IteratorProtocol {
  private let total: Int
  private var places: [Int]?

  init(of total: Int, taking size: Int) {
    self.total = total
    places = Array(0..<size)
  }

  /// How many there are; nil if they are not to be counted.
  var count: Int? {
    let size = places?.count ?? 0
    var result = 1
    for i in 0..<min(size, total - size) {
      let (product, overflow) = result.multipliedReportingOverflow(by: total - i)
      if overflow { return nil }
      result = product / (i + 1)
    }
    return result
  }

  mutating func next() -> [Int]? {
    guard let current = places else { return nil }
    let size = current.count
    if let i = current.indices.last(where: { current[$0] < total - size + $0 }) {
      var following = current
      following[i] += 1
      for j in following.indices where j > i { following[j] = following[j - 1] + 1 }
      places = following
    } else {
      places = nil
    }
    return current
  }
}
