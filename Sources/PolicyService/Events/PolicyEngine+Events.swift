internal import PolicyGraph
internal import PolicyRuntime

/// Who is told of events.
typealias EventListener = @Sendable (PolicyEvent) -> Void

extension PolicyEngine {
  /// Tells `listener` of every event from now on, for as long as the engine lives.
  ///
  /// It is called on the thread that makes the decision, while the request waits and may not be
  /// told of anything else: it must return soon, and neither blocks nor calls the engine or an
  /// attempt. While nobody listens, events are not made at
  /// all. Requests in flight go on without telling. What is excluded for want of a credential is
  /// told at once.
  public func onEvent(_ listener: @escaping @Sendable (PolicyEvent) -> Void) {
    listeners.withLock { $0.append(listener) }
    parts.ledger.withLock { sums in
      let last = generation
      let interpreter = Interpreter(
        last.plan, last.interpreter.state, listener: self.listener(last.names))
      install(
        Generation(
          last.number + 1, last.stamp, interpreter, last.names, destinations: last.destinations,
          credentials: last.credentials, handlers: last.handlers), &sums)
    }
    // Who comes later learns as well what stands since the policy was loaded.
    tellExcluded(generation, { listener(PolicyEvent(decision: $0, names: $1)) })
  }

  /// Tells of every endpoint to which nothing is sent, since none of its credentials is there.
  func tellExcluded(_ generation: Generation, _ tell: (Decision, PlanNames) -> Void) {
    let now = parts.clock.now()
    for endpoint in generation.graph.endpoints.ids where generation.isExcluded(endpoint) {
      var decision = Decision(.health, .excluded, at: now)
      decision.endpoint = endpoint
      tell(decision, generation.names)
    }
  }

  /// What the interpreter is to call; nil while nobody listens.
  func listener(_ names: PlanNames) -> Listener? {
    let listeners = listeners.withLock { $0 }
    guard let first = listeners.first else { return nil }
    if listeners.count == 1 { return { first(PolicyEvent(decision: $0, names: names)) } }
    return { decision in
      let event = PolicyEvent(decision: decision, names: names)
      for listener in listeners { listener(event) }
    }
  }

  /// Tells of a reload.
  func tell(_ reload: Reload, _ names: PlanNames, at now: Tick) {
    guard let listener = listener(names) else { return }
    var decision = Decision(.reload, .reloaded, at: now)
    decision.value = Int64(reload.policy)
    listener(decision)
    if !reload.notCarried.isEmpty {
      decision.reason = .notCarried
      decision.value = Int64(reload.notCarried.count)
      listener(decision)
    }
  }
}
