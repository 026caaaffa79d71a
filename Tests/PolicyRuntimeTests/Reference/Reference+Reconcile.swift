import PolicyGraph

@testable import PolicyRuntime

extension Reference {
  /// Asks whether the request was carried out: the gate before the responses.
  func reconcile(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ now: Tick
  ) -> ReferenceAction {
    guard let settle = graph.rules[position.rule].settle, settle > .zero else {
      return ask(request, position, now)
    }
    // reading: a wait that leaves no time to ask is not begun.
    guard now + settle < request.mainEndsAt else {
      return reconciled(request, position, .unknown, now)
    }
    request.phase = .settling(until: now + settle, position)
    return decision(request, .wait)
  }

  /// Asks the endpoint that the rule names, else the provider of the one that failed.
  func ask(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ now: Tick
  ) -> ReferenceAction {
    let rule = graph.rules[position.rule]
    var wish = Ask(request: request, now: now, end: request.mainEndsAt)
    wish.inquires = true
    let told = rule.reconcileAt.map { [$0] } ?? provider(of: position.failure.endpoint, wish)
    // Asking is no probe: half-open endpoints may be asked, whatever the effect.
    let pass = Pass(number: 2, shared: true, probes: true)
    for endpoint in told {
      guard case .eligible(let credential) = check(endpoint, pass, wish) else { continue }
      guard now < request.mainEndsAt else { break }
      let within = rule.reconcileWithin ?? graph.endpoints[endpoint].attemptTimeout
      let until = min(now + within, request.mainEndsAt)
      request.phase = .reconciling(until: until, position)
      var result = decision(request, .reconcile)
      result.endpoint = endpoint
      result.credential = credential
      result.until = until
      return result
    }
    // Nobody was asked, so nobody knows.
    return reconciled(request, position, .unknown, now)
  }

  /// The endpoints of the route that share the provider of one, and that one last.
  private func provider(of failed: ID<Endpoint>, _ wish: Ask) -> [ID<Endpoint>] {
    endpoints(below: graph.routes[wish.request.route].target, armOf: wish).filter {
      $0 != failed && owner($0) == owner(failed)
    } + [failed]
  }

  func reconciled(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position,
    _ answer: Reconciliation, _ now: Tick
  ) -> ReferenceAction {
    request.phase = .running
    switch answer {
    case .landed:
      request.executed = .yes
      if request.committed { return truncate(request, now) }
      mainPathAnswered(request, now)
      return end(request, .answer)
    case .cannotLand:
      request.executed = position.failure.executedBefore
      return take(request, position, now)
    case .unknown: return giveUp(request, position.failure, now)
    }
  }
}
