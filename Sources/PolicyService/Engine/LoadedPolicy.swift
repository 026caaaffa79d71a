internal import PolicyGraph
internal import PolicyRuntime

/// A policy that was read, checked, and found to have all it needs; nothing runs on it yet.
struct LoadedPolicy {
  let stamp: ArtifactStamp
  let plan: Plan
  let names: PlanNames
  let destinations: [Destination]
  let credentials: ResolvedCredentials

  /// Reads an artifact whose header was read, and its digest checked, by `Trust`.
  init(
    _ artifact: [UInt8], _ stamp: ArtifactStamp, _ handlers: Handlers, _ environment: Environment,
    _ allowed: [Allowed]?, _ policy: MissingCredentials
  ) throws(EngineError) {
    self.stamp = stamp
    var graph: FailoverGraph
    do throws(ArtifactError) {
      graph = try FailoverGraph(artifact: artifact, digest: .trusted)
    } catch {
      throw .artifact(error)
    }
    try graph.readURLs(allowed: allowed, environment)
    try graph.check(allowed: allowed, environment)
    credentials = ResolvedCredentials(graph, from: environment)
    plan = Plan(graph, missing: credentials.missing)
    let missing = graph.missing(in: handlers)
    guard missing.isEmpty else { throw .handlers(missing) }
    try credentials.check(graph, policy)
    names = PlanNames(graph)
    destinations = graph.endpoints.ids.map { Destination($0, of: graph) }
  }
}

extension Generation {
  convenience init(
    _ number: UInt32, _ interpreter: Interpreter, _ loaded: LoadedPolicy, _ handlers: Handlers
  ) {
    self.init(
      number, loaded.stamp, interpreter, loaded.names, destinations: loaded.destinations,
      credentials: loaded.credentials, handlers: handlers)
  }
}

extension FailoverGraph {
  /// Handlers that the policy names and nobody registered, each once, in the policy's order.
  fileprivate func missing(in handlers: Handlers) -> [EngineError.MissingHandler] {
    var missing: [EngineError.MissingHandler] = []
    var seen: Set<String> = []
    func add(_ statement: String, _ registration: String, _ known: [String] = []) {
      guard seen.insert(statement).inserted else { return }
      missing.append(
        EngineError.MissingHandler(
          statement: statement, registration: registration, nearest: known))
    }
    for step in steps.rows {
      for notify in notifies[step.notifies] {
        let name = text(notify.handler)
        guard handlers.notifies[name] == nil else { continue }
        add(
          "`notify \"\(name)\"`", "handlers.notify(\"\(name)\")",
          allNearest(name, in: handlers.notifies.keys.sorted()))
      }
      switch step.answer {
      case .serveCache:
        if handlers.cache == nil { add("`serve cache`", "handlers.cache") }
      case .call:
        let name = step.text.map { text($0) } ?? ""
        guard handlers.calls[name] == nil else { continue }
        add(
          "`call \"\(name)\"`", "handlers.call(\"\(name)\")",
          allNearest(name, in: handlers.calls.keys.sorted()))
      case .use, .serveText, .shed, .fail: break
      }
    }
    if handlers.reconcile == nil, rules.rows.contains(where: \.reconcile) {
      add("`reconcile`", "handlers.reconcile")
    }
    return missing
  }
}
