import PolicyGraph

extension Checker {
  /// Holds the waits of a retry against the time of a route that uses it.
  mutating func validateWaits(
    _ retry: ID<Retry>, _ view: RouteView, _ route: Route, _ declaration: Declaration
  ) {
    let end = graph.mainPathEnd(route)
    guard end > .zero else { return }
    for rule in graph.rules[graph.retries[retry].rules] {
      for id in rule.responses {
        let response = graph.responses[id]
        if let backoff = response.backoff { validateBackoff(backoff, id, route, declaration) }
        if let cap = response.retryAfter { validateHint(cap, id, view, route, end, declaration) }
      }
    }
  }

  private mutating func validateBackoff(
    _ id: ID<Backoff>, _ response: ID<Response>, _ route: Route, _ declaration: Declaration
  ) {
    let backoff = graph.backoffs[id]
    // A cap that so many waits do not come to is harmless.
    let times = Int(graph.responses[response].times)
    let longest = Delays(backoff).first(times).max() ?? .zero
    guard longest > route.deadline else { return }
    let place = sites.responses[response.index]
    let word: Word
    switch backoff.kind {
    case .constant: word = .constant
    case .linear: word = .linear
    case .exponential: word = .exponential
    case .decorrelated: word = .decorrelated
    }
    diagnostics.append(
      .meaning(
        .backoffAboveDeadline, file: place.file, range: range(place),
        "backoff \(quoted(backoff.name)) waits up to \(longest.spelling), but \(quoted(route.name)) has only \(route.deadline.spelling)",
        related: [
          related(
            "up to \(longest.spelling)",
            site(self.declaration(of: .backoff, row: id.index), word)),
          related("the deadline", site(declaration, .deadline)),
        ]))
  }

  private mutating func validateHint(
    _ cap: Tick, _ response: ID<Response>, _ view: RouteView, _ route: Route, _ end: Tick,
    _ declaration: Declaration
  ) {
    guard let first = view.endpoints.map({ graph.leastTime(graph.endpoints[$0]) }).min() else {
      return
    }
    let left = end - first
    guard cap > left else { return }
    let place = sites.responses[response.index]
    diagnostics.append(
      .meaning(
        .hintAboveTimeLeft, file: place.file, range: range(place),
        "a hint of \(cap.spelling) can never be waited out: \(quoted(route.name)) has \(left.spelling) for it",
        related: [related("the deadline", site(declaration, .deadline))],
        notes: [
          arithmetic(route, end) + "; an attempt needs at least \(first.spelling) after the wait"
        ]))
  }

  /// How the end of the main path comes about.
  func arithmetic(_ route: Route, _ end: Tick) -> String {
    guard let ladder = route.ladder, graph.ladders[ladder].reserve > .zero else {
      return "the main path has the whole deadline, \(end.spelling)"
    }
    return
      "the main path ends after \(end.spelling): deadline \(route.deadline.spelling) − reserve \(graph.ladders[ladder].reserve.spelling)"
  }
}
