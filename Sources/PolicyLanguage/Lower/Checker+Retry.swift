import PolicyGraph

extension Checker {
  /// A rule on its way into the graph.
  private struct RuleDraft {
    var rule: Rule
    var classes: [ID<ErrorClass>]
    var site: Sites.Site
  }

  mutating func lowerRetry(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Retry()
    row.budget = .percent(20)
    row.budgetMin = Rate(1, per: .s(1))
    var inherited: [RuleDraft] = []
    if declaration.base >= 0 {
      row = graph.retries[ID(Int(declarations[Int(declaration.base)].row))]
      inherited = row.rules.map { id in
        RuleDraft(
          rule: graph.rules[id],
          classes: graph.classMembers[graph.rules[id].classes].map(\.errorClass),
          site: sites.rules[id.index])
      }
    }
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    var own: [RuleDraft] = []
    answeredAt.removeAll()
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      switch statement.keyword {
      case .attempts: row.attempts = positional(statement)?.count ?? row.attempts
      case .budget: readBudget(statement, &row)
      case .on, .otherwise: lowerRule(statement, &own)
      default: break  // extends, allow
      }
    }
    let replaced = own.contains { $0.rule.otherwise }
    var kept: [RuleDraft] = []
    for var draft in inherited {
      draft.classes.removeAll { answeredAt[$0] != nil }
      if draft.rule.otherwise ? !replaced : !draft.classes.isEmpty { kept.append(draft) }
    }
    own = kept + own
    // The rule for all others is asked last, wherever it stands.
    own = own.filter { !$0.rule.otherwise } + own.filter { $0.rule.otherwise }
    for i in own.indices { own[i].rule.classes = members(own[i].classes) }
    row.rules = graph.rules.add(contentsOf: own.map(\.rule))
    sites.rules.append(contentsOf: own.map(\.site))
    graph.retries.set(ID(Int(declaration.row)), row)
  }

  private mutating func readBudget(_ statement: Statement, _ row: inout Retry) {
    guard statement.sound, let value = positional(statement) else { return }
    let least = self.value(statement, .min)?.rate
    let over = self.value(statement, .over)?.time
    if value.kind == .choice {
      if least != nil || over != nil {
        report(
          .combination(
            file: file, range: tree.range(statement.node),
            "`budget none` has neither `min:` nor `over:`"))
      }
      row.budgeted = false
      return
    }
    row.budgeted = true
    row.budget = value.share ?? row.budget
    row.budgetMin = least ?? row.budgetMin
    row.budgetOver = over ?? row.budgetOver
  }

  private mutating func lowerRule(_ statement: Statement, _ drafts: inout [RuleDraft]) {
    guard statement.block >= 0 else { return }
    var rule = Rule()
    rule.otherwise = statement.keyword == .otherwise
    rule.origin = origin(statement.node)
    var named: [ID<ErrorClass>] = []
    for i in statement.first..<statement.end where args[i].value.kind == .reference {
      let id = ID<ErrorClass>(Int(declarations[Int(args[i].value.a)].row))
      let range = tree.range(Int(args[i].node))
      if !mayBeNamed(id, range) { continue }
      if let first = answeredAt[id] {
        // Twice in one `on`, there is nothing else to point at.
        let isSame = first.node == here(statement.node).node
        report(
          .classTwice(
            file: file, range: range, name: words.text(args[i].value.word),
            first: isSame ? nil : related("answered here already", first)))
      } else {
        answeredAt[id] = here(statement.node)
        named.append(id)
      }
    }
    let found = troubles
    var body = cursor(statement.block, .responses)
    var responses: [Response] = []
    var places: [Sites.Site] = []
    while let inner = next(&body) { lowerResponse(inner, &rule, &responses, &places) }
    if responses.isEmpty, troubles == found {
      report(
        .combination(
          file: file, range: tree.headerRange(statement.node),
          rule.reconcile
            ? "`reconcile` is a gate: add the response for a request that was not executed"
            : "a rule needs at least one response",
          notes: ["`failover`, `same-endpoint`, `degrade`, `fail`, …"]))
    }
    rule.responses = graph.responses.add(contentsOf: responses)
    sites.responses.append(contentsOf: places)
    if named.isEmpty, !rule.otherwise { return }
    drafts.append(RuleDraft(rule: rule, classes: named, site: here(statement.node)))
  }

  /// Whether a class may have responses at all.
  private mutating func mayBeNamed(_ id: ID<ErrorClass>, _ range: SourceRange) -> Bool {
    if id == BuiltinClass.id(.cancelled) {
      report(
        .illegalForClass(
          file: file, range: range, "`cancelled` takes no response",
          notes: ["the caller is gone, and nobody waits for an answer"]))
      return false
    }
    for word in [Word.noCandidate, .notServed] where id == BuiltinClass.id(word) {
      report(
        .illegalForClass(
          file: file, range: range, "`\(word.text)` takes no response: it goes to the ladder",
          notes: ["limit a ladder step to it: `when class: \(word.text)`"]))
      return false
    }
    return true
  }

  private mutating func lowerResponse(
    _ statement: Statement, _ rule: inout Rule, _ responses: inout [Response],
    _ places: inout [Sites.Site]
  ) {
    var response = Response()
    response.origin = origin(statement.node)
    switch statement.keyword {
    case .reconcile:
      readReconcile(statement, &rule, responses.isEmpty)
      return
    case .sameEndpoint:
      response.kind = .sameEndpoint
      response.times = value(statement, .times)?.count ?? 1
      response.backoff = backoff(statement)
      response.retryAfter = value(statement, .retryAfter)?.time
    case .failover:
      response.kind = .failover
      response.same = name(statement, .same)
    case .rotateCredential: response.kind = .rotateCredential
    case .reroute:
      response.kind = .reroute
      response.target = target(positional(statement))
      if response.target == nil { return }
    case .resume: response.kind = .resume
    case .degrade: response.kind = .degrade
    case .fail: response.kind = .fail
    default: return  // allow, extends
    }
    if let last = responses.last, last.kind == .fail || last.kind == .degrade,
      let site = places.last
    {
      report(
        .responseUnreachable(
          file: file, range: tree.range(statement.node), word: statement.keyword.text,
          last: "\(last.kind.word)", first: related("the request ends here", site)))
      return
    }
    responses.append(response)
    places.append(here(statement.node))
  }

  /// The backoff that is named; `standard` where `times:` stands without one.
  private mutating func backoff(_ statement: Statement) -> ID<Backoff>? {
    if let value = value(statement, .backoff) { return row(of: value) }
    guard value(statement, .times) != nil else { return nil }
    return standard(.backoff).map { row(at: $0) }
  }

  private mutating func readReconcile(_ statement: Statement, _ rule: inout Rule, _ first: Bool) {
    if !first {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`reconcile` is a gate before the responses: it comes first"))
    }
    rule.reconcile = true
    rule.reconcileAt = endpoint(value(statement, .at), at: node(statement, .at))
    rule.reconcileWithin = value(statement, .within)?.time
    rule.settle = value(statement, .settle)?.time
  }
}
