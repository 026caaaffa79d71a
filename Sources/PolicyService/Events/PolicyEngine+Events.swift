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
  /// all. Requests in flight go on without telling.
  public func onEvent(_ listener: @escaping @Sendable (PolicyEvent) -> Void) {
    listeners.withLock { $0.append(listener) }
    parts.ledger.withLock { sums in
      let last = generation
      let interpreter = Interpreter(
        last.plan, last.interpreter.state, listener: self.listener(last.names))
      install(
        Generation(
          last.number + 1, last.stamp, interpreter, last.names, destinations: last.destinations,
          secrets: last.secrets, handlers: last.handlers), &sums)
    }
  }

  /// What the interpreter is to call; nil while nobody listens.
  func listener(_ names: PlanNames) -> Listener? {
    let listeners = listeners.withLock { $0 }
    guard let first = listeners.first else { return nil }
    if listeners.count == 1 { return { first(PolicyEvent(note: $0, names: names)) } }
    return { note in
      let event = PolicyEvent(note: note, names: names)
      for listener in listeners { listener(event) }
    }
  }

  /// Tells of a reload.
  func tell(_ reload: Reload, _ names: PlanNames, at now: Tick) {
    guard let listener = listener(names) else { return }
    var note = Note(.reload, .reloaded, at: now)
    note.value = Int64(reload.policy)
    listener(note)
    if !reload.notCarried.isEmpty {
      note.reason = .notCarried
      note.value = Int64(reload.notCarried.count)
      listener(note)
    }
  }
}
