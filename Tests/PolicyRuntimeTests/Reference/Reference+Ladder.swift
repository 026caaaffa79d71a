import PolicyGraph

@testable import PolicyRuntime

/// Where a request comes from when it enters the ladder.
enum LadderEntry {
  /// It began there.
  case start
  case mainPath
}

extension Reference {
  func steps(_ request: ReferenceRequest) -> [ID<Step>] {
    ladder(request.route).map { Array($0.steps) } ?? []
  }

  func enterLadder(
    _ request: ReferenceRequest, cause: ID<ErrorClass>, from entry: LadderEntry, _ now: Tick
  ) -> ReferenceAction {
    request.hedgeAt = .never
    switch entry {
    case .start: request.mainPathEnded = true
    case .mainPath: mainPathExhausted(request, now)
    }
    return runLadder(request, 0, cause: cause, now)
  }

  /// Runs the steps from one on; `notify` is the first handler still to be told, nil for none.
  func runLadder(
    _ request: ReferenceRequest, _ from: Int, notify: Int? = 0, cause: ID<ErrorClass>, _ now: Tick
  ) -> ReferenceAction {
    request.phase = .running
    let all = steps(request)
    var notify = notify
    for index in all.indices where index >= from {
      let step = graph.steps[all[index]]
      let causes = graph.classMembers[step.when]
      if !causes.isEmpty, !causes.contains(where: { $0.errorClass == cause }) { continue }
      if let first = notify {
        for position in step.notifies.indices.dropFirst(first) {
          let id = step.notifies[position]
          guard tell(id, now: now) else { continue }
          request.phase = .notifying(
            step: index, notify: position - step.notifies.startIndex, cause: cause)
          var result = decision(request, .notify)
          result.step = all[index]
          result.notify = id
          return result
        }
      }
      notify = 0
      if let decision = answer(request, index, cause, now) { return decision }
    }
    return fail(request, now)
  }

  /// Nil if the step is unavailable.
  private func answer(
    _ request: ReferenceRequest, _ index: Int, _ cause: ID<ErrorClass>, _ now: Tick
  ) -> ReferenceAction? {
    let step = graph.steps[steps(request)[index]]
    switch step.answer {
    case .use:
      let isOnce = graph.routes[request.route].effect == .once
      guard now < request.endsAt, !(isOnce && request.executed != .no),
        let target = step.target
      else { return nil }
      let ask = Ask(request: request, now: now, end: request.endsAt)
      guard let found = find(target, ask) else { return nil }
      return send(request, found, .step(index, cause: cause), now)
    case .serveCache, .call:
      guard now < request.endsAt else { return nil }
      let until = min(now + (step.within ?? .s(1)), request.endsAt)
      request.phase = .step(until: until, index, cause: cause)
      var result = decision(request, .degrade)
      result.step = steps(request)[index]
      result.until = until
      return result
    case .serveText: return endByStep(request, .answer, index, now)
    case .shed:
      guard Int64(request.facts.priority) < Int64(step.below ?? 0) else { return nil }
      return endByStep(request, .fail, index, now)
    case .fail: return endByStep(request, .fail, index, now)
    }
  }

  func endByStep(
    _ request: ReferenceRequest, _ kind: Action.Kind, _ index: Int, _ now: Tick
  ) -> ReferenceAction {
    var result = end(request, kind, retryAfter: retryAfter(request, now))
    result.step = steps(request)[index]
    return result
  }
}
