import PolicyGraph

/// The lists of an endpoint while its statements are read; kept from one endpoint to the next.
struct EndpointParts: Sendable {
  var domains: [DomainMember] = []
  var attributes: [Attribute] = []
  var limits: [Limit] = []
  var credentials: [Credential] = []
  var ownDomains = false
  var ownAttributes = false
  var ownLimits = false
  var ownCredentials = false

  /// Empties the lists and keeps their memory.
  mutating func reset() {
    domains.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    limits.removeAll(keepingCapacity: true)
    credentials.removeAll(keepingCapacity: true)
    ownDomains = false
    ownAttributes = false
    ownLimits = false
    ownCredentials = false
  }
}
