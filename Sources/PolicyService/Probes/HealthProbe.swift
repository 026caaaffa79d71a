internal import PolicyGraph

/// One question after an endpoint's health, as `probe` declares it.
public struct HealthProbe: Sendable {
  /// Whom to ask.
  public let destination: Destination
  /// What to ask for; nil where only a connection is wanted.
  public let path: String?
  /// The URL to ask: the endpoint's, with `path` joined to it.
  ///
  /// Where the credential goes into it, this holds the secret; `destination.url` is for logs.
  public var url: String {
    let base = destination.url(with: credential)
    return path.map { JoinedURL.text(base, $0) } ?? base
  }
  /// The first of the endpoint's credentials that is there; nil if it declares none.
  public let credential: Secret?
  /// How long the answer may take; the engine waits no longer.
  public let timeout: Duration

  let id: ID<Endpoint>
  let every: Tick
  let limit: Tick
  let statuses: [ClosedRange<UInt32>]

  init?(_ id: ID<Endpoint>, of generation: Generation) {
    let graph = generation.graph
    let endpoint = graph.endpoints[id]
    guard let probe = endpoint.probe.map({ graph.probes[$0] }), !generation.isExcluded(id) else {
      return nil
    }
    destination = generation.destinations[id.index]
    path = probe.path.map { graph.text($0) }
    credential = endpoint.credentials.first { !generation.credentials.missing[$0.index] }
      .map { generation.secrets[$0.index] }
    timeout = Duration(probe.timeout)
    self.id = id
    // A policy's probe has an interval; one of none would leave no time for anything else.
    every = max(.ms(1), probe.every)
    limit = probe.timeout
    statuses = graph.statusRanges[probe.statuses].map { $0.first...max($0.first, $0.last) }
  }

  /// Whether the answer to one says as much as that to the other.
  func asksTheSame(as other: HealthProbe) -> Bool {
    destination.url == other.destination.url && path == other.path && statuses == other.statuses
  }

  /// Whether an answer means that the endpoint is up.
  func isUp(_ status: Int?) -> Bool {
    guard path != nil else { return true }
    guard let status = status.flatMap({ UInt32(exactly: $0) }) else { return false }
    return statuses.isEmpty
      ? (200...299).contains(status) : statuses.contains { $0.contains(status) }
  }
}
