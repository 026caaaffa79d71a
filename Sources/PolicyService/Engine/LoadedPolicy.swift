internal import PolicyGraph
internal import PolicyRuntime

/// A policy that was read, checked, and found to have all it needs; nothing runs on it yet.
struct LoadedPolicy {
  let stamp: ArtifactStamp
  let plan: Plan
  let names: PlanNames
  let destinations: [Destination]
  let secrets: [Secret]

  /// Reads an artifact whose header was read, and its digest checked, by `Trust`.
  init(
    _ artifact: [UInt8], _ stamp: ArtifactStamp, _ handlers: Handlers, _ environment: Environment,
    _ allowed: [Allowed]?
  ) throws(EngineError) {
    self.stamp = stamp
    let graph: FailoverGraph
    do throws(ArtifactError) {
      graph = try FailoverGraph(artifact: artifact, digest: .trusted)
    } catch {
      throw .artifact(error)
    }
    do throws(PlanError) {
      plan = try Plan(graph)
    } catch {
      throw .plan(error)
    }
    try graph.check(allowed: allowed, environment)
    let missing = graph.missing(in: handlers)
    guard missing.isEmpty else { throw .handlers(missing) }
    secrets = try graph.secrets(from: environment)
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
      secrets: loaded.secrets, handlers: handlers)
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
          nearest(name, in: handlers.notifies.keys.sorted()))
      }
      switch step.answer {
      case .serveCache:
        if handlers.cache == nil { add("`serve cache`", "handlers.cache") }
      case .call:
        let name = step.text.map { text($0) } ?? ""
        guard handlers.calls[name] == nil else { continue }
        add(
          "`call \"\(name)\"`", "handlers.call(\"\(name)\")",
          nearest(name, in: handlers.calls.keys.sorted()))
      case .use, .serveText, .shed, .fail: break
      }
    }
    if handlers.reconcile == nil, rules.rows.contains(where: \.reconcile) {
      add("`reconcile`", "handlers.reconcile")
    }
    return missing
  }

  /// The secrets of all credentials, by their index.
  fileprivate func secrets(from environment: Environment) throws(EngineError) -> [Secret] {
    var secrets: [Secret] = []
    var problems: [EngineError.CredentialProblem] = []
    secrets.reserveCapacity(credentials.count)
    var read: [String: Secret] = [:]
    for id in credentials.ids {
      let row = credentials[id]
      let name = text(row.reference)
      let reference = "\(row.source.word)(\"\(name)\")"
      if let known = read[reference] {
        secrets.append(known)
        continue
      }
      switch environment.secret(row.source, name) {
      case .success(let text): secrets.append(Secret(reference: reference, secret: text))
      case .failure(let error):
        if !problems.contains(where: { $0.reference == reference }) {
          problems.append(
            EngineError.CredentialProblem(
              reference: reference, endpoint: user(of: id), reason: error.reason))
        }
        // A place is kept, so that indices stay right; the engine does not start.
        secrets.append(Secret(reference: reference, secret: ""))
      }
      read[reference] = secrets.last
    }
    guard problems.isEmpty else { throw .credentials(problems) }
    return secrets
  }

  private func user(of credential: ID<Credential>) -> String {
    let owner = endpoints.rows.first { $0.credentials.contains(credential) }
    return owner.map { text($0.name) } ?? "?"
  }
}

extension Environment {
  /// The secret behind a reference; without the line end that editors put behind it in a file.
  fileprivate func secret(
    _ source: CredentialSource, _ name: String
  ) -> Result<String, Unreadable> {
    switch source {
    case .environment:
      guard let value = variable(name) else {
        return .failure(Unreadable(reason: "is not set in the environment"))
      }
      if value.isEmpty { return .failure(Unreadable(reason: "is set, but empty")) }
      return .success(value)
    case .file:
      let bytes: [UInt8]
      do throws(Unreadable) {
        bytes = try file(name)
      } catch {
        return .failure(Unreadable(reason: "cannot be read: \(error.reason)"))
      }
      var content = bytes[...]
      while content.last == UInt8(ascii: "\n") || content.last == UInt8(ascii: "\r") {
        content.removeLast()
      }
      if content.isEmpty { return .failure(Unreadable(reason: "is empty")) }
      guard let text = String(validating: content, as: UTF8.self) else {
        return .failure(Unreadable(reason: "is not UTF-8"))
      }
      return .success(text)
    }
  }
}
