extension InvariantCheck {
  /// Ladders and steps: each answer has what it answers with.
  mutating func ladders(of graph: FailoverGraph) {
    each(graph.ladders.rows) { check, ladder in
      check.require(!ladder.steps.isEmpty, "a ladder has a step")
      check.beginNames()
      for step in graph.steps[ladder.steps] {
        check.require(check.isNew(step.name), "a ladder has one step of a name")
        check.word(step.name, of: graph)
      }
      let entered = ladder.enterExhausted != nil
      check.require(
        entered == (ladder.enterOver != nil) && entered == (ladder.leaveAfter != nil),
        "a brownout has a share, a window and an end, or none of them")
      check.require(ladder.enterOver != .zero, "a window is above zero")
    }
    each(graph.steps.rows) { check, step in check.step(step) }
    each(graph.notifies.rows) { check, notify in
      check.require(notify.atMost.isAboveZero, "a rate that limits is above zero")
    }
  }

  private mutating func step(_ step: Step) {
    require((step.answer == .use) == (step.target != nil), "a use, and nothing else, has a target")
    switch step.answer {
    case .serveText:
      require(step.text != nil, "a text that is served is stated")
      require(step.status != nil, "a text that is served has a status")
    case .call: require(step.text != nil, "a call names its handler")
    case .shed: require(step.below != nil, "shedding has a priority")
    case .use, .serveCache, .fail: break
    }
  }

  /// Routes and hedges.
  mutating func routes(of graph: FailoverGraph) {
    each(graph.routes.rows) { check, route in
      check.require(route.deadline > .zero, "a deadline is above zero")
      check.require(route.load.isAboveZero, "a load is above zero")
      check.require(route.effect != .once || route.hedge == nil, "a once route has no hedge")
      if let ladder = route.ladder {
        check.require(
          graph.ladders[ladder].reserve < route.deadline,
          "the reserve of a ladder is below the deadline of its routes")
      }
    }
    each(graph.routeMatches.rows) { check, match in
      check.require(
        match.header != nil || match.values.isEmpty, "values that are compared have a header")
    }
    each(graph.hedges.rows) { check, hedge in
      check.require(
        (hedge.after == nil) != (hedge.percentile == nil), "a hedge has a delay or a percentile")
      check.require(
        hedge.percentile == nil || hedge.atLeast != nil,
        "a hedge after a percentile has a shortest delay")
    }
  }
}
