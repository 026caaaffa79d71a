import PolicyGraph
import PolicyRuntime

extension Reference {
  /// The classes after which no other answer is to be expected for a while, whoever was told.
  private static let strict: Set<String> = [
    "banned", "quota-exhausted", "unauthorized", "forbidden",
  ]

  /// How long a class cools without a hint.
  private func defaultCooling(_ name: String) -> Tick? {
    switch name {
    case "rate-limited": .s(1)
    case "banned": .s(120)
    case "quota-exhausted", "unauthorized", "forbidden": .s(60)
    default: nil  // an open set of names
    }
  }

  /// Cools what the failure's scope names; until when its own cooling lasts.
  func cool(
    _ endpoint: ID<Endpoint>, _ credential: ID<Credential>?, _ errorClass: ID<ErrorClass>,
    _ outcome: Outcome, now: Tick
  ) -> Tick? {
    guard let scope = value(of: outcome.scope, endpoint, credential) else { return nil }
    let name = className(errorClass)
    let most =
      graph.endpoints[endpoint].coolingMax ?? (name == "banned" ? .s(24 * 3600) : .s(600))
    var figures = world.coolings[scope] ?? CoolingFigures()
    let time: Tick
    if outcome.hint.wait >= 0 {
      time = min(Tick(ns: outcome.hint.wait), most)
    } else {
      guard let base = defaultCooling(name) else { return nil }
      // What comes while the scope cools belongs to that cooling, and uses its length again.
      // reading: an endpoint's own mark is a cooling of the endpoint, whatever scope set it.
      let own = scope == .endpoint(endpoint) ? world.marks[MarkKey(endpoint: endpoint)] : nil
      let isCooling = [figures.softUntil, figures.strictUntil, own].contains { now < $0 ?? now }
      if !isCooling { figures.streak += 1 }
      var doubled = base
      for _ in 1..<max(1, figures.streak) where doubled < .s(600) { doubled = doubled * 2 }
      time = min(min(doubled, .s(600)), most)
    }
    let until = now + time
    if Reference.strict.contains(name) {
      figures.strictUntil = max(figures.strictUntil ?? until, until)
    } else {
      figures.softUntil = max(figures.softUntil ?? until, until)
    }
    world.coolings[scope] = figures
    let isForCredential = outcome.scope == .credential || outcome.scope == .account
    let mark = MarkKey(
      endpoint: endpoint, value: isForCredential && credential != nil ? scope : nil)
    world.marks[mark] = max(world.marks[mark] ?? until, until)
    return until
  }

  /// A success resets the streaks of its scopes.
  func forgetStreaks(_ endpoint: ID<Endpoint>, _ credential: ID<Credential>?) {
    for scope in [Scope.endpoint, .credential, .account, .address, .provider] {
      if let value = value(of: scope, endpoint, credential) { world.coolings[value]?.streak = 0 }
    }
  }

  /// Whether a scope's cell keeps a request from an endpoint.
  func isCooling(_ scope: ScopeValue, for mark: MarkKey, allowShared: Bool, now: Tick) -> Bool {
    guard let figures = world.coolings[scope] else { return false }
    if let strict = figures.strictUntil, now < strict { return true }
    guard let soft = figures.softUntil, now < soft else { return false }
    let isOwn = world.marks[mark].map { now < $0 } ?? false
    return isOwn || !allowShared
  }

  /// Whether the endpoint itself, its address or its provider is cooling.
  func isCooling(_ endpoint: ID<Endpoint>, allowShared: Bool, now: Tick) -> Bool {
    let mark = MarkKey(endpoint: endpoint)
    // Its own mark holds although an operator has ended what it shared.
    if let own = world.marks[mark], now < own { return true }
    return [Scope.endpoint, .address, .provider].contains { scope in
      guard let value = value(of: scope, endpoint, nil) else { return false }
      return isCooling(value, for: mark, allowShared: allowShared, now: now)
    }
  }

  /// Whether a credential or its account is cooling at an endpoint.
  func isCooling(
    _ credential: ID<Credential>, at endpoint: ID<Endpoint>, allowShared: Bool, now: Tick
  ) -> Bool {
    return [Scope.credential, .account].contains { scope in
      guard let value = value(of: scope, endpoint, credential) else { return false }
      let mark = MarkKey(endpoint: endpoint, value: value)
      if let own = world.marks[mark], now < own { return true }
      return isCooling(value, for: mark, allowShared: allowShared, now: now)
    }
  }

  /// Until when a credential is refused; nil if it never was.
  func refusedUntil(_ credential: ID<Credential>, at endpoint: ID<Endpoint>) -> Tick? {
    // reading: "each credential's cell" is the cell of the credential, not that of its account.
    value(of: .credential, endpoint, credential).flatMap { world.coolings[$0]?.strictUntil }
  }
}
