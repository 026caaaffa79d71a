import PolicyGraph

/// Ordered tiers: who holds, who is tried in which order, and how load moves between them.
extension Interpreter {
  /// Walks an active-passive group; `later`: whether a tier behind the group has a candidate.
  func choosePassive<C: Chooser>(
    _ g: Int, _ query: inout Query, _ request: inout RequestState, _ now: Int64, later: Bool,
    depth: Int,
    _ chooser: inout C
  ) -> Candidate? {
    let group = plan.groups[g]
    let held = plan.holding(g, query.breaker)
    let cell = state.words(held.cell)
    let downs = Downs(self, g, query, now)
    if query.isFirstPass { updateHolder(g, held, downs, query, now) }
    let word = cell.load(HolderCell.holder)
    let holder = HolderCell.member(word)
    let first = Int(group.members.first)
    let count = Int(group.members.count)
    if query.allowsProbes && !query.ignoresHealth {
      for i in 0..<count where !downs.isEmpty && downs.contains(i, self, g, query, now) {
        let m = first + i
        guard offersProbe(plan.members[m].aim, query, &request, now) else { continue }
        if var found = choose(
          plan.members[m].aim, &query, &request, now, later: true, depth + 1, &chooser)
        {
          found.reason = .halfOpenProbe
          return found
        }
      }
    }
    let ramped = rampedBack(g, cell, word, now, &chooser)
    var order = WalkOrder(holder: holder, count: count, front: ramped)
    if group.proportional { drawLevel(g, &order, query, &request, now, &chooser) }
    for k in 0..<count {
      let position = order.position(k)
      let m = order.member(position)
      let member = plan.members[first + m]
      let behind =
        member.mayPanic
        && (later || hasShare(g, order, after: position, query, &request, now, depth: depth))
      guard
        var found = choose(member.aim, &query, &request, now, later: behind, depth + 1, &chooser)
      else { continue }
      explain(&found, member: m, holder: holder, ramped: ramped, order: order, position: position)
      return found
    }
    return nil
  }

  /// Says why this member: its place beside the holder, if it is not the holder itself.
  private func explain(
    _ found: inout Candidate, member m: Int, holder: Int, ramped: Int, order: WalkOrder,
    position: Int
  ) {
    if found.isUncounted { return }
    if m == holder {
      if found.reason == .none { found.reason = .holder }
    } else if m == ramped && position == 0 {
      found.reason = .failbackRamp
    } else if order.isDrawn && position == order.start && position != 0 {
      found.reason = .spillover
    } else {
      found.reason = .nextTier
    }
  }

  /// Whether a tier behind a position could take the request.
  private func hasShare(
    _ g: Int, _ order: WalkOrder, after position: Int, _ query: Query,
    _ request: inout RequestState, _ now: Int64, depth: Int
  ) -> Bool {
    let group = plan.groups[g]
    var k = position + 1
    while k < order.count {
      let m = Int(group.members.first) + order.member(k)
      if share(plan.members[m].aim, query, &request, now, depth: depth + 1) > 0 { return true }
      k += 1
    }
    return false
  }

  /// Moves the holder if it is down, or if a better member may take over again.
  ///
  /// The place of one that is down goes to the first behind it that is not. Only if there is none
  /// does it go back by force, and never where that is the operator's: then a better member serves
  /// for as long as it has to, and holds nothing.
  private func updateHolder(
    _ g: Int, _ held: Binding, _ downs: Downs, _ query: Query, _ now: Int64
  ) {
    let group = plan.groups[g]
    let cell = state.words(held.cell)
    let word = cell.load(HolderCell.holder)
    let holder = HolderCell.member(word)
    let first = Int(group.members.first)
    let isDown = !downs.isEmpty && downs.contains(holder, self, g, query, now)
    var m = holder + 1
    while isDown, m < Int(group.members.count) {
      if !downs.contains(m, self, g, query, now) {
        return move(g, held, word, to: m, byFailback: false, now, .holderMoved)
      }
      m += 1
    }
    guard holder > 0, group.failback != Failback.manual.rawValue else { return }
    for m in 0..<holder where !downs.contains(m, self, g, query, now) {
      if isDown { return move(g, held, word, to: m, byFailback: true, now, .failbackForced) }
      let isDue: Bool
      if group.failback == Failback.atOnce.rawValue {
        isDue = true
      } else {
        let up = upSince(plan.members[first + m].aim, query, now)
        let since = Stamp.time(cell.load(HolderCell.since + holder))
        isDue =
          (up == .min || now &- up >= group.after) && (since == .min || now &- since >= group.hold)
      }
      if isDue { return move(g, held, word, to: m, byFailback: true, now, .failedBack) }
    }
  }

  /// Makes a member the holder, unless another thread was faster.
  func move(
    _ g: Int, _ held: Binding, _ word: UInt64, to m: Int, byFailback: Bool, _ now: Int64,
    _ reason: Reason
  ) {
    let cell = state.words(held.cell)
    cell.store(HolderCell.since + m, Stamp.word(now))
    let next = HolderCell.next(
      word, to: m, from: HolderCell.member(word), byFailback: byFailback)
    guard cell.replace(HolderCell.holder, word, by: next) else { return }
    state.changed()
    record(
      reason == .holderMoved ? .failover : .failback, reason, now, group: g,
      breaker: held.breaker, value: Int64(m))
  }

