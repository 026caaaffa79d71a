import PolicyGraph

@testable import PolicyRuntime

/// What an interpreter decided, as far as two of them are compared: all but the reason.
struct ReferenceAction: Equatable {
  var kind = Action.Kind.wait
  var executed = Execution.no
  var commits = false
  var cancels = LegSet()
  var attempt = AttemptID.none
  /// Nil where the kind leads to no endpoint.
  var endpoint: ID<Endpoint>?
  var credential: ID<Credential>?
  var step: ID<Step>?
  var notify: ID<Notify>?
  var until = Tick.never
  var hedgeAt = Tick.never
  var wakeAt = Tick.never
  var retryAfter = Tick.never

  init() {}

  init(_ action: Action) {
    kind = action.kind
    executed = action.executed
    commits = action.commits
    cancels = action.cancels
    attempt = action.attempt
    switch action.kind {
    case .attempt, .resume, .reconcile: endpoint = action.endpoint
    case .answer: endpoint = action.attempt == .none ? nil : action.endpoint
    case .wait, .degrade, .notify, .fail: endpoint = nil
    }
    credential = action.credential
    step = action.step
    notify = action.notify
    until = action.until
    hedgeAt = action.hedgeAt
    wakeAt = action.wakeAt
    retryAfter = action.retryAfter
  }

  var isEnd: Bool { kind == .answer || kind == .fail }

  /// In words; times are told from `start` on.
  func text(_ graph: FailoverGraph, from start: Tick) -> String {
    var parts = ["\(kind.word)"]
    if attempt != .none { parts.append("leg \(attempt.leg) number \(attempt.number)") }
    if let endpoint { parts.append("to \(graph.text(graph.endpoints[endpoint].name))") }
    if let credential {
      parts.append("with \(graph.text(graph.credentials[credential].reference))")
    }
    if let step { parts.append("step \(graph.text(graph.steps[step].name))") }
    if let notify { parts.append("notify \(graph.text(graph.notifies[notify].handler))") }
    if executed != .no { parts.append("executed \(executed.word)") }
    if commits { parts.append("commits") }
    if !cancels.isEmpty { parts.append("cancels \(String(cancels.bits, radix: 2))") }
    for (word, time) in [("until", until), ("hedge", hedgeAt), ("wake", wakeAt)]
    where time != .never {
      parts.append("\(word) +\((time - start).ns)")
    }
    if retryAfter != .never { parts.append("retry after \(retryAfter.ns)") }
    return parts.joined(separator: ", ")
  }
}
