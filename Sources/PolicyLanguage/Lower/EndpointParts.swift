import PolicyGraph

/// The lists of an endpoint while its statements are read; kept from one endpoint to the next.
struct EndpointParts: Sendable {
  var domains: [DomainMember] = []
  var attributes: [Attribute] = []
  var limits: [Limit] = []
  var credentials: [Credential] = []
  var serves: [ServedValue] = []
  /// The tags of which this endpoint states values itself; those of its base are dropped.
  var ownTags: [Name] = []
  var domainAt = NamePlaces()
  var attributeAt = NamePlaces()
  var ownDomains = false
  var ownAttributes = false
  var ownLimits = false
  var ownCredentials = false
  var ownServes = false

  /// Empties the lists and keeps their memory.
  mutating func reset() {
    domains.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    limits.removeAll(keepingCapacity: true)
    credentials.removeAll(keepingCapacity: true)
    serves.removeAll(keepingCapacity: true)
    ownTags.removeAll(keepingCapacity: true)
    domainAt.reset()
    attributeAt.reset()
    ownDomains = false
    ownAttributes = false
    ownLimits = false
    ownCredentials = false
    ownServes = false
  }
}

/// Where elements of a list that only grows stand, by a name of theirs: few are searched, many are
/// looked up.
struct NamePlaces: Sendable {
  private var at = KeyMap<Name, Int>()
  private var known = 0

  /// The place in `list` of the element called `name`.
  mutating func place<Element>(
    of name: Name, in list: [Element], by key: (Element) -> Name
  ) -> Int? {
    if list.count < 32 { return list.firstIndex { key($0) == name } }
    while known < list.count {
      at[key(list[known])] = known
      known += 1
    }
    return at[name]
  }

  /// Forgets everything.
  mutating func reset() {
    if known > 0 { at.removeAll() }
    known = 0
  }
}
