import PolicyGraph
import PolicyRuntime

/// Where one request stands among the ways of its policy, as far as its notes tell.
struct RequestWay {
  /// What brings a request to its next attempt.
  private enum Next {
    /// It begins: on the main path, at another target, or at a step of the ladder.
    case begins
    /// It left an endpoint.
    case leaves(ID<Endpoint>)
    /// It stays where it is, or hedges.
    case stays
  }

  let route: ID<Route>
  /// The route's ladder.
  let ladder: ID<Ladder>?
  private var next = Next.begins
  /// A target beside the route's own that the request walks since it was rerouted.
  private var detour: Target?
  /// The rule for the failure at hand.
  private var rule: ID<Rule>?
  /// The rule of a failure that ends the request, though another attempt was still under way.
  private var fatal: ID<Rule>?
  /// The response of the rule that comes next.
  private var response = 0
  private var waits = false
  private var asked = false
  private var resumed = false
  /// The step at hand; nil on the main path.
  private var step: ID<Step>?
  /// The next handler that the step tells.
  private var told = 0

  init(_ route: ID<Route>, _ graph: FailoverGraph) {
    self.route = route
    ladder = graph.routes[route].ladder
  }

  /// Where the attempt that is being made comes from, and where its way began; nil if it is no
  /// move.
  mutating func move(_ graph: FailoverGraph) -> (root: Target, from: ID<Endpoint>?)? {
    waits = false
    let root = step.flatMap { graph.steps[$0].target } ?? detour ?? graph.routes[route].target
    defer { next = .stays }
    switch next {
    case .begins: return (root, nil)
    case .leaves(let endpoint): return (root, endpoint)
    case .stays: return nil
    }
  }

  /// An attempt failed: finds the rule, as the interpreter does.
  mutating func failed(_ decision: Decision, _ map: CoverageMap) {
    guard let endpoint = decision.endpoint, let found = decision.errorClass else { return }
    if step != nil {
      next = .leaves(endpoint)
      return
    }
    // What goes wrong after a part was passed on is a part of an answer that broke off.
    let errorClass = resumed ? map.interrupted ?? found : found
    rule = map.rule(for: errorClass, at: endpoint, on: route)
    response = 0
    (waits, asked) = (false, false)
    guard let rule else { return }
    let responses = map.graph.rules[rule].responses
    if map.graph.responses[responses].first?.kind == .fail { fatal = rule }
  }

  /// A response was carried out or passed over; gives where it is counted.
  mutating func responded(_ decision: Decision, _ map: CoverageMap) -> Int? {
    switch decision.reason {
    case .sameEndpoint:
      waits = true
      return take(.sameEndpoint, map)
    case .failover:
      if let endpoint = decision.endpoint { next = .leaves(endpoint) }
      return take(.failover, map)
    case .resume:
      resumed = true
      if let endpoint = decision.endpoint { next = .leaves(endpoint) }
      return take(.resume, map)
    case .reroute:
      next = .begins
      let item = take(.reroute, map)
      if let rule, item != nil {
        let taken = map.graph.rules[rule].responses.startIndex + response - 1
        detour = map.graph.responses[ID(taken)].target
      }
      return item
    case .rotateCredential: return take(.rotateCredential, map)
    case .degrade: return take(.degrade, map)
    case .noRule, .outOfResponses: return nil
    case .notEligible where waits:
      // The wait was counted when it began.
      waits = false
      return nil
    default:  // every other reason passes one response over
      response += 1
      return nil
    }
  }

  /// The next response of a kind, from where the rule stands.
  private mutating func take(_ kind: ResponseKind, _ map: CoverageMap) -> Int? {
    guard let rule, let first = map.ruleItems[rule.index] else { return nil }
    let row = map.graph.rules[rule]
    for (index, candidate) in map.graph.responses[row.responses].enumerated()
    where index >= response && candidate.kind == kind {
      response = index + 1
      return first + (row.reconcile ? 1 : 0) + index
    }
    return nil
  }

  /// The far end is asked, once for each failure though it may be noted twice.
  mutating func reconciled(_ decision: Decision, _ map: CoverageMap) -> Int? {
    guard decision.reason == .reconcile, !asked, let rule else { return nil }
    asked = true
    return map.ruleItems[rule.index]
  }

  // MARK: the ladder

  /// The request came to the ladder, or went on in it.
  mutating func degraded(_ decision: Decision, _ map: CoverageMap) -> [Int] {
    guard let ladder else { return [] }
    guard let at = decision.step else {
      return reach(map.graph.ladders[ladder].steps.startIndex, map)
    }
    guard let items = map.stepItems[at.index] else { return [] }
    switch decision.reason {
    case .notThisCause, .stepUnavailable, .maybeExecuted:
      return reach(at.index + 1, map)
    case .told:
      told += 1
      return [items.tells + told - 1]
    case .toldTooOften:
      told += 1
      return []
    case .served, .shed, .ladderFail: return [items.answers]
    default: return []  // the step is being carried out
    }
  }

  /// The request comes to the step at `index`; below the last one it fails.
  private mutating func reach(_ index: Int, _ map: CoverageMap) -> [Int] {
    let steps = ladder.map { map.graph.ladders[$0].steps }
    step = steps?.contains(ID(index)) == true ? ID(index) : nil
    told = 0
    next = .begins
    detour = nil
    return step.flatMap { map.stepItems[$0.index] }.map { [$0.reached] } ?? []
  }

  /// The request is over.
  mutating func ended(_ decision: Decision, _ map: CoverageMap) -> Int? {
    switch decision.reason {
    case .fail:
      if let item = take(.fail, map) { return item }
      (rule, response) = (fatal, 0)
      return take(.fail, map)
    case .served:
      // Only a `use` answers by an attempt; of all other steps their own note tells.
      guard decision.endpoint != nil, let step else { return nil }
      return map.stepItems[step.index]?.answers
    default: return nil  // the main path answered, or nothing did
    }
  }
}
