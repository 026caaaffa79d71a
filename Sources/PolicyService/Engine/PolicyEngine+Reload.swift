internal import PolicyGraph
internal import PolicyRuntime

extension PolicyEngine {
  /// Puts a newly compiled policy in the place of the present one.
  ///
  /// Requests in flight finish on the policy they began on; every request that begins after this
  /// returns runs on the new one. Breakers, coolings, budgets, limits, averages and brownouts are
  /// the same cells before and after, where both policies mean the same thing; holders go by the
  /// names of members, isolations by those of endpoints. What the new policy no longer asks for
  /// keeps nobody down: without a `probe`, its verdict is forgotten. If anything is wrong with the
  /// new policy, the present one stays.
  ///
  /// - Returns: what was carried over, and what begins anew.
  /// - Throws: why the policy was refused.
  @discardableResult
  public func replace(with artifact: [UInt8]) throws(EngineError) -> Reload {
    let loaded: LoadedPolicy
    do throws(EngineError) {
      loaded = try LoadedPolicy(artifact, handlers, environment, digest)
    } catch {
      parts.ledger.withLock { $0.refused += 1 }
      throw error
    }
    let now = parts.clock.now()
    let reload = parts.ledger.withLock { sums in
      let last = generation
      let state = SharedState(
        for: loaded.plan, carrying: last.interpreter.state, of: last.plan, at: now)
      // Nobody is told: nothing changes for the operator.
      let silent = Interpreter(loaded.plan, state)
      for name in isolated.withLock({ $0 }) {
        if let id = loaded.names.endpointIDs[name] { silent.isolate(id, at: now) }
      }
      let holders = last.interpreter.snapshot(at: now).holders
      let interpreter = Interpreter(loaded.plan, state, listener: listener(loaded.names))
      install(Generation(last.number + 1, interpreter, loaded, handlers), &sums)
      sums.policies += 1
      return Reload(
        from: last.graph, held: holders, to: loaded.plan.graph, policy: sums.policies)
    }
    tell(reload, loaded.names, at: now)
    return reload
  }

  /// Puts the policy in a file in the place of the present one, as `replace(with:)` does.
  @discardableResult
  public func replace(contentsOf path: String) throws(EngineError) -> Reload {
    let artifact: [UInt8]
    do throws(EngineError) {
      artifact = try PolicyEngine.read(path)
    } catch {
      parts.ledger.withLock { $0.refused += 1 }
      throw error
    }
    return try replace(with: artifact)
  }

  /// Gives a generation to all lanes, and adds up what was counted under the last one.
  func install(_ next: Generation, _ sums: inout ServiceCounters) {
    for lane in lanes {
      let (last, counts) = lane.replace(by: View(next, parts))
      sums.add(counts, last.generation.names)
    }
    for bell in parts.probing.withLock({ $0 }) { bell.ring(.work) }
  }
}
