/// Where requests may go: an endpoint, or a group of targets.
public enum Target: Hashable, Sendable {
  /// One endpoint.
  case endpoint(ID<Endpoint>)
  /// A topology.
  case group(ID<Group>)
}
