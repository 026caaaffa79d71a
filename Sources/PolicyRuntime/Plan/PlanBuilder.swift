import PolicyGraph

/// Packs the tables of a graph into a plan's rows.
struct PlanBuilder {
  let graph: FailoverGraph
  /// The credentials that are not there, by their index; empty for none.
  let missing: [Bool]
  var cells = CellMap()
  var routes: [PlanRoute] = []
  var endpoints: [PlanEndpoint] = []
  var bindings: [Binding] = []
  var slots: [Slot] = []
  var limits: [PlanLimit] = []
  var groups: [PlanGroup] = []
  var holders: [Binding] = []
  var members: [PlanMember] = []
  var arms: [PlanArm] = []
  var armValues: [UInt32] = []
  var rules: [PlanRule] = []
  var responses: [PlanResponse] = []
  var backoffs: [PlanBackoff] = []
  var breakers: [PlanBreaker] = []
  var trips: [PlanTrip] = []
  var steps: [PlanStep] = []
  var notifies: [PlanNotify] = []
  var brownouts: [PlanBrownout] = []
  var domains: [UInt32] = []
  var domainLabels: [UInt32] = []
  var features: [UInt32] = []
  var served: [PlanServed] = []
  var classList: [UInt32] = []
  var resumesSomewhere = false
  var known = KnownClasses()
  var refusals = ClassSet()
  let tagNames: [Name]
  var tagValues: [Name] = []

  init(_ graph: FailoverGraph, missing: [Bool]) {
    self.graph = graph
    self.missing = missing
    tagNames = graph.tagNames()
  }

  /// Packs every table; what is referred to goes first.
  mutating func build() {
    findClasses()
    refusals = set(graph.classes.ids.filter { graph.isRefusal($0) })
    packBreakers()
    packRules()
    packGroups()
    packLadders()
    for row in graph.routes.rows { packRoute(row) }
    for (i, row) in graph.endpoints.rows.enumerated() { packEndpoint(i, row) }
    markLoads()
    markAnswers()
  }

  func aim(_ target: Target) -> Aim {
    switch target {
    case .endpoint(let id): Aim(raw: Int32(truncatingIfNeeded: id.index))
    case .group(let id): Aim(raw: ~Int32(truncatingIfNeeded: id.index))
    }
  }

  /// A list of classes as a set.
  mutating func set(_ run: Rows<ClassMember>) -> ClassSet {
    set(graph.classMembers[run].map { $0.errorClass })
  }

  private mutating func set(_ classes: [ID<ErrorClass>]) -> ClassSet {
    var set = ClassSet()
    let first = classList.count
    for errorClass in classes {
      let id = errorClass.index
      if id < 64 { set.bits |= 1 << UInt64(id) } else { classList.append(UInt32(id)) }
    }
    set.more = Extent(first, classList.count - first)
    return set
  }

  /// A list of features as names.
  mutating func featureRun(_ run: Rows<Feature>) -> Extent {
    let first = features.count
    for feature in graph.features[run] { features.append(feature.name.raw) }
    return Extent(first, features.count - first)
  }
}

extension PlanBuilder {
  private mutating func packBreakers() {
    for row in graph.breakers.rows {
      var packed = PlanBreaker()
      let first = trips.count
      for trip in graph.trips[row.trips] {
        var one = PlanTrip()
        one.kind = trip.kind.rawValue
        one.ppb = trip.share?.ppb ?? 0
        one.count = Int64(trip.count ?? 0)
        one.slower = trip.slowerThan?.ns ?? .max
        one.over = trip.over?.ns ?? 0
        one.overCalls = Int(trip.overCalls ?? 0)
        one.minCalls = Int64(trip.minCalls)
        packed.slowest = Swift.min(packed.slowest, one.slower)
        if one.over == 0 && one.overCalls > 0 { packed.hasCountWindow = true }
        trips.append(one)
      }
      packed.trips = Extent(first, trips.count - first)
      packed.cooldown = row.cooldown.ns
      packed.growth = row.growth.millionths
      packed.cooldownMax = row.cooldownMax?.ns ?? .max
      packed.jitterPpb = row.cooldownJitter.ppb
      packed.calls = Int64(row.probeCalls)
      packed.atOnce = Int(row.probeAtOnce)
      packed.counted = set(row.counted)
      breakers.append(packed)
    }
  }

