import PolicyGraph
import PolicyRuntime

/// What an endpoint may do wrong.
enum Misbehaviour {
  /// It fails every attempt with one of these classes.
  case outage([ID<ErrorClass>])
  /// Anything at all, good answers included.
  case anything
}

/// One way of failing that stands for all that the policy treats alike.
struct Failing {
  var outcome: Outcome
  /// What the far end may say about coming back; "nothing" among them.
  var hints: [Hint]
  /// Whether the policy may wait where it failed.
  var waits: Bool
  /// The longest that it waits because the far end asks for it; nil: as long as there is time.
  var cap: Int64?
  /// The least that its backoffs add to what the far end asks for.
  var added: [Int64] = [0]
}

/// Whom the adversary has, and how each of them may fail.
struct Adversary {
  /// Whether each endpoint of the layout is the adversary's.
  let isBad: [Bool]
  /// How each may fail; none for good ones.
  let failings: [[Failing]]
  /// Whether bad endpoints may also answer, or begin to.
  let mayAnswer: Bool
  /// Whether nothing at all may be heard of an attempt.
  let mayBeSilent: Bool
  /// By position in the layout: whether a reconcile handler that asks there knows the truth, since
  /// the endpoint is up, or another of its provider that may be asked as well.
  let canTell: [Bool]

  /// - Parameter seesExecution: Whether it matters if a request that failed may have been carried
  ///   out.
  init(
    _ policy: ExploredPolicy, bad: [ID<Endpoint>], _ misbehaviour: Misbehaviour, seesExecution: Bool
  ) {
    let endpoints = policy.layout.endpoints
    isBad = endpoints.map { bad.contains($0) }
    canTell = Adversary.canTell(policy, isBad)
    failings = endpoints.map { id in
      bad.contains(id)
        ? Adversary.failings(policy, id, misbehaviour, seesExecution: seesExecution) : []
    }
    switch misbehaviour {
    case .outage(let classes):
      mayAnswer = false
      mayBeSilent =
        policy.graph.builtinClass("timeout").map { classes.contains($0) } ?? false
    case .anything: (mayAnswer, mayBeSilent) = (true, true)
    }
  }

  private static func canTell(_ policy: ExploredPolicy, _ isBad: [Bool]) -> [Bool] {
    let graph = policy.graph
    let label = graph.label("provider")
    let providers = policy.layout.endpoints.map { id in label.flatMap { graph.domain($0, of: id) } }
    // What has no provider is one of its own.
    return providers.indices.map { i in
      // Nobody answers for an endpoint that is asked by its name.
      let isNamed = policy.paths.asked.contains(policy.layout.endpoints[i])
      guard let provider = providers[i], !isNamed else { return !isBad[i] }
      return providers.indices.contains { providers[$0] == provider && !isBad[$0] }
    }
  }

  private static func failings(
    _ policy: ExploredPolicy, _ endpoint: ID<Endpoint>, _ misbehaviour: Misbehaviour,
    seesExecution: Bool
  ) -> [Failing] {
    var kinds: [(FailingKind, Failing)] = []
    for (outcome, isAnswer) in outcomes(policy, endpoint, misbehaviour) {
      guard let errorClass = outcome.errorClass else { continue }
      var kind = FailingKind(policy, endpoint, outcome, errorClass, isAnswer: isAnswer)
      if !seesExecution { kind.executed = .maybe }
      if kinds.contains(where: { $0.0 == kind }) { continue }
      kinds.append((kind, failing(policy, kind, outcome)))
    }
    return kinds.map(\.1)
  }

  /// The failures that an endpoint's table can tell apart, among those that the malice has, and
  /// whether an answer of the far end can be one.
  private static func outcomes(
    _ policy: ExploredPolicy, _ endpoint: ID<Endpoint>, _ misbehaviour: Misbehaviour
  ) -> [(Outcome, isAnswer: Bool)] {
    let graph = policy.graph
    func told(_ id: ID<ErrorClass>) -> [(Outcome, isAnswer: Bool)] {
      graph.outcomes(of: id, at: endpoint, on: policy.route)
    }
    switch misbehaviour {
    case .outage(let classes):
      let found = classes.flatMap { told($0) }
      return found.isEmpty ? classes.map { graph.usualOutcome(of: $0) } : found
    case .anything:
      let never = ["cancelled", "no-candidate"]
      var found: [(Outcome, isAnswer: Bool)] = []
      for id in graph.classes.ids where !never.contains(graph.text(graph.classes[id].name)) {
        found += told(id)
      }
      if let unclassified = graph.builtinClass("unclassified") {
        found.append(graph.usualOutcome(of: unclassified))
      }
      return found
    }
  }

