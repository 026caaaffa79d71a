public import PolicyGraph
public import PolicyRuntime

/// All live state of an engine at one moment, by the names of its policy.
public struct EngineSnapshot: Sendable {
  /// Which policy is at work, counted from the first.
  public let policy: Int
  /// The digest of its artifact; with `DigestCheck.trusted` what the artifact states, unchecked.
  public let digest: ArtifactDigest
  /// Its revision; zero if it states none.
  public let revision: UInt64
  /// Every endpoint, in the policy's order.
  public let endpoints: [Endpoint]
  /// The active member of every active-passive group, one for each breaker under which routes reach
  /// it.
  public let activeMembers: [ActiveMember]
  /// Every route, in the policy's order.
  public let routes: [Route]
  /// What is missing of its credentials, where it was let run without.
  public let missingCredentials: [EngineError.CredentialProblem]
  /// What was counted since the engine started.
  public let counters: ServiceCounters

  /// An endpoint's live state.
  public struct Endpoint: Sendable {
    /// Its name.
    public let name: String
    /// Whether none of its credentials is there, so that nothing is sent there.
    public let isExcluded: Bool
    /// Whether the operator took it out.
    public let isIsolated: Bool
    /// Whether its probes say that it is down.
    public let isDown: Bool
    /// Attempts in flight; nil where nothing in the policy looks at them.
    public let inFlight: Int?
    /// The latency average of useful answers; nil where no balance looks at it.
    public let latency: Duration?
    /// How much longer it cools, its address and its provider included; nil if it does not.
    public let coolingFor: Duration?
    /// How many credentials it has that are there.
    public let credentials: Int
    /// Its credentials that cool, by their references, and how much longer.
    public let coolingCredentials: [(reference: String, time: Duration)]
    /// Its breakers: one for each declaration under which a route reaches it.
    public let breakers: [Breaker]
  }

  /// A breaker's live state at one endpoint.
  public struct Breaker: Sendable {
    /// The declaration's name.
    public let name: String
    /// Its phase.
    public let phase: BreakerPhase
    /// How much longer it is open; zero once it may try a probe, nil unless it is open.
    public let openFor: Duration?
    /// Counted failures in a row.
    public let consecutive: Int
  }

  /// Who holds an active-passive group, for the routes with one breaker.
  public struct ActiveMember: Sendable {
    /// The group's name.
    public let group: String
    /// The name of those routes' breaker; nil for routes without one, and where every endpoint
    /// below the group has its own, so that the group has one active member.
    public let breaker: String?
    /// The member's name.
    public let member: String
    /// For how long it has held; nil if it has from the beginning.
    public let held: Duration?
  }

  /// A route's live state.
  public struct Route: Sendable {
    /// Its name.
    public let name: String
    /// First attempts in the budget's window.
    public let firstAttempts: Int
    /// Tokens reserved in the budget's window.
    public let tokens: Int
    /// For how long it has browned out; nil if it does not.
    public let brownout: Duration?
    /// Requests that wait for a candidate now; nil if the route has no `wait`.
    public let waiting: Int?
    /// Waits for a candidate that began since the policy was loaded that introduced them.
    public let waits: Int
  }
}

extension PolicyEngine {
  /// All live state; takes time in proportion to the policy, and does not disturb requests.
  public func snapshot() -> EngineSnapshot {
    let generation = generation
    let now = parts.clock.now()
    let live = generation.interpreter.snapshot(at: now)
    let counters = counters()
    let naming = SnapshotNaming(generation: generation, now: now)
    return EngineSnapshot(
      policy: counters.policies, digest: generation.stamp.digest,
      revision: generation.stamp.revision, endpoints: live.endpoints.map(naming.endpoint),
      activeMembers: live.holders.compactMap(naming.active), routes: live.routes.map(naming.route),
      missingCredentials: generation.credentials.problems, counters: counters)
  }
}

/// Puts names for indices and spans for moments.
private struct SnapshotNaming {
  let generation: Generation
  let now: Tick

  func endpoint(_ live: EndpointSnapshot) -> EngineSnapshot.Endpoint {
    EngineSnapshot.Endpoint(
      name: generation.names.endpoints[live.endpoint.index], isExcluded: live.isExcluded,
      isIsolated: live.isIsolated, isDown: live.isDown, inFlight: live.inFlight,
      latency: live.average.map { Duration($0) },
      coolingFor: live.coolingUntil.map(left), credentials: live.credentials.count,
      coolingCredentials: live.credentials.compactMap { one in
        one.coolingUntil.map { (generation.secrets[one.credential.index].reference, left($0)) }
      }, breakers: live.breakers.map(breaker))
  }

  private func breaker(_ live: BreakerSnapshot) -> EngineSnapshot.Breaker {
    EngineSnapshot.Breaker(
      name: generation.graph.text(generation.graph.breakers[live.breaker].name),
      phase: live.phase, openFor: live.until.map(left), consecutive: live.consecutive)
  }

  func active(_ live: HolderSnapshot) -> EngineSnapshot.ActiveMember? {
    let members = generation.graph.groups[live.group].members
    guard live.member < members.count else { return nil }
    let target = generation.graph.members[members[members.startIndex + live.member]].target
    let member =
      switch target {
      case .endpoint(let id): generation.names.endpoints[id.index]
      case .group(let id): generation.names.groups[id.index]
      }
    return EngineSnapshot.ActiveMember(
      group: generation.names.groups[live.group.index],
      breaker: live.breaker.map { generation.names.breakers[$0.index] }, member: member,
      held: live.since.map(past))
  }

  func route(_ live: RouteSnapshot) -> EngineSnapshot.Route {
    EngineSnapshot.Route(
      name: generation.names.routes[live.route.index], firstAttempts: Int(live.firstAttempts),
      tokens: Int(live.tokens), brownout: live.brownoutSince.map(past),
      waiting: live.waiting.map { Int($0) }, waits: Int(live.waits))
  }

  private func left(_ until: Tick) -> Duration { Duration(max(.zero, until - now)) }
  private func past(_ since: Tick) -> Duration { Duration(max(.zero, now - since)) }
}
