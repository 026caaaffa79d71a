internal import PolicyGraph
internal import PolicyRuntime

extension RequestCore {
  /// The main path answered.
  @inline(__always)
  func ended(_ action: Action, attempts: Int) -> Ending {
    lane.count(view) { counts in
      counts.full[route.index] &+= 1
      counts.succeeded[action.endpoint.index] &+= 1
    }
    return Ending(
      core: self, endpoint: action.endpoint, attempts: attempts,
      executed: action.executed, reason: action.reason)
  }

  /// The request is answered in whichever way.
  func answer<Value: Sendable>(
    _ action: Action, _ value: Value?
  ) throws(RequestFailed) -> Answer<Value> {
    guard let step = action.step else {
      if action.reason == .landed { return landed(action) }
      guard let value else { throw failure(action) }
      return Answer(.value(value), .full, ended(action, attempts: attemptsSent))
    }
    let row = generation.graph.steps[step]
    let result: Answer<Value>.Result
    var endpoint: ID<Endpoint>?
    switch row.answer {
    case .use:
      guard let value else { throw failure(action) }
      result = .value(value)
      endpoint = action.endpoint
      lane.count(view) { $0.succeeded[action.endpoint.index] &+= 1 }
    case .serveText:
      let text = row.text.map { generation.graph.text($0) } ?? ""
      result = .substitute(.text(text, status: row.status.map { Int($0) }))
    case .serveCache:
      guard let served = served() else { throw failure(action) }
      result = .substitute(.cached(served))
    case .call:
      guard let served = served() else { throw failure(action) }
      let name = row.text.map { generation.graph.text($0) } ?? ""
      result = .substitute(.called(name, served))
    case .shed, .fail: throw failure(action)
    }
    lane.count(view) {
      $0.degraded[Counts.Pair(first: route.index, second: step.index), default: 0] += 1
    }
    return Answer(
      result, .degraded(step: generation.names.steps[step.index]),
      Ending(
        core: self, endpoint: endpoint, attempts: attemptsSent, executed: action.executed,
        reason: action.reason, retryAfter: action.retryAfter))
  }

  private func landed<Value: Sendable>(_ action: Action) -> Answer<Value> {
    lane.count(view) { $0.full[route.index] &+= 1 }
    return Answer(
      .substitute(.landed(served())), .full,
      Ending(
        core: self, endpoint: action.endpoint, attempts: attemptsSent,
        executed: action.executed, reason: action.reason))
  }

  /// The request failed, and why.
  func failure(_ action: Action) -> RequestFailed {
    let cause: RequestFailed.Cause =
      action.reason == .cancelled ? .cancelled : .policy(action.reason)
    return failure(cause, executed: action.executed, retryAfter: action.retryAfter)
  }

  /// The request failed for a cause.
  func failure(
    _ cause: RequestFailed.Cause, executed: Execution, retryAfter: Tick = .never
  ) -> RequestFailed {
    lane.count(view) {
      $0.failed[Counts.Pair(first: route.index, second: cause.index), default: 0] += 1
    }
    let (last, overran) = state.withLock { ($0.rare?.failure, $0.rare?.overran ?? .zero) }
    let names = generation.names
    return RequestFailed(
      cause: cause, route: names.routes[route.index],
      errorClass: last.map { names.classes[$0.errorClass.index] },
      status: last?.status.map { Int($0) },
      endpoint: last.map { names.endpoints[$0.endpoint.index] }, attempts: attemptsSent,
      executed: executed, overran: Duration(overran),
      retryAfter: retryAfter == .never ? nil : Duration(retryAfter))
  }

  /// Sends a hedge: counted by route.
  func countHedge() { lane.count(view) { $0.hedges[route.index] &+= 1 } }

  private var attemptsSent: Int { state.withLock { $0.machine.attemptsSent } }
}