  /// The least that a response's waits add to a hint, one after the other: without jitter nothing,
  /// with it what is drawn at least.
  private static func leastAdded(_ policy: ExploredPolicy, _ response: Response) -> [Int64] {
    guard let id = response.backoff else { return [] }
    let row = policy.graph.backoffs[id]
    if row.kind == .decorrelated { return row.jitter == .none ? [] : [row.base.ns] }
    guard row.jitter == .equal else { return [] }
    return (0..<Int(min(8, response.times))).map { policy.plan.nominalDelay(of: id, n: $0).ns / 2 }
  }

  /// A failure with the hints that could make a difference.
  private static func failing(
    _ policy: ExploredPolicy, _ kind: FailingKind, _ outcome: Outcome
  ) -> Failing {
    var failing = Failing(outcome: outcome, hints: [.none], waits: false)
    guard kind.mayHint else { return failing }
    var caps: Set<Int64> = []
    var isCapped = true
    if let rule = kind.rule {
      for response in policy.graph.responses[policy.graph.rules[rule].responses]
      where response.kind == .sameEndpoint {
        failing.waits = true
        if let cap = response.retryAfter?.ns { caps.insert(cap) } else { isCapped = false }
        for least in leastAdded(policy, response) where !failing.added.contains(least) {
          failing.added.append(least)
        }
      }
    }
    if isCapped { failing.cap = caps.max() }
    for cap in caps.sorted() { failing.hints.append(Hint(wait: cap)) }
    // A pause of no length takes the place of the class's own.
    if kind.cools { failing.hints.append(Hint(wait: 0)) }
    if failing.waits || kind.scope != nil { failing.hints.append(Hint(wait: Tick.max.ns)) }
    if failing.waits { failing.hints.append(Hint(wait: -1, never: true)) }
    return failing
  }
}

/// What decides how a failure is treated: two of the same kind lead to the same.
struct FailingKind: Equatable {
  var rule: ID<Rule>?
  var executed: Executed
  /// What cools with it; nil if nothing can.
  var scope: Scope?
  var cools: Bool
  var isStrict: Bool
  var isTooLarge: Bool
  var isCounted: Bool
  /// Whether the request ends with it, since no rule names it.
  var isRefusal: Bool
  /// Whether an answer came, that can say when to come back.
  var mayHint: Bool
  /// Which steps of the ladder are for it.
  var steps: [Bool]

  init(
    _ policy: ExploredPolicy, _ endpoint: ID<Endpoint>, _ outcome: Outcome,
    _ errorClass: ID<ErrorClass>, isAnswer: Bool
  ) {
    let graph = policy.graph
    let row = graph.routes[policy.route]
    rule = policy.plan.rule(for: errorClass, at: endpoint, on: policy.route)
    executed = outcome.executed
    cools = policy.plan.firstCooling(of: errorClass) > .zero
    isStrict = policy.plan.coolsStrictly(errorClass)
    isTooLarge = policy.plan.isTooLarge(errorClass)
    let breaker = graph.endpoints[endpoint].breaker ?? row.breaker
    isCounted = breaker.map { policy.plan.counts(errorClass, $0) } ?? false
    isRefusal = rule == nil && graph.isRefusal(errorClass)
    mayHint = isAnswer && !graph.endpoints[endpoint].ignoresHints
    let canCool = outcome.scope != .request && outcome.scope != .local
    scope = canCool && (cools || mayHint) ? outcome.scope : nil
    steps =
      row.ladder.map { ladder in
        graph.steps[graph.ladders[ladder].steps].map { step in
          graph.classMembers[step.when].contains { $0.errorClass == errorClass }
        }
      } ?? []
  }
}

extension FailoverGraph {
  /// The failures of a class that an endpoint's table tells apart, and whether an answer of the far
  /// end can be one: it may say when to come back.
  func outcomes(
    of errorClass: ID<ErrorClass>, at endpoint: ID<Endpoint>, on route: ID<Route>
  ) -> [(Outcome, isAnswer: Bool)] {
    let table = errorTables[endpoints[endpoint].errors ?? routes[route].errors]
    return errorRows[table.rows].filter { $0.errorClass == errorClass }.map { row in
      let isAnswer = !matches[row.matches].contains { $0.field == .transport }
      return (
        Outcome(errorClass, executed: row.executed, scope: row.scope, answered: isAnswer),
        isAnswer: isAnswer
      )
    }
  }

  /// What a failure is of a class that no table tells of.
  func usualOutcome(of errorClass: ID<ErrorClass>) -> (Outcome, isAnswer: Bool) {
    let row = classes[errorClass]
    let isAnswer = !["connection", "timeout", "interrupted"].contains(text(row.name))
    return (
      Outcome(errorClass, executed: row.executed, scope: row.scope, answered: isAnswer),
      isAnswer: isAnswer
    )
  }
}
