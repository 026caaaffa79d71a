internal import PolicyGraph
internal import PolicyRuntime

/// What an operator does by hand.
extension PolicyEngine {
  /// Takes an endpoint out by its name: nothing is sent there until it is restored, whatever
  /// policies are loaded meanwhile, those included that give it another URL or leave it out.
  ///
  /// - Throws: `EngineError.unknown`.
  public func isolate(_ endpoint: String) throws(EngineError) {
    // A policy that is loaded from here on takes it over by the name.
    let generation = parts.ledger.withLock { _ in
      let generation = self.generation
      if generation.names.endpointIDs[endpoint] != nil {
        isolated.withLock { names in _ = names.insert(endpoint) }
      }
      return generation
    }
    generation.interpreter.isolate(try generation.endpoint(endpoint), at: parts.clock.now())
  }

  /// Takes an endpoint in again that was isolated, or is down by its probes.
  ///
  /// One that was isolated may be missing in the present policy.
  ///
  /// - Throws: `EngineError.unknown`.
  public func restore(_ endpoint: String) throws(EngineError) {
    var wasIsolated = false
    let generation = parts.ledger.withLock { _ in
      wasIsolated = isolated.withLock { names in names.remove(endpoint) != nil }
      return self.generation
    }
    if wasIsolated && generation.names.endpointIDs[endpoint] == nil { return }
    generation.interpreter.restore(try generation.endpoint(endpoint), at: parts.clock.now())
  }

  /// Ends the coolings that keep an endpoint from being a candidate, and closes its breakers: what
  /// an operator does who knows that the far end is well again.
  ///
  /// Coolings that the endpoint shares with others end for them too: those of its credentials and
  /// their accounts, of its address and of its provider. How far cooldowns had grown is forgotten.
  /// An endpoint that is isolated or that its probes found down stays so.
  ///
  /// - Throws: `EngineError.unknown`.
  public func clear(_ endpoint: String) throws(EngineError) {
    let generation = generation
    generation.interpreter.clear(try generation.endpoint(endpoint), at: parts.clock.now())
  }

  /// What is missing of the present policy's credentials, where `missingCredentials: .exclude` let
  /// it run without; each reference once.
  public var missingCredentials: [EngineError.CredentialProblem] { generation.credentials.problems }

  /// Makes the first member of an active-passive group active at once, under every breaker,
  /// whatever its `failback` waits for.
  ///
  /// - Throws: `EngineError.unknown`.
  public func failBack(_ group: String) throws(EngineError) {
    let generation = generation
    let names = generation.names
    guard let id = names.groupIDs[group] else {
      throw .unknown(.group, group, nearest: allNearest(group, in: names.groups))
    }
    generation.interpreter.failBack(id, at: parts.clock.now())
  }

  /// What was counted since the engine started.
  public func counters() -> ServiceCounters {
    var counters = parts.ledger.withLock { sums in
      var sums = sums
      for lane in lanes {
        let (names, counts) = lane.counted()
        sums.add(counts, names)
      }
      return sums
    }
    counters.abandoned = parts.abandoned.running
    counters.abandonedTotal = parts.abandoned.total
    return counters
  }

  /// Tasks that were given up and still run, because they do not heed their cancellation: attempts
  /// of enforcing runs, handlers and probes.
  public var abandoned: Int { parts.abandoned.running }
}

extension Generation {
  fileprivate func endpoint(_ name: String) throws(EngineError) -> ID<Endpoint> {
    guard let id = names.endpointIDs[name] else {
      throw .unknown(.endpoint, name, nearest: allNearest(name, in: names.endpoints))
    }
    return id
  }
}
