import PolicyGraph

extension Checker {
  /// Fills in what `defaults` and silence leave open, once every declaration is there: the
  /// `defaults` of its file first, then those of the language.
  mutating func finish() {
    finishGroups()
    finishRoutes()
    finishEndpoints()
    finishLadders()
    for declaration in declarations where declaration.kind == .endpoint {
      checkTimeouts(graph.endpoints[ID(Int(declaration.row))], declaration)
      checkPlace(graph.endpoints[ID(Int(declaration.row))], declaration)
    }
    if usesStandard { graph.sources.add(source(program.files[Int(standardFile.raw)])) }
  }

  private mutating func finishGroups() {
    for declaration in declarations where declaration.kind == .activePassive {
      let id = ID<Group>(Int(declaration.row))
      guard graph.groups[id].failbackAfter == Unstated.time,
        let rule = defaults[Int(declaration.file.raw)].failback ?? language.failback
      else { continue }
      graph.groups[id].set(rule)
    }
    // Other topologies never fail back.
    for id in graph.groups.ids where graph.groups[id].failbackAfter == Unstated.time {
      graph.groups[id].failbackAfter = nil
    }
  }

  /// What holds where neither a declaration nor its file says anything.
  private var language: FileDefaults { defaults[Int(standardFile.raw)] }

  private mutating func finishEndpoints() {
    for declaration in declarations where declaration.kind == .endpoint {
      let id = ID<Endpoint>(Int(declaration.row))
      let timeouts = defaults[Int(declaration.file.raw)].timeouts
      var row = graph.endpoints[id]
      row.connectTimeout = row.connectTimeout ?? timeouts.connect
      row.firstByteTimeout = row.firstByteTimeout ?? timeouts.firstByte
      row.idleTimeout = row.idleTimeout ?? timeouts.idle
      row.streamTimeout = row.streamTimeout ?? timeouts.stream
      row.atLeast = row.atLeast ?? timeouts.atLeast
      if row.attemptTimeout == Unstated.time, let attempt = timeouts.attempt {
        row.attemptTimeout = attempt
      }
      graph.endpoints.set(id, row)
    }
    let shares = attemptShares()
    for id in graph.endpoints.ids {
      if let share = shares[id.index] { graph.endpoints[id].attemptTimeout = share }
      guard graph.endpoints[id].connectTimeout == nil, let connect = language.timeouts.connect
      else { continue }
      graph.endpoints[id].connectTimeout = Swift.min(connect, graph.endpoints[id].attemptTimeout)
    }
  }

  /// Reports a URL with a place for a credential at an endpoint that has none.
  private mutating func checkPlace(_ row: Endpoint, _ declaration: Declaration) {
    guard row.url != Unstated.name, row.credentials.isEmpty, !declaration.isOrphan,
      EndpointURL.place(in: graph.bytes(row.url)) != nil
    else { return }
    let place = site(declaration, .url)
    guard misplaced.insert(place.key).inserted else { return }
    diagnostics.append(
      .misplacedCredential(
        file: place.file, range: range(place),
        "endpoint `\(words.text(declaration.name))` has no credential to put in the place of `{credential}`",
        note: "say `credential env(\"NAME\")`"))
  }

  private mutating func checkTimeouts(_ row: Endpoint, _ declaration: Declaration) {
    let parts: [(Tick?, Word)] = [
      (row.connectTimeout, .connect), (row.firstByteTimeout, .firstByte), (row.atLeast, .atLeast),
    ]
    for case (let time?, let label) in parts where time > row.attemptTimeout {
      return reportOutOfOrder(label, time, row, declaration)
    }
  }

  /// Many endpoints may have a timeout from the same `defaults`, or from what they extend: it is
  /// said once.
  mutating func reportOutOfOrder(
    _ label: Word, _ time: Tick, _ row: Endpoint, _ declaration: Declaration
  ) {
    let place = site(declaration, .timeout)
    guard unordered.insert(place.key).inserted else { return }
    diagnostics.append(
      .timeoutsOutOfOrder(
        file: place.file, range: range(place),
        "`\(label.text):` (\(time.spelling)) is above `attempt:` (\(row.attemptTimeout.spelling)): \(label == .atLeast ? "no attempt ever starts" : "it can never fire")"
      ))
  }

