internal import PolicyGraph
internal import PolicyRuntime

extension RequestCore {
  /// Asks whether the request was carried out.
  func reconcile(_ action: Action) async -> Action {
    guard let handler = generation.handlers.reconcile else {
      return step(.reconciled(.unknown))
    }
    let generation = generation
    let sentTo = state.withLock { $0.machine.failedEndpoint }
    let inquiry = Inquiry(
      request: request, route: generation.names.routes[route.index],
      sentTo: generation.names.endpoints[sentTo.index],
      destination: generation.destinations[action.endpoint.index],
      credential: action.credential.map { generation.secrets[$0.index] },
      within: within(action))
    return await supervise({
      // A handler that throws knows nothing.
      (try? await handler(inquiry)) ?? .unknown
    }) { verdict in
      switch verdict {
      case .landed(let served):
        keep(served)
        return .reconciled(.landed)
      case .cannotLand: return .reconciled(.cannotLand)
      case .unknown: return .reconciled(.unknown)
      }
    } refused: {
      .reconciled(.unknown)
    }
  }

  /// Lets a step of the ladder answer that the service carries out.
  func degrade(_ action: Action) async -> Action {
    let graph = generation.graph
    guard let id = action.step else { return step(.stepFinished(served: false)) }
    let row = graph.steps[id]
    let name = generation.names.routes[route.index]
    let ask: @Sendable () async throws -> Served?
    switch row.answer {
    case .serveCache:
      guard let cache = generation.handlers.cache else {
        return step(.stepFinished(served: false))
      }
      let lookup = CacheLookup(
        request: request, route: name, maxAge: row.maxAge.map { Duration($0) },
        within: within(action))
      ask = { try await cache(lookup) }
    case .call:
      guard let text = row.text, let call = generation.handlers.calls[graph.text(text)] else {
        return step(.stepFinished(served: false))
      }
      let request = FallbackCall(request: request, route: name, within: within(action))
      ask = { try await call(request) }
    case .use, .serveText, .shed, .fail: return step(.stepFinished(served: false))
    }
    return await supervise({
      // A handler that throws has nothing to serve.
      try? await ask()
    }) { served in
      keep(served)
      return .stepFinished(served: served != nil)
    } refused: {
      .stepFinished(served: false)
    }
  }

  /// Tells a handler, without waiting for it.
  func tell(_ action: Action) -> Action {
    let generation = generation
    if let id = action.notify,
      let handler = generation.handlers.notifies[
        generation.graph.text(generation.graph.notifies[id].handler)]
    {
      let notice = Notice(
        request: request, route: generation.names.routes[route.index],
        step: action.step.map { generation.names.steps[$0.index] } ?? "")
      let telling = parts.telling
      if telling.hasRoom {
        telling.enter()
        Task {
          await handler(notice)
          telling.leave()
        }
      } else {
        parts.ledger.withLock { $0.noticesDropped += 1 }
      }
    }
    return step(.proceed)
  }

  private func keep(_ served: Served?) { state.withLock { $0.more.served = served } }

  /// What a handler gave to be served.
  func served() -> Served? { state.withLock { $0.rare?.served } }

  /// How long a handler has.
  private func within(_ action: Action) -> Duration {
    Duration(max(.zero, action.until - lastStep))
  }

  /// Runs a handler in a task of its own until it is over, its time is, or the caller gives up.
  ///
  /// - Parameters:
  ///   - ask: calls the handler.
  ///   - event: what its answer means to the machine.
  ///   - refused: what it means that no handler can be called.
  private func supervise<Reply: Sendable>(
    _ ask: @escaping @Sendable () async -> Reply, event: (Reply) -> Event,
    refused: () -> Event
  ) async -> Action {
    guard parts.abandoned.hasRoom else { return step(refused()) }
    let waker = waker()
    let handoff = Handoff<Reply>()
    let task = Task.immediate {
      handoff.deliver(await ask())
      waker.wake(.work)
    }
    while true {
      if let reply = handoff.take() { return step(event(reply)) }
      let woken = await waker.wait(until: wakeAt, parts.timers)
      if let reply = handoff.take() { return step(event(reply)) }
      var next: Action?
      if woken.contains(.cancelled) {
        next = step(.cancel)
      } else if woken.contains(.timer) {
        let action = step(.timer)
        if !action.isIdle { next = action }
      }
      guard let next else { continue }
      handoff.abandon(parts.abandoned)
      task.cancel()
      return next
    }
  }
}
