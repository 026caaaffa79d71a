import PolicyGraph

extension Checker {
  mutating func lowerGroup(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Group()
    row.failbackAfter = Unstated.time
    if declaration.base >= 0 {
      row = graph.groups[ID(Int(declarations[Int(declaration.base)].row))]
    }
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    switch declaration.kind {
    case .activeActive: row.kind = .activeActive
    case .select: row.kind = .select
    case .activePassive, .endpoint, .errors, .backoff, .breaker, .retry, .degrade, .route,
      .scenario, .errorClass, .letValue:
      row.kind = .activePassive
    }
    var members: [Member] = []
    var sites: [Sites.Site] = []
    var arms: [ArmDraft] = []
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      switch statement.keyword {
      case .member: lowerMember(statement, &members, &sites)
      case .when, .otherwise: lowerArm(statement, &arms)
      default: lowerGroup(statement, &row)  // an open set of words
      }
    }
    if !members.isEmpty {
      row.members = graph.members.add(contentsOf: members)
      self.sites.members.append(contentsOf: sites)
    }
    if !arms.isEmpty { setArms(arms, declaration, &row) }
    graph.groups.set(ID(Int(declaration.row)), row)
    checkMeasured(row, declaration)
  }

  /// Load and latency are measured at endpoints: a balance that goes by them wants no topologies.
  private mutating func checkMeasured(_ row: Group, _ declaration: Declaration) {
    guard row.balance == .leastLoaded || row.balance == .fastest else { return }
    for id in row.members {
      guard case .group(let inner) = graph.members[id].target else { continue }
      let place = self.sites.members[id.index]
      diagnostics.append(
        .combination(
          file: place.file, range: range(place),
          "`balance \(row.balance.word)` takes endpoints only, but `\(memberName(inner))` is a topology",
          notes: ["`random`, `round-robin` and `sticky` balance topologies as well"]))
      return
    }
  }

  /// The name of a group, which may not be lowered yet.
  private func memberName(_ id: ID<Group>) -> String {
    declaration(of: .target, row: id.index, group: true).map { words.text($0.name) } ?? ""
  }

  private mutating func lowerMember(
    _ statement: Statement, _ members: inout [Member], _ sites: inout [Sites.Site]
  ) {
    guard let target = target(positional(statement)) else { return }
    if members.isEmpty { memberAt.removeAll() }
    if let first = memberAt[target] {
      report(
        .memberTwice(
          file: file, range: tree.range(statement.node), first: related("first here", sites[first]))
      )
      return
    }
    var member = Member()
    member.target = target
    member.weight = value(statement, .weight)?.count ?? 1
    member.origin = origin(statement.node)
    memberAt[target] = members.count
    members.append(member)
    sites.append(here(statement.node))
  }

  private mutating func lowerArm(_ statement: Statement, _ arms: inout [ArmDraft]) {
    var arm = Arm()
    arm.origin = origin(statement.node)
    let refuses = statement.keyword == .otherwise && positional(statement) != nil
    guard (statement.block >= 0) != refuses else {
      guard statement.sound else { return }
      return report(
        .combination(
          file: file, range: tree.headerRange(statement.node),
          "`otherwise` is `{ to TARGET }`, or `none` for requests that are refused"))
    }
    if statement.keyword == .when {
      guard readCondition(statement, &arm) else { return }
    } else {
      arm.kind = .otherwise
    }
    if let last = arms.last, last.arm.kind == .otherwise {
      let does = last.refuses ? "refuses" : "takes"
      report(
        .otherwiseLast(
          file: file, range: tree.headerRange(statement.node),
          "this arm is never used: `otherwise` above \(does) every request"))
    }
    let draft = ArmDraft(arm: arm, refuses: refuses, site: here(statement.node))
    arms.append(refuses ? draft : leading(statement, draft))
  }

  /// An arm with the target that its block names.
  private mutating func leading(_ statement: Statement, _ draft: ArmDraft) -> ArmDraft {
    var draft = draft
    let before = troubles
    var body = cursor(statement.block, .arm)
    var found = false
    while let inner = next(&body) {
      guard inner.keyword == .to else { continue }
      found = true
      if let target = target(positional(inner)) { draft.arm.target = target }
    }
    if !found, troubles == before {
      report(
        .combination(
          file: file, range: tree.headerRange(statement.node),
          "this arm leads nowhere: `to` is missing",
          notes: ["`to TARGET`, an endpoint or a topology"]))
    }
    return draft
  }

  /// Gives a `select` its arms.
  ///
  /// Its own `when`s replace the inherited ones, and its own `otherwise` the inherited one. Of
  /// `otherwise none` no arm is left: other requests find none.
  private mutating func setArms(
    _ own: [ArmDraft], _ declaration: Declaration, _ row: inout Group
  ) {
    let inherited = row.arms.map { ArmDraft(arm: graph.arms[$0], site: sites.arms[$0.index]) }
    var arms = own.filter { $0.arm.kind != .otherwise }
    if arms.isEmpty { arms = inherited.filter { $0.arm.kind != .otherwise } }
    let last = (own + inherited.suffix(1)).first { $0.arm.kind == .otherwise }
    if let last, !last.refuses { arms.append(last) }
    if arms.isEmpty, let last {
      report(
        .combination(
          file: last.site.file, range: range(last.site),
          "`otherwise none` refuses every request: \(quoted(row.name)) has no `when`",
          notes: ["add the arms before it, as in `when tag: plan, is: paid { to … }`"]))
    }
    row.arms = graph.arms.add(contentsOf: arms.map(\.arm))
    sites.arms.append(contentsOf: arms.map(\.site))
  }

  private mutating func readCondition(_ statement: Statement, _ arm: inout Arm) -> Bool {
    guard statement.sound else { return false }
    let kind = positional(statement).flatMap { words.word($0.word) }
    let above = value(statement, .above)?.size
    let below = value(statement, .below)?.count
    let tag = name(statement, .tag)
    let values = wordRows(statement, .is)
    switch (kind, above, below, tag) {
    case (.size, let above?, nil, nil) where values.isEmpty:
      arm.kind = .size
      arm.bound = above
    case (.priority, nil, let below?, nil) where values.isEmpty:
      arm.kind = .priority
      arm.bound = Int64(below)
    case (nil, nil, nil, let tag?) where !values.isEmpty:
      arm.kind = .tag
      arm.tag = tag
      arm.values = values
    default:  // an open set of combinations
      report(
        .combination(
          file: file, range: tree.headerRange(statement.node),
          "`when` is `size, above: …`, or `priority, below: …`, or `tag: …, is: …`"))
      return false
    }
    return true
  }

  private mutating func lowerGroup(_ statement: Statement, _ row: inout Group) {
    switch statement.keyword {
    case .failover: row.overprovisioning = value(statement, .overprovisioning)?.factor
    case .failback:
      guard let rule = failback(statement) else { return }
      row.set(rule)
    case .panic: row.panicBelow = value(statement, .below)?.share
    case .eject: row.ejectMax = value(statement, .max)?.share
    case .slowStart: row.slowStart = positional(statement)?.time
    case .balance: lowerBalance(statement, &row)
    default: break  // extends, allow
    }
  }

  /// Reads a `failback`; nil after a finding.
  mutating func failback(_ statement: Statement) -> FailbackRule? {
    guard statement.sound else { return nil }
    let word = positional(statement).flatMap { words.word($0.word) }
    let after = value(statement, .after)?.time
    let hold = value(statement, .hold)?.time
    let ramp = value(statement, .ramp)?.time
    if (word == nil) == (after == nil)
      || word != nil && (hold != nil || word == .manual && ramp != nil)
    {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`failback` is `after: T` (optionally with `hold:` and `ramp:`), `at-once` or `manual`"
        ))
      return nil
    }
    let kind: Failback = word == .atOnce ? .atOnce : word == .manual ? .manual : .after
    return FailbackRule(kind: kind, after: after, hold: hold, ramp: ramp)
  }

  private mutating func lowerBalance(_ statement: Statement, _ row: inout Group) {
    guard statement.sound, let value = positional(statement) else { return }
    let key = name(statement, .by)
    switch words.word(value.word) {
    case .roundRobin: row.balance = .roundRobin
    case .leastLoaded: row.balance = .leastLoaded
    case .fastest: row.balance = .fastest
    case .sticky: row.balance = .sticky
    default: row.balance = .random  // the words that the schema allows
    }
    if (row.balance == .sticky) != (key != nil) {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          row.balance == .sticky
            ? "`balance sticky` needs `by: KEY`, the key that requests stick to"
            : "`by:` belongs to `balance sticky` only"))
    }
    row.stickyKey = key
  }
}

/// An arm of a `select` while its statements are read.
private struct ArmDraft {
  var arm: Arm
  /// Whether it is `otherwise none`.
  var refuses = false
  var site: Sites.Site
}

/// When a better tier takes over again.
struct FailbackRule: Sendable {
  var kind: Failback
  var after: Tick?
  var hold: Tick?
  var ramp: Tick?
}

extension Group {
  /// Takes a rule of failback over.
  mutating func set(_ rule: FailbackRule) {
    failback = rule.kind
    failbackAfter = rule.after
    failbackHold = rule.hold
    failbackRamp = rule.ramp
  }
}
