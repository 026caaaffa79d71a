import CPolicyc
import PolicyGraph
import PolicyRuntime

/// A policy at work: its interpreter, and what its requests need.
final class EngineBox: Sendable {
  /// With the URLs that were read.
  let policy: PolicyBox
  let interpreter: Interpreter
  /// By the index of their source; nil where the caller sees to them.
  let values: [[UInt8]]?
  /// The same at fixed addresses.
  let secrets: TextBlock
  let seed: UInt64
  let draws: FixedDraws?
  let counters: Counters
  /// The names of isolated endpoints that this policy lacks: it hands them on.
  let isolatedElsewhere: [[UInt8]]

  init(
    _ inputs: EngineInputs, _ options: policyc_options, after last: EngineBox?, at now: Tick
  ) {
    policy = inputs.policy
    values = inputs.values
    secrets = TextBlock(inputs.values ?? [])
    seed = options.seed
    draws = options.fixed_draws == 0 ? nil : FixedDraws()
    let plan = Plan(policy.graph, missing: inputs.missing)
    counters = Counters(policy.graph, after: last?.counters)
    let listener = EngineBox.listener(options)
    guard let last else {
      interpreter = Interpreter(plan, SharedState(for: plan), listener: listener)
      isolatedElsewhere = []
      return
    }
    let state = SharedState(
      for: plan, carrying: last.interpreter.state, of: last.interpreter.plan,
      renewing: inputs.renewed(since: last), at: now)
    interpreter = Interpreter(plan, state, listener: listener)
    // Nobody is told: nothing changes for the operator.
    let silent = Interpreter(plan, state)
    var elsewhere: [[UInt8]] = []
    for name in last.isolated(at: now) {
      if let here = policy.graph.endpoint(named: name) {
        silent.isolate(here, at: now)
      } else {
        elsewhere.append(name)
      }
    }
    isolatedElsewhere = elsewhere
  }

  var graph: FailoverGraph { policy.graph }

  /// The names of all endpoints that are isolated, those of earlier policies included.
  private func isolated(at now: Tick) -> [[UInt8]] {
    var names = isolatedElsewhere
    for one in interpreter.snapshot(at: now).endpoints where one.isIsolated {
      names.append(Array(graph.bytes(graph.endpoints[one.endpoint].name)))
    }
    return names
  }

  private static func listener(_ options: policyc_options) -> Listener? {
    guard let tell = options.listener else { return nil }
    // The caller's own; it is handed back as it came.
    nonisolated(unsafe) let data = options.listener_data
    return { decision in
      var note = policyc_note(decision)
      tell(data, &note)
    }
  }
}

extension FailoverGraph {
  /// An endpoint by its name.
  fileprivate func endpoint(named name: [UInt8]) -> ID<Endpoint>? {
    for id in endpoints.ids where bytes(endpoints[id].name).elementsEqual(name) { return id }
    return nil
  }
}