  private mutating func packRules() {
    for row in graph.backoffs.rows {
      backoffs.append(
        PlanBackoff(
          kind: row.kind.rawValue, jitter: row.jitter.rawValue, base: row.base.ns,
          factor: row.factor.millionths, max: row.max?.ns ?? .max))
    }
    for row in graph.rules.rows {
      var packed = PlanRule()
      packed.classes = set(row.classes)
      packed.otherwise = row.otherwise
      packed.reconciles = row.reconcile
      packed.asked = row.reconcileAt?.raw ?? none
      packed.within = row.reconcileWithin?.ns ?? -1
      packed.settle = row.settle?.ns ?? 0
      packed.responses = Extent(Int(row.responses.first), row.responses.count)
      rules.append(packed)
    }
    for row in graph.responses.rows {
      var packed = PlanResponse()
      packed.kind = row.kind.rawValue
      packed.times = UInt8(clamping: row.times)
      packed.backoff = row.backoff?.raw ?? none
      packed.cap = row.retryAfter?.ns ?? .max
      packed.same = row.same?.raw ?? none
      if let target = row.target { packed.aim = aim(target) }
      responses.append(packed)
    }
  }

  private mutating func packLadders() {
    for row in graph.steps.rows {
      var packed = PlanStep()
      packed.answer = row.answer.rawValue
      packed.when = set(row.when)
      packed.notifies = Extent(Int(row.notifies.first), row.notifies.count)
      if let target = row.target { packed.aim = aim(target) }
      packed.within = row.within?.ns ?? 1_000_000_000
      packed.below = UInt8(clamping: row.below ?? 0)
      steps.append(packed)
    }
    for (i, row) in graph.notifies.rows.enumerated() {
      var packed = PlanNotify()
      if let rate = row.atMost {
        packed.amount = rate.amount
        packed.per = rate.per.ns
        // Not by its place in the file: a handler that is told before it elsewhere moves nothing.
        let earlier = graph.notifies.rows[..<i].count { $0.handler == row.handler }
        let key = CellKey(.notify).with(graph.bytes(row.handler)).with(Int64(earlier))
          .with(rate.per.ns)
        packed.cell = cells.cell(key, .notify, words: StartWindow.wordCount, owner: i)
      }
      notifies.append(packed)
    }
  }

  /// Notes which endpoints' loads and latencies some balance looks at.
  private mutating func markLoads() {
    for group in groups where group.kind == GroupKind.activeActive.rawValue {
      let balance = Balance(rawValue: group.balance)
      for i in group.members.range {
        mark(members[i].aim, balance, depth: 0)
      }
    }
  }

  /// Notes at which endpoints a hedge may make an attempt lose: those that a hedged route reaches.
  private mutating func markAnswers() {
    for route in routes where route.hedges {
      markAnswers(below: route.aim, depth: 0)
      for r in route.rules.range { markAnswers(after: rules[r]) }
      for row in endpoints where row.hasRules {
        for r in row.rules.range { markAnswers(after: rules[r]) }
      }
    }
  }

  private mutating func markAnswers(after rule: PlanRule) {
    for i in rule.responses.range where responses[i].kind == ResponseKind.reroute.rawValue {
      markAnswers(below: responses[i].aim, depth: 0)
    }
  }

  private mutating func markAnswers(below aim: Aim, depth: Int) {
    guard let endpoint = aim.endpoint else {
      guard depth < 64 else { return }
      let group = groups[aim.group]
      for i in group.members.range { markAnswers(below: members[i].aim, depth: depth + 1) }
      for i in group.arms.range { markAnswers(below: arms[i].aim, depth: depth + 1) }
      return
    }
    endpoints[endpoint].notesAnswers = true
  }

  private mutating func mark(_ aim: Aim, _ balance: Balance?, depth: Int) {
    guard let endpoint = aim.endpoint else {
      // A sticky balance bounds the load of all that is below a member.
      guard balance == .sticky, depth < 64 else { return }
      let group = groups[aim.group]
      for i in group.members.range { mark(members[i].aim, balance, depth: depth + 1) }
      for i in group.arms.range { mark(arms[i].aim, balance, depth: depth + 1) }
      return
    }
    switch balance {
    case .leastLoaded, .sticky: endpoints[endpoint].countsInFlight = true
    case .fastest:
      endpoints[endpoint].countsInFlight = true
      endpoints[endpoint].averages = true
    case .random, .roundRobin, nil: break
    }
  }
}
