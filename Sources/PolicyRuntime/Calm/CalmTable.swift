import PolicyGraph

/// What calm requests need of each route, with every cell found once.
///
/// Empty for an interpreter that is listened to: every step of its requests is told.
final class CalmTable: Sendable {
  /// The most members of all leaves together: what is beyond that is looked at closely.
  static let membersMost = 1 << 17

  let routes: Block<CalmRoute>
  let starts: Block<CalmStart>
  let leaves: Block<CalmLeaf>
  let members: Block<CalmMember>
  let limits: Block<CalmLimit>
  /// A record for each start.
  private let records: CellMemory
  /// Stands in for the breaker of an endpoint without one: closed, and quiet.
  private let closed: CellMemory

  init(_ plan: Plan, _ state: SharedState, isEmpty: Bool) {
    closed = CellMemory(words: 16)
    var builder = CalmBuilder(plan, state, closed: unsafe Words(closed.words(at: 0)))
    if !isEmpty { builder.build() }
    routes = Block(builder.routes)
    starts = Block(builder.starts)
    leaves = Block(builder.leaves)
    members = Block(builder.members)
    limits = Block(builder.limits)
    records = CellMemory(words: Swift.max(1, starts.count) * CalmRecord.wordCount)
  }

  deinit {
    routes.free()
    starts.free()
    leaves.free()
    members.free()
    limits.free()
  }

  /// The record of a start.
  @inline(__always)
  func record(_ start: Int) -> Words {
    precondition(UInt(bitPattern: start) < UInt(bitPattern: starts.count), "an unknown start")
    return unsafe Words(records.words(at: start &* CalmRecord.wordCount))
  }

  /// The leaf of a start that a target is, as a record says it; 0 if it is none.
  func leaf(_ start: CalmStart, _ aim: Aim) -> UInt64 {
    for i in start.leaves.range where leaves[i].aim == aim {
      return UInt64(leaves[i].members.count) << 32 | UInt64(leaves[i].members.first)
    }
    return 0
  }
}

/// Puts the rows of a `CalmTable` together.
private struct CalmBuilder {
  let plan: Plan
  let state: SharedState
  let closed: Words
  var routes: [CalmRoute] = []
  var starts: [CalmStart] = []
  var leaves: [CalmLeaf] = []
  var members: [CalmMember] = []
  var limits: [CalmLimit] = []
  /// By group: one more than the start below which it was met last.
  private var seen: [Int]

  init(_ plan: Plan, _ state: SharedState, closed: Words) {
    seen = [Int](repeating: 0, count: plan.groups.count)
    self.plan = plan
    self.state = state
    self.closed = closed
  }

  mutating func build() {
    // The starts of routes come first, so that a route's number finds its own.
    for r in 0..<plan.routes.count {
      let aim = plan.routes[r].aim
      var route = CalmRoute()
      if aim.endpoint == nil, plan.groups[aim.group].kind == GroupKind.select.rawValue {
        route.select = UInt32(aim.group)
        starts.append(CalmStart(target: aim, breaker: none, route: UInt32(r)))
      } else {
        addStart(aim, r, .direct)
      }
      routes.append(route)
    }
    for r in routes.indices where routes[r].select != none {
      routes[r].arms = UInt32(starts.count)
      for a in plan.groups[Int(routes[r].select)].arms.range {
        addStart(plan.arms[a].aim, r, .selected)
      }
    }
  }

  /// - Parameter reason: Why an endpoint is taken that is the target itself.
  private mutating func addStart(_ target: Aim, _ r: Int, _ reason: Reason) {
    var start = CalmStart(target: target, breaker: plan.routes[r].breaker, route: UInt32(r))
    let first = leaves.count
    addLeaves(target, r, reason, since: first, isWeighed: false, depth: 0)
    start.leaves = Extent(first, leaves.count - first)
    starts.append(start)
  }

  private mutating func addLeaves(
    _ aim: Aim, _ r: Int, _ reason: Reason, since first: Int, isWeighed: Bool, depth: Int
  ) {
    if let e = aim.endpoint {
      let isKnown = leaves[first...].contains { $0.aim == aim }
      if !isKnown && canTake(e, r) { addLeaf(aim, r, [(e: e, weight: 1)], reason) }
      return
    }
    guard depth < 64, seen[aim.group] != starts.count + 1 else { return }
    seen[aim.group] = starts.count + 1
    let group = plan.groups[aim.group]
    switch GroupKind(rawValue: group.kind) {
    case .activePassive:
      let isWeighed = isWeighed || group.panicPpb >= 0 || group.proportional
      for m in group.members.range {
        addLeaves(
          plan.members[m].aim, r, .holder, since: first, isWeighed: isWeighed, depth: depth + 1)
      }
    case .activeActive, nil: addBalanced(aim, group, r, isWeighed: isWeighed || group.panicPpb >= 0)
    case .select: return
    }
  }

