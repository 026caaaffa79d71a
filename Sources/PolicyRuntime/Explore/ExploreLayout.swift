package import PolicyGraph

/// Which shared words can decide the rest of one request while nobody else is there.
///
/// Windows, averages and samples are left out: the policies that the explorer runs count nothing
/// over time.
package struct ExploreLayout: Sendable {
  /// What a word holds, as far as it matters for telling states apart.
  enum Meaning: UInt8 {
    /// A count, a phase, an index.
    case plain
    /// How often something was cooled without a hint.
    case streak
    /// A time until which something lasts: over is over.
    case lasting
    /// A time that counts even when it is past, or one more than it.
    case stamp
    /// A breaker's phase; how often it changed, and failures in a row that no trip counts, are left
    /// out.
    case phase
    /// How far a half-open period has come; which one it is is left out.
    case period
    /// What decides nothing for a request that is alone.
    case unseen
    /// Who holds a group; how often that changed is left out, and who did before, unless it ramps.
    case holder
    case rampingHolder
  }

  /// One word.
  struct Place {
    var cell: UInt32
    var word: UInt16
    var meaning: Meaning
    /// What it is worth once the request has left its endpoint.
    var after = After.stays
  }

  /// What a word is worth once the request has left the endpoints that use it.
  enum After: UInt8 {
    /// It still says whether they are down, which decides who holds their groups.
    case stays
    /// Nothing: nobody looks.
    case fades
    /// It only says that nothing else needs to be looked at.
    case gates
  }

  /// Every word: those of each endpoint alone, then those that several share.
  private(set) var places: [Place] = []
  /// The words that belong to one endpoint alone, by its position in `endpoints`.
  private(set) var own: [Range<Int>] = []
  /// The words that several endpoints share, and those of topologies.
  private(set) var common = 0..<0
  /// The words of each scope that several endpoints share, and who they are, by position.
  private(set) var shared: [(words: Range<Int>, users: [Int])] = []
  /// The endpoints that the request may come to.
  package let endpoints: [ID<Endpoint>]
  /// By endpoint of the plan: its position in `endpoints`; −1 for others.
  let position: [Int]
  /// The spans that past times are compared with: how long somebody must have held, or been up.
  let spans: ClosedRange<Int64>?
  /// What two endpoints must have in common to be taken for each other, as far as the plan knows.
  package private(set) var likeness: [Fingerprint] = []

  /// The words that requests at `endpoints`, through `groups`, may change.
  package init(_ plan: Plan, endpoints: [ID<Endpoint>], groups: [ID<Group>]) {
    self.endpoints = endpoints
    var position = [Int](repeating: -1, count: plan.endpoints.count)
    for (i, id) in endpoints.enumerated() { position[id.index] = i }
    self.position = position
    let users = Users(plan, endpoints)
    let passive = groups.map { plan.groups[$0.index] }.filter {
      $0.kind == GroupKind.activePassive.rawValue
    }
    let compared = passive.filter { $0.failback == Failback.after.rawValue || $0.ramp > 0 }
      .flatMap { [$0.after, $0.hold, $0.ramp] }.filter { $0 > 0 }
    spans = compared.min().flatMap { least in compared.max().map { least...$0 } }
    let ejects = groups.contains { plan.groups[$0.index].ejectMaxPpb >= 0 }
    let deadline = plan.routes.count > 0 ? plan.routes[0].deadline : 0
    for id in endpoints {
      let first = places.count
      addOwn(plan, id.index, users, ejects: ejects, deadline: deadline)
      own.append(first..<places.count)
      likeness.append(ExploreLayout.likeness(plan, id.index, users))
    }
    let first = places.count
    for cell in users.shared {
      let first = places.count
      addScope(cell)
      let own = endpoints.indices.filter { users.scopes(of: endpoints[$0].index).contains(cell) }
      shared.append((first..<places.count, Array(own)))
    }
    for id in groups {
      let group = plan.groups[id.index]
      for h in group.holders.range {
        let cell = plan.holders[h].cell
        add(cell, HolderCell.holder, group.ramp > 0 ? .rampingHolder : .holder)
        for m in 0..<Int(group.members.count) { add(cell, HolderCell.since + m, .stamp) }
      }
    }
    if plan.routes.count > 0, plan.routes[0].waitCell != none {
      add(plan.routes[0].waitCell, WaitCell.total, .plain)
      for p in 0...9 { add(plan.routes[0].waitCell, WaitCell.priorities + p, .plain) }
    }
    common = first..<places.count
  }

  /// How many words there are.
  package var wordCount: Int { places.count }

  /// The place of an endpoint in `endpoints`; nil if the request cannot come to it.
  package func position(of endpoint: ID<Endpoint>) -> Int? {
    let place = position[endpoint.index]
    return place < 0 ? nil : place
  }

  /// The times between two, both left out, at which something that lasts is over.
  package func lasting(in words: [UInt64], after: Int64, before: Int64) -> [Int64] {
    var times: [Int64] = []
    for (i, place) in places.enumerated()
    where place.meaning == .lasting && place.after != .gates {
      let time = Int64(bitPattern: words[i])
      if time > after && time < before { times.append(time) }
    }
    return times
  }

  private mutating func add(
    _ cell: UInt32, _ word: Int, _ meaning: Meaning, _ after: After = .stays
  ) {
    places.append(Place(cell: cell, word: UInt16(word), meaning: meaning, after: after))
  }

  private mutating func addScope(_ cell: UInt32) {
    add(cell, ScopeCell.strict, .stamp)
    add(cell, ScopeCell.soft, .lasting, .fades)
    add(cell, ScopeCell.streak, .streak, .fades)
    add(cell, ScopeCell.quick, .lasting, .gates)
  }

  private mutating func addOwn(
    _ plan: Plan, _ e: Int, _ users: Users, ejects: Bool, deadline: Int64
  ) {
    let row = plan.endpoints[e]
    add(row.cell, EndpointCell.health, .plain)
    add(row.cell, EndpointCell.upSince, .stamp)
    add(row.cell, EndpointCell.cooling, .lasting, .fades)
    add(row.cell, EndpointCell.streak, .streak, .fades)
    if row.notesAnswers { add(row.cell, EndpointCell.answeredAt, .unseen) }
    for b in row.bindings.range where plan.bindings[b].breaker != none {
      let bound = plan.bindings[b]
      add(bound.cell, BreakerCell.phase, .phase)
      add(bound.cell, BreakerCell.until, .lasting)
      add(bound.cell, BreakerCell.closedAt, .stamp)
      // In which order breakers opened matters to a cap on ejections alone, and how long the next
      // cooldown is, to a request that would see its end.
      if ejects { add(bound.cell, BreakerCell.openedAt, .plain, .fades) }
      if plan.breakers[Int(bound.breaker)].cooldown < deadline {
        add(bound.cell, BreakerCell.exponent, .plain, .fades)
        add(bound.cell, BreakerCell.cooldown, .plain, .fades)
      }
      add(bound.cell, BreakerCell.halfOpenPeriod, .period)
      let leases = Swift.min(
        plan.breakers[Int(bound.breaker)].atOnce, RuntimeLimits.legsMax)
      for i in 0..<leases { add(bound.cell, BreakerCell.leases + i, .plain) }
    }
    for cell in users.scopes(of: e) where !users.isShared(cell) { addScope(cell) }
    for s in row.slots.range { add(plan.slots[s].cell, 0, .lasting, .fades) }
  }

  /// What an endpoint is to a request: two of the same likeness differ in nothing that decides.
  private static func likeness(_ plan: Plan, _ e: Int, _ users: Users) -> Fingerprint {
    let row = plan.endpoints[e]
    var print = Fingerprint()
    for value in [row.attempt, row.atLeast, row.stream, row.context, row.coolingMax] {
      print.add(value)
    }
    print.add(UInt64(row.ignoresHints ? 1 : 0))
    print.add(UInt64(row.errors))
    print.add(UInt64(row.hasRules ? row.rules.first : none))
    for f in row.supports.range { print.add(UInt64(plan.features[f])) }
    for b in row.bindings.range { print.add(UInt64(plan.bindings[b].breaker)) }
    for cell in users.scopes(of: e) {
      print.add(users.isShared(cell) ? UInt64(cell) : UInt64(none))
    }
    print.add(UInt64(row.slots.count))
    return print
  }
}

/// Which scopes' cells an endpoint uses, and which of them several use.
private struct Users {
  private let plan: Plan
  private var counts: [UInt32: Int] = [:]
  /// The cells that several endpoints use, in their order.
  private(set) var shared: [UInt32] = []

  init(_ plan: Plan, _ endpoints: [ID<Endpoint>]) {
    self.plan = plan
    for id in endpoints {
      for cell in Set(scopes(of: id.index)) { counts[cell, default: 0] += 1 }
    }
    shared = counts.keys.filter { counts[$0, default: 0] > 1 }.sorted()
  }

  func isShared(_ cell: UInt32) -> Bool { counts[cell, default: 0] > 1 }

  /// Provider, address, then credential and account of each slot; each cell once.
  func scopes(of e: Int) -> [UInt32] {
    let row = plan.endpoints[e]
    var cells = [row.provider]
    if row.address != none { cells.append(row.address) }
    for s in row.slots.range {
      for cell in [plan.slots[s].scope, plan.slots[s].account] where !cells.contains(cell) {
        cells.append(cell)
      }
    }
    return cells
  }
}
