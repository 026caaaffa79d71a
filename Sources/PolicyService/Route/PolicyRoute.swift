internal import PolicyGraph
internal import PolicyRuntime

/// One route of a policy, by its name: what a service keeps, and runs its requests on.
///
/// It stays valid when a policy is replaced. If the new one has no route of that name, requests
/// fail with `RequestFailed.Cause.routeRemoved`.
public struct PolicyRoute: Sendable {
  let route: RouteName
  let engine: PolicyEngine

  /// The route's name.
  public var name: String { route.text }

  /// Begins a request: its first attempt, or what is to be done instead.
  @usableFromInline
  func begin(_ request: Request) throws(RequestFailed) -> Attempt {
    let lane = engine.lane()
    let ticket = lane.begin(route)
    guard let id = ticket.route else { throw removed() }
    let core = RequestCore(ticket.view, lane, request, id, place: ticket.place)
    return Attempt(core: core, action: core.first, startedAt: core.beganAt)
  }

  private func removed() -> RequestFailed {
    engine.parts.ledger.withLock { $0.onRemovedRoutes += 1 }
    return nothingDone(.routeRemoved)
  }

  /// A request that nothing was done for.
  func refused(_ cause: RequestFailed.Cause) -> RequestFailed {
    let lane = engine.lane()
    let ticket = lane.begin(route)
    guard let id = ticket.route else { return removed() }
    lane.count(ticket.view) {
      $0.failed[Counts.Pair(first: id.index, second: cause.index), default: 0] += 1
    }
    return nothingDone(cause)
  }

  private func nothingDone(_ cause: RequestFailed.Cause) -> RequestFailed {
    RequestFailed(
      cause: cause, route: name, errorClass: nil, status: nil, endpoint: nil, attempts: 0,
      executed: .no, retryAfter: nil)
  }
}
