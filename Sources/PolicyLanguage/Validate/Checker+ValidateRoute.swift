import PolicyGraph

extension Checker {
  /// Validates one route with all that it reaches.
  mutating func validateRoute(_ view: RouteView, _ declaration: Declaration) {
    let route = graph.routes[view.route]
    let first = diagnostics.kept
    defer { pointAtRoute(from: first, declaration) }
    validateReserve(route, declaration)
    validateHedge(view, route, declaration)
    validateFeatures(view, route, declaration)
    for use in view.uses {
      guard let retry = use.retry else { continue }
      validateTotal(use.table, retry, route)
      validateWaits(retry, view, route, declaration)
      validateResume(retry, view, route, declaration)
      validateResumable(view, route, declaration)
      if route.effect == .once { validateOnce(use, view, route, declaration) }
    }
    if route.effect == .once { validateOnceUnderKey(view, route, declaration) }
    validateTiers(view, route, declaration)
    validateSelfTrips(view, route, declaration)
  }

  /// Moves findings in what comes with the language to the route that uses it, where something can
  /// be done about them.
  private mutating func pointAtRoute(from first: Int, _ declaration: Declaration) {
    for index in first..<diagnostics.kept {
      let found = diagnostics.findings.kept[index]
      guard program.files[Int(found.file.raw)].builtin else { continue }
      let word: Word = found.code == .breakerTripsItself ? .breaker : .retry
      let place = site(declaration, word)
      let bytes = range(place)
      diagnostics.change(index) {
        $0.related.insert(
          Diagnostic.Related("part of the language", file: $0.file, range: $0.range), at: 0)
        $0.notes.append(
          "it comes with the language; state what is to hold in its place, or `\(word.text) none`"
        )
        ($0.file, $0.range) = (place.file, bytes)
      }
    }
  }

  /// The name of a row, in backticks.
  func quoted(_ name: Name) -> String { "`\(graph.text(name))`" }

  private mutating func validateReserve(_ route: Route, _ declaration: Declaration) {
    guard let id = route.ladder, graph.ladders[id].reserve >= route.deadline else { return }
    let ladder = graph.ladders[id]
    let place = site(declaration, .deadline)
    let other = site(
      self.declaration(of: .degrade, row: id.index), ladder.reserveStated ? .reserve : .step)
    diagnostics.append(
      .meaning(
        .reserveAboveDeadline, file: place.file, range: range(place),
        "the ladder reserves \(ladder.reserve.spelling) of a deadline of \(route.deadline.spelling): no time is left for the main path",
        related: [
          related(
            ladder.reserveStated
              ? "\(ladder.reserve.spelling) are reserved here"
              : "the steps' own timeouts add up to \(ladder.reserve.spelling)", other)
        ], notes: ["use a smaller `reserve`, or a longer `deadline`"]))
  }

  private mutating func validateHedge(_ view: RouteView, _ route: Route, _ declaration: Declaration)
  {
    guard let id = route.hedge else { return }
    let hedge = graph.hedges[id]
    let place = site(declaration, .hedge)
    if route.effect == .once {
      diagnostics.append(
        .illegalForEffect(
          file: place.file, range: range(place),
          "a hedge would send \(quoted(route.name)) twice: its effect is `once`",
          related: [related("stated here", site(declaration, .effect))]))
      return
    }
    var longest = Tick.zero
    for endpoint in view.endpoints {
      longest = Swift.max(longest, unanswered(graph.endpoints[endpoint], route))
    }
    guard let delay = hedge.after ?? hedge.atLeast, delay >= longest else { return }
    diagnostics.append(
      .meaning(
        .hedgeAfterTimeout, file: place.file, range: range(place),
        "this hedge never starts: it waits \(delay.spelling), and no attempt lasts longer than \(longest.spelling)",
        related: view.endpoints.prefix(1).map {
          related(
            "the attempt's timeout", site(self.declaration(of: .target, row: $0.index), .timeout))
        }))
  }

  /// How long an attempt without an answer lasts at most.
  func unanswered(_ endpoint: Endpoint, _ route: Route) -> Tick {
    guard route.commit.mayBeEarly, let first = endpoint.firstByteTimeout else {
      return endpoint.attemptTimeout
    }
    return Swift.min(first, endpoint.attemptTimeout)
  }

  private mutating func validateFeatures(
    _ view: RouteView, _ route: Route, _ declaration: Declaration
  ) {
    for wanted in graph.features[route.requires] {
      let offered = view.endpoints.contains {
        graph.features[graph.endpoints[$0].supports].contains(wanted)
      }
      if offered { continue }
      let place = site(declaration, .require)
      let known = view.endpoints.flatMap { id in
        graph.features[graph.endpoints[id].supports].map { graph.text($0.name) }
      }
      let text = graph.text(wanted.name)
      diagnostics.append(
        .meaning(
          .unknownName, file: place.file, range: range(place),
          "no endpoint of \(quoted(route.name)) supports `\(text)`",
          notes: Diagnostic.question(allNearest(text, in: known))))
    }
  }

  private mutating func validateResume(
    _ retry: ID<Retry>, _ view: RouteView, _ route: Route, _ declaration: Declaration
  ) {
    for rule in graph.rules[graph.retries[retry].rules] {
      for id in rule.responses where graph.responses[id].kind == .resume {
        let place = sites.responses[id.index]
        if route.commit == .complete {
          diagnostics.append(
            .illegalForEffect(
              file: place.file, range: range(place),
              "`resume` continues after commit, and \(quoted(route.name)) commits only when complete",
              related: [related("this route", site(declaration, .commit))],
              notes: ["use `commit first-byte` to commit at the first byte, or remove `resume`"]))
          return
        }
        if !view.endpoints.contains(where: { graph.handover(to: $0) != nil }) {
          diagnostics.append(
            .meaning(
              .resumeNowhere, file: place.file, range: range(place),
              "`resume` is never possible: no endpoint of \(quoted(route.name)) supports `prefill` or `continuation`",
              related: [related("this route", site(declaration, .to))]))
        }
        return
      }
    }
  }

  /// `if: resumable` wants somebody who resumes.
  private mutating func validateResumable(
    _ view: RouteView, _ route: Route, _ declaration: Declaration
  ) {
    guard route.commit == .firstByteIfResumable else { return }
    let retries = [route.retry] + view.endpoints.map { graph.endpoints[$0].retry }
    for retry in retries {
      guard let retry else { continue }
      for rule in graph.rules[graph.retries[retry].rules] {
        for response in graph.responses[rule.responses] where response.kind == .resume { return }
      }
    }
    let place = site(declaration, .commit)
    diagnostics.append(
      .meaning(
        .resumeNowhere, file: place.file, range: range(place),
        "`if: resumable` never holds: no response of \(quoted(route.name)) is `resume`, so every stream is held until it is whole",
        notes: ["`on interrupted { resume; … }` in its retry, or `commit complete`"]))
  }
}
