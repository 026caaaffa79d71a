import PolicyGraph

extension Checker {
  /// Validates what can only be seen over the whole graph.
  ///
  /// A declaration that already has a finding is left out, and so is what is built on it: one
  /// mistake, one finding.
  mutating func validate() {
    let broken = Broken(self)
    var reach = Reach(graph)
    guard !validateCycles() else { return }
    var uses = RetryUses()
    var onceOnly = OnceUse(endpoints: graph.endpoints.count)
    var loads = BreakerLoads(endpoints: graph.endpoints.count)
    var streams = [Bool](repeating: false, count: graph.endpoints.count)
    for declaration in declarations where declaration.kind == .route && declaration.row >= 0 {
      let id = ID<Route>(Int(declaration.row))
      let view = reach.view(of: id)
      let isBroken = broken.any && broken.route(id, view, self)
      if isBroken || graph.routes[id].commit.mayBeEarly { markStreams(view, &streams) }
      if isBroken {
        uses.spoil(view)
        onceOnly.spoil(view)
        continue
      }
      validateRoute(view, declaration)
      uses.add(view)
      let route = graph.routes[id]
      for endpoint in view.endpoints {
        let own = graph.endpoints[endpoint].breaker
        onceOnly.note(endpoint, route, id, own)
        if let breaker = own ?? route.breaker { loads.add(endpoint, breaker, id) }
      }
      reach.recycle(view)
    }
    validateRetryUses(uses, broken)
    validateBreakers(loads, broken)
    validateOnceProbes(onceOnly)
    validateProbes(broken)
    validateIdle(streams: streams)
    validateSameLabels(broken)
    validateExcess(broken)
    validateSharedKeys(broken)
    validateMatches()
  }
}

/// Which declarations have findings already.
struct Broken {
  private var endpoints: Set<Int> = []
  private var groups: Set<Int> = []
  private var tables: Set<Int> = []
  private var retries: Set<Int> = []
  private var breakers: Set<Int> = []
  private var ladders: Set<Int> = []
  private var backoffs: Set<Int> = []
  private var routes: Set<Int> = []
  /// Whether there are any at all; most often there are none, and nothing else is asked.
  let any: Bool

  init(_ checker: Checker) {
    var findings = checker.diagnostics
    any = findings.count > 0
    guard any else { return }
    findings.sortSpots()
    for declaration in checker.declarations
    where declaration.spoiled || Broken.holds(declaration, findings, checker) {
      insert(declaration)
    }
  }

  private static func holds(
    _ declaration: Declaration, _ findings: CheckFindings, _ checker: Checker
  ) -> Bool {
    guard declaration.node >= 0 else { return false }
    let tree = checker.program.files[Int(declaration.file.raw)].tree
    let defaults = checker.defaults[Int(declaration.file.raw)].node
    for node in [Int(declaration.node), Int(defaults)] where node >= 0 {
      if findings.holds(declaration.file, tree.range(node)) { return true }
    }
    return false
  }

  private mutating func insert(_ declaration: Declaration) {
    let row = Int(declaration.row)
    switch declaration.kind {
    case .endpoint: endpoints.insert(row)
    case .activePassive, .activeActive, .select: groups.insert(row)
    case .errors: tables.insert(row)
    case .backoff: backoffs.insert(row)
    case .breaker: breakers.insert(row)
    case .retry: retries.insert(row)
    case .degrade: ladders.insert(row)
    case .route: routes.insert(row)
    case .scenario, .errorClass, .letValue: break
    }
  }

  /// Whether a route, or anything that it is built on, has a finding.
  func route(_ id: ID<Route>, _ view: RouteView, _ checker: Checker) -> Bool {
    guard any else { return false }
    if routes.contains(id.index) { return true }
    let route = checker.graph.routes[id]
    if tables.contains(route.errors.index) { return true }
    if let ladder = route.ladder, ladders.contains(ladder.index) { return true }
    if let breaker = route.breaker, breakers.contains(breaker.index) { return true }
    if case .group(let group) = route.target, groups.contains(group.index) { return true }
    if view.groups.contains(where: { groups.contains($0.index) }) { return true }
    for use in view.uses {
      if tables.contains(use.table.index) { return true }
      if let retry = use.retry, self.retry(retry, checker) { return true }
    }
    return view.endpoints.contains { endpoint($0, checker) }
  }

  /// Whether a retry, or a backoff that it names, has a finding.
  func retry(_ id: ID<Retry>, _ checker: Checker) -> Bool {
    guard any else { return false }
    if retries.contains(id.index) { return true }
    guard !backoffs.isEmpty else { return false }
    for rule in checker.graph.rules[checker.graph.retries[id].rules] {
      for response in checker.graph.responses[rule.responses] {
        if let backoff = response.backoff, backoffs.contains(backoff.index) { return true }
      }
    }
    return false
  }

  /// Whether an endpoint, or its breaker, has a finding.
  func endpoint(_ id: ID<Endpoint>, _ checker: Checker) -> Bool {
    guard any else { return false }
    if endpoints.contains(id.index) { return true }
    guard let breaker = checker.graph.endpoints[id].breaker else { return false }
    return breakers.contains(breaker.index)
  }

  /// Whether a breaker has a finding.
  func breaker(_ id: ID<Breaker>) -> Bool { any && breakers.contains(id.index) }

  /// Whether a group has a finding.
  func group(_ id: ID<Group>) -> Bool { any && groups.contains(id.index) }
}