  // MARK: Ladders

  private mutating func finishLadders() {
    for id in graph.ladders.ids where !graph.ladders[id].reserveStated {
      var total = Tick.zero
      for step in graph.steps[graph.ladders[id].steps] {
        switch step.answer {
        case .use:
          guard let target = step.target else { continue }
          total = total + longestAttempt(target)
        case .serveCache, .call: total = total + (step.within ?? .s(1))
        case .serveText, .shed, .fail: break
        }
      }
      graph.ladders[id].reserve = Swift.min(total, .max)
    }
  }

  /// The longest attempt timeout below a target.
  private mutating func longestAttempt(_ target: Target) -> Tick {
    var longest = Tick.zero
    for id in endpoints(below: target) {
      longest = Swift.max(longest, graph.endpoints[id].attemptTimeout)
    }
    return longest
  }

  /// Every endpoint below a target once, in the order in which it is met; cycles end.
  mutating func endpoints(below target: Target) -> [ID<Endpoint>] {
    var found: [ID<Endpoint>] = []
    marks.next(endpoints: graph.endpoints.count, groups: graph.groups.count)
    var stack: [Target] = [target]
    while let target = stack.popLast() {
      switch target {
      case .endpoint(let id):
        if marks.first(id) { found.append(id) }
      case .group(let id):
        guard marks.first(id) else { continue }
        for next in children(of: id).reversed() { stack.append(next) }
      }
    }
    return found
  }

  /// The targets right below a group, in order.
  func children(of id: ID<Group>) -> [Target] {
    let group = graph.groups[id]
    return group.kind == .select
      ? graph.arms[group.arms].map(\.target) : graph.members[group.members].map(\.target)
  }

  // MARK: Routes

  private mutating func finishRoutes() {
    let http = declaration(words.intern(Array("http".utf8)), .errors)
    let effectBit = shapes.required.first { $0.word == .effect }?.bit ?? 0
    for declaration in declarations where declaration.kind == .route {
      let id = ID<Route>(Int(declaration.row))
      let inherited = defaults[Int(declaration.file.raw)]
      var row = graph.routes[id]
      if row.deadline == Unstated.time { row.deadline = inherited.deadline ?? Unstated.time }
      if declaration.stated & effectBit == 0 { row.effect = inherited.effect ?? row.effect }
      if row.errors.raw == UInt32.max {
        if let table = inherited.errors {
          row.errors = table
        } else if let http {
          row.errors = self.row(at: http)
        }
      }
      let effect = row.effect
      row.retry = used(row.retry, inherited.retry ?? language.retry, .retry, on: effect)
      row.breaker = used(row.breaker, inherited.breaker ?? language.breaker, .breaker, on: effect)
      row.ladder = used(row.ladder, inherited.degrade ?? language.degrade, .degrade, on: effect)
      row.processes = inherited.processes
      graph.routes.set(id, row)
    }
    lowerPending()
    checkAttempts()
  }

  /// Reports retries of routes that say nothing of attempts, each once.
  private mutating func checkAttempts() {
    guard let attempts = shapes.required.first(where: { $0.word == .attempts }) else { return }
    let used = KeySet(graph.routes.rows.compactMap(\.retry))
    for declaration in declarations
    where declaration.kind == .retry && used.contains(ID<Retry>(Int(declaration.row)))
      && declaration.stated & attempts.bit == 0 && !declaration.isOrphan && !lacks(declaration)
    {
      let at = Sites.Site(file: declaration.file, node: declaration.node)
      diagnostics.append(
        .missingStatement(
          file: at.file, range: range(at), kind: declaration.kind.noun,
          name: words.text(declaration.name), keyword: Schema.rows[attempts.row]))
    }

    /// Whether the one that it extends, and that a route uses, lacks them already.
    func lacks(_ declaration: Declaration) -> Bool {
      guard declaration.base >= 0 else { return false }
      let base = declarations[Int(declaration.base)]
      return base.stated & attempts.bit == 0 && used.contains(ID<Retry>(Int(base.row)))
    }
  }
}
