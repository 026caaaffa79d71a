import CPolicyc
import PolicyGraph
import PolicyRuntime

extension policyc_note {
  /// A note in the words of the interface.
  init(_ decision: Decision) {
    self.init()
    at = decision.at.ns
    value = decision.value
    request = decision.request
    route = decision.route?.raw ?? nobody
    endpoint = decision.endpoint?.raw ?? nobody
    breaker = decision.breaker?.raw ?? nobody
    group = decision.group?.raw ?? nobody
    error_class = decision.errorClass?.raw ?? nobody
    credential = decision.credential?.raw ?? nobody
    step = decision.step?.raw ?? nobody
    attempt = decision.attempt
    kind = decision.kind.rawValue
    reason = decision.reason.rawValue
    response = decision.response?.rawValue ?? 255
    scope = decision.scope?.rawValue ?? 255
  }
}

extension policyc_action {
  /// That the first and only attempt answered in full.
  @inline(__always)
  static var answered: policyc_action {
    var action = policyc_action()
    action.until = .max
    action.wake_at = .max
    action.hedge_at = .max
    action.retry_after = .max
    action.step = nobody
    action.handler = nobody
    action.attempt = 1
    action.kind = Action.Kind.answer.rawValue
    action.reason = Reason.answered.rawValue
    action.executed = Execution.yes.rawValue
    return action
  }

  /// An action in the words of the interface.
  @inline(__always)
  init(_ action: Action, _ policy: PolicyBox) {
    self.init()
    until = action.until.ns
    wake_at = action.wakeAt.ns
    hedge_at = action.hedgeAt.ns
    retry_after = action.retryAfter.ns
    let isSomewhere =
      action.attempt.number != 0 || action.kind == .reconcile
      || action.kind == .answer && action.step == nil
    endpoint = isSomewhere ? action.endpoint.raw : nobody
    credential = action.credential?.raw ?? nobody
    step = action.step?.raw ?? nobody
    attempt = action.attempt.number
    leg = action.attempt.leg
    kind = action.kind.rawValue
    reason = action.reason.rawValue
    executed = action.executed.rawValue
    commits = action.commits ? 1 : 0
    cancels = action.cancels.bits
    timed_out = action.timedOut.bits
    switch action.kind {
    case .reconcile: handler = policy.reconcileHandler
    case .degrade: handler = action.step.map { policy.stepHandlers[$0.index] } ?? nobody
    case .notify: handler = action.notify.map { policy.notifyHandlers[$0.index] } ?? nobody
    case .wait, .attempt, .resume, .answer, .fail: handler = nobody
    }
  }
}
