import PolicyGraph
import PolicyRuntime

/// Actions and notes in the words of the corpus.
struct TraceText {
  let graph: FailoverGraph

  /// An action in words.
  func spelled(_ action: Action) -> String {
    var words = ""
    for leg in 0..<UInt8(RuntimeLimits.legsMax) where action.cancels.contains(leg) {
      words += "give up leg \(leg), "
    }
    if action.commits { words += "commit, " }
    let step = action.step.map { name($0) } ?? ""
    switch action.kind {
    case .wait: words += "wait" + until(action.wakeAt)
    case .attempt, .resume:
      words += "\(action.kind.word) \(name(action.endpoint)) #\(action.attempt.number)"
      if let credential = action.credential, graph.endpoints[action.endpoint].credentials.count > 1
      {
        words += " with \(graph.text(graph.credentials[credential].reference))"
      }
      words += until(action.until)
      if action.step != nil { words += " for \(step)" }
    case .reconcile: words += "ask \(name(action.endpoint))" + until(action.until)
    case .degrade: words += "step \(step)" + until(action.until)
    case .notify:
      words += "tell " + (action.notify.map { graph.text(graph.notifies[$0].handler) } ?? "?")
    case .answer:
      let isAttempt = action.step == nil || action.attempt != .none
      words += isAttempt ? "answer by \(name(action.endpoint))" : "answer by step \(step)"
      if action.step != nil, isAttempt { words += " for \(step)" }
      words += ", executed \(action.executed.word)"
    case .fail: words += "fail, executed \(action.executed.word)"
    }
    if action.hedgeAt != .never { words += ", hedge at \(TraceText.clock(action.hedgeAt))" }
    if action.reason != .none { words += " (\(action.reason.word))" }
    return words
  }

  private func until(_ time: Tick) -> String {
    time == .never ? "" : " until \(TraceText.clock(time))"
  }

  /// A time of the trace in seconds.
  static func clock(_ time: Tick) -> String { time.seconds + "s" }

  /// A note in words; nil for what the event or the action says already.
  func spelled(_ decision: Decision, after event: String) -> String? {
    let endpoint = decision.endpoint.map { name($0) } ?? "?"
    let code = "\(decision.reason.word)"
    let time = decision.value > 0 ? " for \(Tick(ns: decision.value).spelling)" : ""
    switch decision.kind {
    case .candidate:
      if decision.reason == .noCandidate { return "nobody is left: \(code)" }
      return TraceText.passesOver(decision.reason) ? "\(endpoint) passed over: \(code)" : nil
    case .attempt, .ended: return nil
    case .outcome:
      if decision.reason == .succeeded { return nil }
      if decision.reason == .failed, event.contains(" fails ") { return nil }
      let found = decision.errorClass.map { " \(graph.text(graph.classes[$0].name))" } ?? ""
      return "\(endpoint) #\(decision.attempt): \(code)\(found)"
    case .response:
      return TraceText.carriesOut(decision.reason)
        ? "response: \(code)\(time)" : "response passed over: \(code)"
    case .breaker: return "breaker of \(endpoint): \(code)\(time)"
    case .cooling:
      let found = decision.errorClass.map { graph.text(graph.classes[$0].name) } ?? "?"
      return "\(endpoint): \(code) as \(found)\(time)"
    case .failover, .failback:
      guard let group = decision.group else { return "\(decision.kind.word): \(code)" }
      let row = graph.groups[group]
      let index = row.members.startIndex + Int(decision.value)
      let member =
        row.members.indices.contains(index) ? " to \(name(graph.members.rows[index].target))" : ""
      // Where routes have different breakers, each has its holders.
      let several = Set(graph.routes.rows.map(\.breaker)).count > 1
      let breaker = several ? decision.breaker.map { graph.text(graph.breakers[$0].name) } : nil
      return "\(graph.text(row.name))\(breaker.map { " under \($0)" } ?? ""): \(code)\(member)"
    case .budget, .brownout, .reload: return code
    case .hedge: return decision.reason == .hedged ? nil : "hedge: \(code)"
    case .reconcile:
      return decision.reason == .reconcile ? "reconcile\(time)" : "reconcile: \(code)"
    case .degraded:
      if let step = decision.step {
        return decision.reason == .served ? nil : "step \(name(step)): \(code)"
      }
      let found = decision.errorClass.map { graph.text(graph.classes[$0].name) } ?? "?"
      return "to the ladder: \(code), cause \(found)"
    case .health: return "\(endpoint): \(code)"
    case .wait:
      return decision.endpoint == nil ? "wait: \(code)" : "wait for \(endpoint): \(code)\(time)"
    }
  }

  /// Whether a reason speaks against an endpoint.
  static func passesOver(_ reason: Reason) -> Bool {
    let against: [Reason] = [
      .failedOver, .inFlight, .notServed, .notSupported, .tooLarge, .notLarger, .excluded,
      .isolated,
      .probeDown,
      .breakerOpen, .halfOpenFull, .onceNoProbe, .cooling, .limitFull, .otherDomain,
      .noTimeLeft, .failbackPending, .drained,
    ]
    return against.contains(reason)
  }

  /// Whether a reason is a response that was taken.
  static func carriesOut(_ reason: Reason) -> Bool {
    let taken: [Reason] = [
      .sameEndpoint, .failover, .rotateCredential, .reroute, .resume, .degrade, .fail,
    ]
    return taken.contains(reason)
  }

  private func name(_ endpoint: ID<Endpoint>) -> String {
    graph.text(graph.endpoints[endpoint].name)
  }
  private func name(_ step: ID<Step>) -> String { graph.text(graph.steps[step].name) }
  private func name(_ target: Target) -> String {
    switch target {
    case .endpoint(let endpoint): name(endpoint)
    case .group(let group): graph.text(graph.groups[group].name)
    }
  }
}
