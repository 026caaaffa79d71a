import PolicyGraph
import PolicyRuntime

extension Reference {
  /// The operator ends what an endpoint cools for, and closes its breakers.
  func clear(_ endpoint: ID<Endpoint>, at now: Tick) {
    var credentials: [ID<Credential>?] = [nil]
    for credential in self.credentials(of: endpoint) { credentials.append(credential) }
    for credential in credentials {
      for scope in [Scope.endpoint, .credential, .account, .address, .provider] {
        guard let value = value(of: scope, endpoint, credential),
          var figures = world.coolings[value]
        else { continue }
        figures.softUntil = figures.softUntil.map { min($0, now) }
        figures.strictUntil = figures.strictUntil.map { min($0, now) }
        figures.streak = 0
        world.coolings[value] = figures
      }
    }
    for (key, until) in world.marks where key.endpoint == endpoint {
      world.marks[key] = min(until, now)
    }
    for key in breakers(of: endpoint) {
      var figures = figures(key)
      if figures.phase == .closed { continue }
      figures.phase = .closed
      figures.generation += 1
      figures.closedAt = now
      figures.exponent = nil
      figures.leases = []
      figures.windows = figures.windows.map { _ in BreakerFigures.Window() }
      world.breakers[key] = figures
    }
  }
}
