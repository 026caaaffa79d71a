import PolicyGraph

extension Checker {
  mutating func lowerLadder(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Ladder()
    var steps: [Step] = []
    var places: [Sites.Site] = []
    if declaration.base >= 0 {
      row = graph.ladders[ID(Int(declarations[Int(declaration.base)].row))]
      steps = Array(graph.steps[row.steps])
      places = row.steps.map { sites.steps[$0.index] }
    }
    let inherited = steps.count
    stepAt.removeAll()
    for (index, step) in steps.enumerated() { stepAt[step.name] = index }
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      switch statement.keyword {
      case .step: lowerStep(statement, &steps, &places, inherited)
      case .reserve:
        if let time = positional(statement)?.time {
          row.reserve = time
          row.reserveStated = true
        }
      case .enter:
        row.enterExhausted = value(statement, .exhausted)?.share
        row.enterOver = value(statement, .over)?.time
        row.enterMinCalls = value(statement, .minCalls)?.count
      case .leave: row.leaveAfter = value(statement, .after)?.time
      default: break  // extends, allow
      }
    }
    if (row.enterExhausted == nil) != (row.leaveAfter == nil), !isSpoiled, !declaration.isOrphan {
      report(
        .combination(
          file: file, range: tree.headerRange(Int(declaration.node)),
          row.leaveAfter == nil
            ? "a brownout needs an end: `leave after:` is missing"
            : "`leave after:` has no effect without `enter`"))
    }
    row.steps = graph.steps.add(contentsOf: steps)
    sites.steps.append(contentsOf: places)
    graph.ladders.set(ID(Int(declaration.row)), row)
  }

  /// Reports a step for `cancelled`: a request that was given up ends without the ladder.
  private mutating func refuseCancelled(_ statement: Statement) {
    for i in statement.first..<statement.end where args[i].value.kind == .reference {
      guard args[i].label == .class,
        ID<ErrorClass>(Int(declarations[Int(args[i].value.a)].row)) == BuiltinClass.id(.cancelled)
      else { continue }
      report(
        .illegalForClass(
          file: file, range: tree.range(Int(args[i].node)),
          "`cancelled` never reaches the ladder: the request has ended",
          notes: ["the caller is gone, and nobody waits for an answer"]))
    }
  }

  private mutating func lowerStep(
    _ statement: Statement, _ steps: inout [Step], _ places: inout [Sites.Site], _ inherited: Int
  ) {
    guard statement.block >= 0, let label = positional(statement) else { return }
    var step = Step()
    step.name = name(label.word)
    step.origin = origin(statement.node)
    var answers: [Statement] = []
    var notifies: [Notify] = []
    let found = troubles
    var body = cursor(statement.block, .step)
    while let inner = next(&body) {
      switch inner.keyword {
      case .when:
        refuseCancelled(inner)
        step.when = members(classes(inner, .class))
      case .notify:
        var row = Notify()
        row.handler = positional(inner).map { name($0.word) } ?? row.handler
        row.atMost = value(inner, .atMost)?.rate
        row.origin = origin(inner.node)
        notifies.append(row)
      case .use, .serve, .call, .shed, .fail:
        answers.append(inner)
        readAnswer(inner, &step)
      default: break  // allow
      }
    }
    step.notifies = graph.notifies.add(contentsOf: notifies)
    // Where there is a finding already, it is the answer that is wrong, and not missing.
    if answers.count > 1 || answers.isEmpty && troubles == found {
      report(
        .oneAnswer(
          file: file, range: tree.headerRange(statement.node), name: words.text(label.word),
          count: answers.count, second: answers.count > 1 ? tree.range(answers[1].node) : nil))
    }
    // A step of the same name takes the place of the inherited one; two of one's own are a mistake.
    if let same = stepAt[step.name] {
      if same >= inherited {
        report(
          .declaredTwice(
            file: file, range: tree.headerRange(statement.node), name: words.text(label.word),
            kind: "step", first: related("first declared here", places[same])))
      }
      steps[same] = step
      places[same] = here(statement.node)
    } else {
      stepAt[step.name] = steps.count
      steps.append(step)
      places.append(here(statement.node))
    }
  }

  private mutating func readAnswer(_ statement: Statement, _ step: inout Step) {
    switch statement.keyword {
    case .use:
      step.answer = .use
      step.target = target(positional(statement))
    case .serve: readServe(statement, &step)
    case .call:
      step.answer = .call
      step.text = positional(statement).map { name($0.word) }
      step.within = value(statement, .within)?.time ?? .s(1)
    case .shed:
      step.answer = .shed
      step.below = value(statement, .below)?.count
    default: step.answer = .fail  // the last of the answers
    }
  }

  private mutating func readServe(_ statement: Statement, _ step: inout Step) {
    let fromCache = positional(statement) != nil
    let text = name(statement, .text)
    let cacheOnly = value(statement, .maxAge) != nil || value(statement, .within) != nil
    let textOnly = value(statement, .status) != nil
    if statement.sound,
      fromCache == (text != nil) || fromCache && textOnly || !fromCache && cacheOnly
    {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`serve` is `cache` with `max-age:` and `within:`, or `text:` with `status:`"))
    }
    step.answer = fromCache ? .serveCache : .serveText
    step.text = text
    step.maxAge = value(statement, .maxAge)?.time
    step.within = fromCache ? value(statement, .within)?.time ?? .s(1) : nil
    step.status = fromCache ? nil : value(statement, .status)?.count ?? 503
  }
}