  /// Members that share load, if all are endpoints that a draw or two choose from.
  ///
  /// One that can never take a request of the route is none of them, unless the group asks what is
  /// the matter with it.
  private mutating func addBalanced(_ aim: Aim, _ group: PlanGroup, _ r: Int, isWeighed: Bool) {
    var found: [(e: Int, weight: Int64)] = []
    guard group.balance != Balance.sticky.rawValue else { return }
    for m in group.members.range where plan.members[m].weight > 0 {
      guard let e = plan.members[m].aim.endpoint, plan.endpoints[e].serves.count == 0,
        plan.endpoints[e].atLeast <= plan.routes[r].mainSpan
      else { return }
      if canTake(e, r) {
        found.append(
          (e: e, weight: plan.members[m].weight * (group.slowStart > 0 ? 1000 : 1)))
      } else if isWeighed || group.ejectMaxPpb >= 0 {
        return
      }
    }
    if !found.isEmpty { addLeaf(aim, r, found, .balanced) }
  }

  /// Whether an endpoint could ever take the first attempt of a route's requests.
  private func canTake(_ e: Int, _ r: Int) -> Bool {
    let (row, route) = (plan.endpoints[e], plan.routes[r])
    return !row.isExcluded && row.atLeast <= route.mainSpan && plan.supports(e, route.requires)
  }

  private mutating func addLeaf(
    _ aim: Aim, _ r: Int, _ endpoints: [(e: Int, weight: Int64)], _ reason: Reason
  ) {
    guard members.count + endpoints.count <= CalmTable.membersMost else { return }
    var weights: Int64 = 0
    var mostSize = Int64.max
    for (e, weight) in endpoints {
      weights += weight
      mostSize = Swift.min(mostSize, plan.routes[r].context, plan.endpoints[e].context)
      let slot = firstSlot(e)?.limits ?? Extent()
      for run in [plan.routes[r].limits, plan.endpoints[e].limits, slot] {
        for i in run.range where plan.limits[i].tokensCell != none {
          mostSize = Swift.min(mostSize, PlanLimit.eighth(plan.limits[i].tokens))
        }
      }
    }
    leaves.append(CalmLeaf(aim: aim, members: Extent(members.count, endpoints.count)))
    for (e, weight) in endpoints {
      var member = member(e, r)
      member.mostSize = mostSize
      member.reason = reason
      member.weight = weight
      member.weights = weights
      if aim.endpoint == nil {
        member.group = UInt32(aim.group)
        member.balance = plan.groups[aim.group].balance
      }
      members.append(member)
    }
  }

  private func firstSlot(_ e: Int) -> Slot? {
    let slots = plan.endpoints[e].slots
    return slots.count > 0 ? plan.slots[Int(slots.first)] : nil
  }

  private mutating func member(_ e: Int, _ r: Int) -> CalmMember {
    let (row, route) = (plan.endpoints[e], plan.routes[r])
    let bound = plan.bindings[plan.binding(e, route.breaker)]
    var member = CalmMember(
      breaker: bound.breaker == none ? closed : state.words(bound.cell),
      provider: state.words(row.provider), own: state.words(row.cell),
      budget: route.budgeted ? state.words(route.budgetCell) : closed,
      latency: route.latencyCell != none ? state.words(route.latencyCell) : closed)
    member.budgetWidth = BucketClock(tenthOf: route.budgetOver).width
    member.route = UInt32(r)
    member.endpoint = UInt32(e)
    member.binding = UInt32(plan.binding(e, route.breaker))
    member.span = Swift.min(row.attempt, route.mainSpan)
    if bound.breaker != none {
      let breaker = plan.breakers[Int(bound.breaker)]
      member.slowest = breaker.hasCountWindow ? .min : breaker.slowest
    }
    func needs(_ bit: UInt16, if isNeeded: Bool) { if isNeeded { member.needs |= bit } }
    if row.slots.count > 0 { member.slot = row.slots.first }
    addLimits([route.limits, row.limits, firstSlot(e)?.limits ?? Extent()], &member)
    needs(CalmMember.hasLimits, if: member.places.count > 0 || member.windows.count > 0)
    needs(CalmMember.routePlaces, if: route.limits.count > 0)
    needs(CalmMember.inFlight, if: row.countsInFlight)
    needs(CalmMember.average, if: row.averages)
    needs(CalmMember.latency, if: route.latencyCell != none)
    needs(CalmMember.answers, if: row.notesAnswers)
    needs(CalmMember.brownout, if: route.brownout != none)
    needs(CalmMember.budget, if: route.budgeted)
    needs(CalmMember.hedge, if: route.hedges && route.hedgesMax > 0 && route.attemptsMax > 1)
    needs(CalmMember.tags, if: row.serves.count > 0)
    return member
  }

  private mutating func addLimits(_ runs: [Extent], _ member: inout CalmMember) {
    let rows = runs.flatMap { $0.range.map { plan.limits[$0] } }
    let first = limits.count
    for row in rows where row.concurrencyCell != none {
      limits.append(CalmLimit(words: state.words(row.concurrencyCell), most: row.concurrency))
    }
    member.places = Extent(first, limits.count - first)
    for row in rows {
      if row.requestsCell != none {
        limits.append(
          CalmLimit(
            words: state.words(row.requestsCell), most: row.requests, width: row.requestsWidth))
      }
      if row.tokensCell != none {
        limits.append(
          CalmLimit(
            words: state.words(row.tokensCell), most: row.tokens, width: row.tokensWidth,
            countsTokens: true))
      }
    }
    let places = Int(member.places.count)
    member.windows = Extent(first + places, limits.count - first - places)
  }
}
