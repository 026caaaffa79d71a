public import PolicyGraph

/// A policy packed for running: what the interpreter reads, and never changes.
///
/// Its rows hold every default filled in and every reference as an index; its cells say which
/// shared state it needs, under keys that the next version of the policy has as well.
public final class Plan: Sendable {
  /// The graph it was made of: names, texts, and all that is not needed to decide.
  public let graph: FailoverGraph
  /// Says what failed, by the graph's error tables.
  public let classifier: Classifier

  let routes: Block<PlanRoute>
  let endpoints: Block<PlanEndpoint>
  let bindings: Block<Binding>
  let slots: Block<Slot>
  let limits: Block<PlanLimit>
  let groups: Block<PlanGroup>
  let holders: Block<Binding>
  let members: Block<PlanMember>
  let arms: Block<PlanArm>
  let armValues: Block<UInt32>
  let rules: Block<PlanRule>
  let responses: Block<PlanResponse>
  let backoffs: Block<PlanBackoff>
  let breakers: Block<PlanBreaker>
  let trips: Block<PlanTrip>
  let steps: Block<PlanStep>
  let notifies: Block<PlanNotify>
  let brownouts: Block<PlanBrownout>
  /// Names of domains, features and labels, as runs of `uint32` lists.
  let domains: Block<UInt32>
  let domainLabels: Block<UInt32>
  let features: Block<UInt32>
  let served: Block<PlanServed>
  let classList: Block<UInt32>
  /// Whether an endpoint can continue an answer that was cut.
  let resumesSomewhere: Bool
  /// Whether a request may be for nobody: an endpoint says whom it serves, or a `select` refuses.
  let servesNotAll: Bool
  /// The classes that the rules themselves speak of.
  let known: KnownClasses
  /// The classes that say that the request itself was refused.
  let refusals: ClassSet
  let cells: CellMap
  /// The names of tags and sticky keys, by their number.
  let tagNames: [Name]
  /// The values of tags that arms and endpoints name; a value's number is its position + 1.
  let tagValues: [Name]

  /// Packs a graph; the time grows with its rows.
  ///
  /// - Parameters:
  ///   - graph: the policy.
  ///   - missing: the credentials that nobody has, by their index; empty if all are there. They are
  ///     never used, and an endpoint that declares no other is excluded.
  public init(_ graph: FailoverGraph, missing: [Bool] = []) {
    var builder = PlanBuilder(graph, missing: missing)
    builder.build()
    self.graph = graph
    classifier = Classifier(graph)
    routes = Block(builder.routes)
    endpoints = Block(builder.endpoints)
    bindings = Block(builder.bindings)
    slots = Block(builder.slots)
    limits = Block(builder.limits)
    groups = Block(builder.groups)
    holders = Block(builder.holders)
    members = Block(builder.members)
    arms = Block(builder.arms)
    armValues = Block(builder.armValues)
    rules = Block(builder.rules)
    responses = Block(builder.responses)
    backoffs = Block(builder.backoffs)
    breakers = Block(builder.breakers)
    trips = Block(builder.trips)
    steps = Block(builder.steps)
    notifies = Block(builder.notifies)
    brownouts = Block(builder.brownouts)
    domains = Block(builder.domains)
    domainLabels = Block(builder.domainLabels)
    features = Block(builder.features)
    served = Block(builder.served)
    classList = Block(builder.classList)
    resumesSomewhere = builder.resumesSomewhere
    servesNotAll =
      builder.served.count > 0 || graph.groups.ids.contains { graph.refusesRest($0) }
    known = builder.known
    refusals = builder.refusals
    cells = builder.cells
    tagNames = builder.tagNames
    tagValues = builder.tagValues
  }

  deinit {
    routes.free()
    endpoints.free()
    bindings.free()
    slots.free()
    limits.free()
    groups.free()
    holders.free()
    members.free()
    arms.free()
    armValues.free()
    rules.free()
    responses.free()
    backoffs.free()
    breakers.free()
    trips.free()
    steps.free()
    notifies.free()
    brownouts.free()
    domains.free()
    domainLabels.free()
    features.free()
    served.free()
    classList.free()
  }

  /// Whether nothing is ever sent to an endpoint, since none of its credentials is there.
  public func isExcluded(_ endpoint: ID<Endpoint>) -> Bool { endpoints[endpoint.index].isExcluded }

  /// A tag as requests carry it; nil if the policy never asks for a tag of that name.
  public func tag(_ name: some Sequence<UInt8>, is value: some Sequence<UInt8>) -> Tag? {
    guard let position = tagNames.firstIndex(where: { graph.bytes($0).elementsEqual(name) }) else {
      return nil
    }
    var number: UInt32 = 0
    for (i, known) in tagValues.enumerated() where graph.bytes(known).elementsEqual(value) {
      number = UInt32(i + 1)
      break
    }
    // The low bit keeps the hash of every value apart from that of no value.
    let hash = UInt32(truncatingIfNeeded: FixedPoint.hash(value)) | 1
    return Tag(name: UInt8(position), value: number, hash: hash)
  }

  /// What an answer or a failure is, by an error table: `Classifier.classify` without a copy of it.
  public func classify(
    _ evidence: Evidence, by table: ID<ErrorTable>, epochNs: Int64
  ) -> Outcome {
    classifier.classify(evidence, by: table, epochNs: epochNs)
  }

  /// The state of an active-passive group's holder for routes with a breaker.
  @inline(__always)
  func holding(_ g: Int, _ breaker: UInt32) -> Binding {
    let run = groups[g].holders
    let first = holders[Int(run.first)]
    if run.count == 1 || first.breaker == breaker { return first }
    for h in run.range where holders[h].breaker == breaker { return holders[h] }
    return first  // of a route that does not come here
  }

  /// The endpoint's breaker under a route.
  @inline(__always)
  func binding(_ e: Int, _ breaker: UInt32) -> Int {
    let row = endpoints[e]
    let first = Int(row.bindings.first)
    if row.ownBreaker || bindings[first].breaker == breaker { return first }
    for b in row.bindings.range where bindings[b].breaker == breaker { return b }
    return first  // cannot be: every route's breaker is bound
  }

  /// Whether an endpoint has all of some features.
  func supports(_ e: Int, _ requires: Extent) -> Bool {
    let has = endpoints[e].supports.range
    return requires.range.allSatisfy { i in has.contains { features[$0] == features[i] } }
  }

  /// The rule for a class at an endpoint of a route; `none` if there is none.
  func rule(for errorClass: UInt32, at e: Int, on route: Int) -> UInt32 {
    let row = endpoints[e]
    var otherwise = none
    for i in (row.hasRules ? row.rules : routes[route].rules).range {
      let rule = rules[i]
      if rule.otherwise { otherwise = UInt32(i) }
      if contains(rule.classes, Int(errorClass)) { return UInt32(i) }
    }
    // What nobody understands may have been carried out: a `once` request is not sent again.
    let hasNone =
      errorClass == known.cancelled || errorClass == known.unclassified && routes[route].once
    return hasNone || isRefusal(errorClass) ? none : otherwise
  }

  /// Whether a class says that the request itself was refused: `fail`, unless a rule names it.
  @inline(__always)
  func isRefusal(_ errorClass: UInt32) -> Bool { contains(refusals, Int(errorClass)) }

  /// Whether `errorClass` is in a set.
  @inline(__always)
  func contains(_ set: ClassSet, _ errorClass: Int) -> Bool {
    if errorClass < 64 { return set.bits & (1 << UInt64(errorClass)) != 0 }
    for i in set.more.range where classList[i] == UInt32(errorClass) { return true }
    return false
  }
}