  /// The holder before, if a ramp is on and the draw gives this request to it; −1 if not.
  private func rampedBack<C: Chooser>(
    _ g: Int, _ cell: Words, _ word: UInt64, _ now: Int64, _ chooser: inout C
  ) -> Int {
    let group = plan.groups[g]
    guard group.ramp > 0, word & HolderCell.cameBack != 0 else { return -1 }
    let since = Stamp.time(cell.load(HolderCell.since + HolderCell.member(word)))
    let age = now &- since
    guard since != .min, age < group.ramp else { return -1 }
    return chooser.between(0, group.ramp - 1) >= age ? HolderCell.before(word) : -1
  }

  /// The position at which a proportional walk starts: drawn by what each member can carry.
  ///
  /// As in Envoy's priority levels: health × overprovisioning, normalised in per cent, the
  /// remainder to the first.
  private func drawLevel<C: Chooser>(
    _ g: Int, _ order: inout WalkOrder, _ query: Query, _ request: inout RequestState,
    _ now: Int64, _ chooser: inout C
  ) {
    var total: Int64 = 0
    for k in 0..<order.count where total < 100 {
      total += percent(g, order, k, query, &request, now)
    }
    total = Swift.min(100, total)
    guard total > 0 else { return }
    // The loads are gone through twice, so that no list is needed: once for the remainder and how
    // many have a load, once for the draw.
    var rest: Int64 = 100
    var loaded = 0
    var only = 0
    var firstHealthy = -1
    for k in 0..<order.count {
      let percent = percent(g, order, k, query, &request, now)
      guard percent > 0 else { continue }
      if firstHealthy < 0 { firstHealthy = k }
      let load = Swift.min(rest, percent * 100 / total)
      rest -= load
      if load > 0 || firstHealthy == k {
        loaded += 1
        if loaded == 1 { only = k }
      }
    }
    order.start = only
    guard loaded > 1 else { return }
    order.isDrawn = true
    var draw = Int64(chooser.pick(100))
    let remainder = rest
    rest = 100
    for k in 0..<order.count {
      let percent = percent(g, order, k, query, &request, now)
      guard percent > 0 else { continue }
      var load = Swift.min(rest, percent * 100 / total)
      rest -= load
      if k == firstHealthy { load += remainder }
      if draw < load {
        order.start = k
        return
      }
      draw -= load
    }
  }

  private func percent(
    _ g: Int, _ order: WalkOrder, _ k: Int, _ query: Query, _ request: inout RequestState,
    _ now: Int64
  ) -> Int64 {
    let group = plan.groups[g]
    let m = Int(group.members.first) + order.member(k)
    let share = share(plan.members[m].aim, query, &request, now)
    let health = FixedPoint.product(share, group.overprovisioning, over: 1_000_000)
    return Swift.min(100, health / 10_000_000)
  }
}

/// Which members of a group are down: looked at once in a walk.
struct Downs {
  /// The first 64 members.
  private var bits: UInt64 = 0
  /// Whether none is.
  private(set) var isEmpty = true

  init(_ interpreter: Interpreter, _ g: Int, _ query: Query, _ now: Int64) {
    let members = interpreter.plan.groups[g].members
    for (i, m) in members.range.enumerated()
    where interpreter.isDown(interpreter.plan.members[m].aim, query, now) {
      isEmpty = false
      if i < 64 { bits |= 1 << UInt64(i) }
    }
  }

  /// Whether the `i`-th member is.
  func contains(
    _ i: Int, _ interpreter: Interpreter, _ g: Int, _ query: Query, _ now: Int64
  ) -> Bool {
    if i < 64 { return bits & (1 << UInt64(i)) != 0 }
    let first = Int(interpreter.plan.groups[g].members.first)
    return interpreter.isDown(interpreter.plan.members[first + i].aim, query, now)
  }
}

/// In which order the members of an active-passive group are tried.
struct WalkOrder {
  let holder: Int
  let count: Int
  /// The member that a ramp puts before all others; −1 for none.
  let front: Int
  /// The position that is tried first.
  var start = 0
  /// Whether a draw chose it.
  var isDrawn = false

  init(holder: Int, count: Int, front: Int) {
    self.holder = holder
    self.count = count
    self.front = front
  }

  /// The position tried at step `k`: the drawn one, then the others in order.
  func position(_ k: Int) -> Int {
    if k == 0 { return start }
    return k <= start ? k - 1 : k
  }

  /// The member at a position: the holder, those after it, those before it.
  func member(_ position: Int) -> Int {
    guard front >= 0 else { return wrapped(position) }
    if position == 0 { return front }
    // The one at the front is left out of the order behind it.
    let place = front >= holder ? front - holder : count - holder + front
    return wrapped(position <= place ? position - 1 : position)
  }

  private func wrapped(_ position: Int) -> Int {
    holder + position < count ? holder + position : position - (count - holder)
  }
}
