import PolicyGraph
import PolicyLanguage

// What topologies say, for rules that compare their members.

extension LintedPolicy {
  /// A tier, and one that it stands in for.
  struct Backup {
    /// The group of both.
    let group: ID<Group>
    /// The tier that backs up.
    let member: ID<Member>
    /// The tier that it backs up: the first, or the one right before.
    let before: ID<Member>
    /// The endpoints of the tier that backs up.
    let endpoints: [ID<Endpoint>]
    /// The endpoints of the tier that is backed up.
    let backedUp: [ID<Endpoint>]
  }

  /// Every tier but the first of every `active-passive`, beside the first and the one before it.
  ///
  /// Not beside all others: a group may have thousands of members. Tiers that share an endpoint
  /// are left out, as another rule finds them.
  func backups() -> [Backup] {
    graph.groups.ids.flatMap { id -> [Backup] in
      let group = graph.groups[id]
      guard group.kind == .activePassive else { return [] }
      let tiers = group.members.map { endpoints(graph.members[$0].target) }
      return tiers.indices.dropFirst().flatMap { index in
        (index == 1 ? [0] : [0, index - 1]).compactMap { before in
          guard Set(tiers[before]).isDisjoint(with: tiers[index]) else { return nil }
          return Backup(
            group: id, member: group.members[group.members.startIndex + index],
            before: group.members[group.members.startIndex + before], endpoints: tiers[index],
            backedUp: tiers[before])
        }
      }
    }
  }

  /// At most one finding for each tier, of the backups that `find` objects to.
  func firstOfEachTier(_ find: (Backup) -> Finding?) -> [Finding] {
    var found: [Finding] = []
    var last: ID<Member>?
    for backup in backups() where backup.member != last && isAskedBehind(backup) {
      guard let finding = find(backup) else { continue }
      found.append(finding)
      last = backup.member
    }
    return found
  }

  /// Whether some request may go to the backup and to what it backs up, by what both serve.
  private func isAskedBehind(_ backup: Backup) -> Bool {
    backup.endpoints.contains { one in backup.backedUp.contains { serveAlike(one, $0) } }
  }

  private func serveAlike(_ one: ID<Endpoint>, _ other: ID<Endpoint>) -> Bool {
    let values = graph.servedValues[graph.endpoints[one].serves]
    let others = graph.servedValues[graph.endpoints[other].serves]
    return values.allSatisfy { row in
      !others.contains { $0.tag == row.tag }
        || others.contains { theirs in
          theirs.tag == row.tag
            && values.contains { $0.tag == row.tag && $0.value == theirs.value }
        }
    }
  }

  /// The endpoints of a target, once, in the order of preference.
  func endpoints(_ target: Target) -> [ID<Endpoint>] {
    if case .endpoint(let id) = target { return [id] }
    return policy.endpoints(of: target)
  }

  /// The target of a member, in backticks.
  func quoted(_ member: ID<Member>) -> String { quoted(graph.members[member].target) }

  /// The name of an endpoint, in backticks.
  func quoted(_ endpoint: ID<Endpoint>) -> String { quoted(graph.endpoints[endpoint].name) }

  /// The name of a route, in backticks.
  func quoted(_ route: ID<Route>) -> String { quoted(graph.routes[route].name) }

  /// Names of endpoints in backticks: the first three, and how many more there are.
  func listed(_ endpoints: [ID<Endpoint>]) -> String {
    let names = endpoints.prefix(3).map { quoted($0) }
    if endpoints.count > 3 {
      return names.joined(separator: ", ") + " and \(endpoints.count - 3) more"
    }
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: Fault domains

  /// The fault domains of an endpoint.
  func domains(_ endpoint: ID<Endpoint>) -> [ID<FaultDomain>] {
    graph.domainMembers[graph.endpoints[endpoint].domains].map(\.domain)
  }

  /// The fault domains that each of some endpoints lies in.
  func sharedDomains(_ endpoints: [ID<Endpoint>]) -> [ID<FaultDomain>] {
    guard let first = endpoints.first else { return [] }
    return endpoints.dropFirst().reduce(domains(first)) { shared, endpoint in
      shared.isEmpty ? [] : shared.filter(Set(domains(endpoint)).contains)
    }
  }

  /// The fault domains whose outage takes all of `backedUp` away, if each of them takes all of
  /// `endpoints`, too; none if there is one that leaves some of these.
  func sharedFate(_ endpoints: [ID<Endpoint>], _ backedUp: [ID<Endpoint>]) -> [ID<FaultDomain>] {
    let fate = sharedDomains(backedUp)
    let own = Set(sharedDomains(endpoints))
    return fate.allSatisfy(own.contains) ? fate : []
  }

  /// Fault domains as a policy spells them, in backticks.
  func spelled(_ domains: [ID<FaultDomain>]) -> String {
    let names = domains.map {
      "\(graph.text(graph.domains[$0].label)): \(graph.text(graph.domains[$0].name))"
    }
    return "`\(names.joined(separator: ", "))`"
  }

  /// The provider that an endpoint says it belongs to.
  func provider(_ endpoint: ID<Endpoint>) -> Name? {
    domains(endpoint).map { graph.domains[$0] }.first { graph.text($0.label) == "provider" }?.name
  }
}
