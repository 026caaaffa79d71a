internal import PolicyGraph
internal import PolicyRuntime

extension PolicyEngine {
  /// Puts a newly compiled policy in the place of the present one.
  ///
  /// Requests in flight finish on the policy they began on; every request that begins after this
  /// returns runs on the new one. Breakers, coolings, budgets, limits, averages and brownouts are
  /// the same cells before and after, where both policies mean the same thing. Credentials are read
  /// anew, and one whose value changed starts without coolings, together with its account. If
  /// anything is wrong with the new policy, the present one stays.
  ///
  /// - Returns: what was carried over, and what begins anew.
  /// - Throws: why the policy was refused.
  @discardableResult
  public func replace(with artifact: [UInt8]) throws(EngineError) -> Reload {
    let loaded: LoadedPolicy
    do throws(EngineError) {
      loaded = try LoadedPolicy(artifact, handlers, environment, digest, whenMissing)
    } catch {
      parts.ledger.withLock { $0.refused += 1 }
      throw error
    }
    let now = parts.clock.now()
    let (before, number, changed) = parts.ledger.withLock { sums in
      let last = generation
      let changed = loaded.credentials.changed(since: last.credentials)
      let state = SharedState(
        for: loaded.plan, carrying: last.interpreter.state, of: last.plan, renewing: changed,
        at: now)
      let interpreter = Interpreter(loaded.plan, state, listener: listener(loaded.names))
      install(Generation(last.number + 1, interpreter, loaded, handlers), &sums)
      sums.policies += 1
      return (last.graph, sums.policies, changed)
    }
    var reload = Reload(from: before, to: loaded.plan.graph, policy: number)
    reload.note(changed, loaded.credentials.secrets)
    tell(reload, loaded.names, at: now)
    if let listener = listener(loaded.names) {
      tellExcluded(generation) { note, _ in listener(note) }
    }
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
