public import PolicyGraph
internal import PolicyRuntime

extension PolicyEngine {
  /// Puts a newly compiled policy in the place of the present one.
  ///
  /// Requests in flight finish on the policy they began on; every request that begins after this
  /// returns runs on the new one. Breakers, coolings, budgets, limits, averages and brownouts are
  /// the same cells before and after, where both policies mean the same thing. Active members carry
  /// over by name, and so do isolated endpoints. A probe that the new policy lacks keeps no endpoint
  /// down: its verdict is forgotten. Credentials are read again, and one whose
  /// value changed starts without coolings, together with its account. If anything is wrong with
  /// the new policy, the current one stays.
  ///
  /// - Parameters:
  ///   - artifact: the new policy, which must be one that the engine was told to trust.
  ///   - expecting: the digest it must have; wanted where the engine was started with one.
  /// - Returns: what was carried over, and what begins anew.
  /// - Throws: why the policy was refused.
  @discardableResult
  public func replace(
    with artifact: [UInt8], expecting: ArtifactDigest? = nil
  ) throws(EngineError) -> Reload {
    try counted { () throws(EngineError) in try take(artifact, expecting) }
  }

  /// Puts the policy in a file in the place of the present one, as `replace(with:expecting:)` does.
  @discardableResult
  public func replace(
    contentsOf path: String, expecting: ArtifactDigest? = nil
  ) throws(EngineError) -> Reload {
    try counted { () throws(EngineError) in try take(PolicyEngine.read(path), expecting) }
  }

  /// Counts a policy that is refused.
  private func counted(_ take: () throws(EngineError) -> Reload) throws(EngineError) -> Reload {
    do throws(EngineError) {
      return try take()
    } catch {
      parts.ledger.withLock { $0.refused += 1 }
      throw error
    }
  }

  private func take(
    _ artifact: [UInt8], _ expecting: ArtifactDigest?
  ) throws(EngineError) -> Reload {
    let stamp = try trust.admit(artifact, digest, expecting: expecting, after: generation.stamp)
    let loaded = try LoadedPolicy(
      artifact, stamp, handlers, environment, trust.allowed, whenMissing)
    let now = parts.clock.now()
    let reload = try parts.ledger.withLock { (sums) throws(EngineError) in
      let last = generation
      // Another may have been taken since this one was admitted.
      try trust.follow(last.stamp, with: stamp)
      let changed = loaded.credentials.changed(since: last.credentials)
      let state = SharedState(
        for: loaded.plan, carrying: last.interpreter.state, of: last.plan, renewing: changed,
        at: now)
      // Nobody is told: nothing changes for the operator.
      let silent = Interpreter(loaded.plan, state)
      for name in isolated.withLock({ $0 }) {
        if let id = loaded.names.endpointIDs[name] { silent.isolate(id, at: now) }
      }
      let activeMembers = last.interpreter.snapshot(at: now).holders
      let interpreter = Interpreter(loaded.plan, state, listener: listener(loaded.names))
      install(Generation(last.number + 1, interpreter, loaded, handlers), &sums)
      sums.policies += 1
      var reload = Reload(
        from: last.graph, held: activeMembers, to: loaded.plan.graph, policy: sums.policies, stamp)
      reload.note(changed, loaded.credentials.secrets)
      return reload
    }
    tell(reload, loaded.names, at: now)
    if let listener = listener(loaded.names) {
      tellExcluded(generation) { note, _ in listener(note) }
    }
    return reload
  }

  /// Gives a generation to all lanes, and adds up what was counted under the last one.
  func install(_ next: Generation, _ sums: inout ServiceCounters) {
    for lane in lanes {
      let (last, counts) = lane.replace(by: View(next, parts))
      sums.add(counts, last.generation.names)
    }
    for waker in parts.probing.withLock({ $0 }) { waker.wake(.work) }
  }
}
