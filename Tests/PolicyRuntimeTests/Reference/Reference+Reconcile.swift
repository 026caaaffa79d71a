import PolicyGraph

@testable import PolicyRuntime

extension Reference {
  /// Asks whether the request was carried out: the gate before the responses.
  func reconcile(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ now: Tick
  ) -> Decision {
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

  /// Asks the first eligible endpoint of the provider.
  func ask(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position, _ now: Tick
  ) -> Decision {
    let failed = position.failure.endpoint
    var wish = Ask(request: request, now: now, end: request.mainEndsAt)
    wish.staying = true
    let others = endpoints(below: graph.routes[request.route].target, armOf: wish).filter {
      $0 != failed && owner($0) == owner(failed)
    }
    // Asking is no probe: half-open endpoints may be asked, whatever the effect.
    let pass = Pass(number: 2, shared: true, probes: true)
    for endpoint in others + [failed] {
      guard case .eligible(let credential) = check(endpoint, pass, wish) else { continue }
      guard now < request.mainEndsAt else { break }
      let within =
        graph.rules[position.rule].reconcileWithin ?? graph.endpoints[endpoint].attemptTimeout
      let until = min(now + within, request.mainEndsAt)
      request.phase = .reconciling(until: until, position)
      var result = decision(request, .reconcile)
      result.endpoint = endpoint
      result.credential = credential
      result.until = until
      return result
    }
    return reconciled(request, position, .unknown, now)
  }

  func reconciled(
    _ request: ReferenceRequest, _ position: ReferenceRequest.Position,
    _ answer: Reconciliation, _ now: Tick
  ) -> Decision {
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
