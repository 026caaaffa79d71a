public import PolicyGraph

/// What became of the live state when a policy was replaced.
public struct Reload: Sendable {
  /// Which policy this is, counted from the first.
  public let policy: Int
  /// The digest of its artifact.
  public let digest: ArtifactDigest
  /// Its revision; zero if it states none.
  public let revision: UInt64
  /// Endpoints, routes and groups whose state goes on: those that both policies have and mean the
  /// same by.
  public internal(set) var carried: [String] = []
  /// Those that begin anew although their names were known, and why.
  public internal(set) var notCarried: [String] = []
  /// Those that are new.
  public internal(set) var added: [String] = []
  /// Those that are gone; requests that began before may still use them.
  public internal(set) var removed: [String] = []

  init(
    from old: FailoverGraph, to new: FailoverGraph, policy: Int, _ stamp: ArtifactStamp
  ) {
    self.policy = policy
    digest = stamp.digest
    revision = stamp.revision
    endpoints(old, new)
    names(
      "route", old.routes.rows.map { old.text($0.name) }, new.routes.rows.map { new.text($0.name) })
    names(
      "group", old.groups.rows.map { old.text($0.name) }, new.groups.rows.map { new.text($0.name) })
    windows(old, new)
  }

  /// An endpoint is the same if its name, its URL and its provider are.
  private mutating func endpoints(_ old: FailoverGraph, _ new: FailoverGraph) {
    var known: [String: Endpoint] = [:]
    for row in old.endpoints.rows { known[old.text(row.name)] = row }
    var kept: Set<String> = []
    for row in new.endpoints.rows {
      let name = new.text(row.name)
      guard let before = known[name] else {
        added.append("endpoint \(name)")
        continue
      }
      kept.insert(name)
      if old.text(before.url) != new.text(row.url) {
        notCarried.append("endpoint \(name): its URL changed")
      } else if old.provider(of: before) != new.provider(of: row) {
        notCarried.append("endpoint \(name): its provider changed")
      } else {
        carried.append("endpoint \(name)")
      }
    }
    for row in old.endpoints.rows where !kept.contains(old.text(row.name)) {
      removed.append("endpoint \(old.text(row.name))")
    }
  }

  /// Routes and groups are the same if their names are.
  private mutating func names(_ kind: String, _ old: [String], _ new: [String]) {
    let (before, after) = (Set(old), Set(new))
    for name in new {
      if before.contains(name) {
        carried.append("\(kind) \(name)")
      } else {
        added.append("\(kind) \(name)")
      }
    }
    for name in old where !after.contains(name) { removed.append("\(kind) \(name)") }
  }

  /// A window whose length changed is empty; all else about its owner goes on.
  private mutating func windows(_ old: FailoverGraph, _ new: FailoverGraph) {
    var breakers: [String: [Tick?]] = [:]
    for row in old.breakers.rows { breakers[old.text(row.name)] = old.trips[row.trips].map(\.over) }
    for row in new.breakers.rows {
      guard let before = breakers[new.text(row.name)] else { continue }
      if before != new.trips[row.trips].map(\.over) {
        notCarried.append("windows of breaker \(new.text(row.name)): their length changed")
      }
    }
    var budgets: [String: Tick] = [:]
    for row in old.routes.rows { budgets[old.text(row.name)] = old.budgetWindow(of: row) }
    for row in new.routes.rows {
      guard let before = budgets[new.text(row.name)], let after = new.budgetWindow(of: row) else {
        continue
      }
      if before != after {
        notCarried.append("budget of route \(new.text(row.name)): its window's length changed")
      }
    }
  }
}

extension FailoverGraph {
  fileprivate func provider(of endpoint: Endpoint) -> String? {
    for member in domainMembers[endpoint.domains]
    where bytes(domains[member.domain].label).elementsEqual("provider".utf8) {
      return text(domains[member.domain].name)
    }
    return nil
  }

  fileprivate func budgetWindow(of route: Route) -> Tick? {
    guard let retry = route.retry.map({ retries[$0] }), retry.budgeted else { return nil }
    return retry.budgetOver
  }
}
