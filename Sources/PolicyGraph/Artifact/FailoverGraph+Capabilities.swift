extension FailoverGraph {
  /// What a runtime must know to do what this policy says.
  public var capabilities: Capabilities {
    var all = Capabilities()
    all.insert(.probes, if: probes.count > 0)
    all.insert(.breaker, if: breakers.count > 0)
    all.insert(.hedge, if: hedges.count > 0)
    all.insert(.limits, if: limits.count > 0)
    all.insert(.ladder, if: ladders.count > 0)
    all.insert(.notify, if: notifies.count > 0)
    all.insert(.idempotencyKeys, if: idempotencyKeys.count > 0)
    all.insert(.requirements, if: features.count > 0)
    all.insert(.serves, if: servedValues.count > 0)
    for endpoint in endpoints.ids {
      all.insert(.continuation, if: handover(to: endpoint) == .continuation)
    }
    for group in groups.rows { all.insert(group) }
    for arm in arms.rows { all.insert(.priorities, if: arm.kind == .priority) }
    for retry in retries.rows { all.insert(.budget, if: retry.budgeted) }
    for rule in rules.rows { all.insert(.reconcile, if: rule.reconcile) }
    for response in responses.rows { all.insert(response) }
    for ladder in ladders.rows { all.insert(.brownout, if: ladder.enterExhausted != nil) }
    for step in steps.rows { all.insert(step) }
    for member in members.rows { all.insert(.drain, if: member.weight == 0) }
    for route in routes.rows {
      all.insert(.commitFirstByte, if: route.commit.mayBeEarly)
      all.insert(.wait, if: route.waitWithin != nil)
    }
    return all
  }
}

extension Capabilities {
  fileprivate mutating func insert(_ group: Group) {
    insert(.select, if: group.kind == .select)
    insert(.activeActive, if: group.kind == .activeActive)
    insert(.spillover, if: group.overprovisioning != nil)
    insert(.fastest, if: group.balance == .fastest)
    insert(.sticky, if: group.balance == .sticky)
    insert(.ejection, if: group.ejectMax != nil)
    insert(.panic, if: group.panicBelow != nil)
    insert(.slowStart, if: group.slowStart != nil || group.failbackRamp != nil)
  }

  fileprivate mutating func insert(_ response: Response) {
    insert(.rotateCredential, if: response.kind == .rotateCredential)
    insert(.reroute, if: response.kind == .reroute)
    insert(.resume, if: response.kind == .resume)
  }

  fileprivate mutating func insert(_ step: Step) {
    insert(.cache, if: step.answer == .serveCache)
    insert(.handlers, if: step.answer == .call)
    insert(.priorities, if: step.answer == .shed)
  }
}
