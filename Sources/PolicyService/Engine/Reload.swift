public import PolicyGraph
internal import PolicyRuntime

/// What became of the live state when a policy was replaced.
public struct Reload: Sendable {
  /// Which policy this is, counted from the first.
  public let policy: Int
  /// The digest of its artifact.
  public let digest: ArtifactDigest
  /// Its revision; zero if it states none.
  public let revision: UInt64
  /// Endpoints, routes and groups that both policies have and mean the same by.
  ///
  /// Their state goes on, except for what `notCarried` says of it.
  public internal(set) var carried: [String] = []
  /// What begins anew although its name was known, and why.
  public internal(set) var notCarried: [String] = []
  /// Those that are new.
  public internal(set) var added: [String] = []
  /// Those that are gone; requests that began before may still use them.
  public internal(set) var removed: [String] = []

  /// - Parameter activeMembers: of the old policy's groups.
  init(
    from old: FailoverGraph, held activeMembers: [HolderSnapshot] = [], to new: FailoverGraph,
    policy: Int, _ stamp: ArtifactStamp
  ) {
    self.policy = policy
    digest = stamp.digest
    revision = stamp.revision
    endpoints(old, new)
    routes(old, new)
    groups(old, activeMembers, new)
    windows(old, new)
  }

  /// A credential of another value is another one: what the one before cooled for is left behind.
  mutating func note(_ changed: [Bool], _ secrets: [Secret]) {
    var seen: Set<String> = []
    for (isChanged, secret) in zip(changed, secrets)
    where isChanged && seen.insert(secret.reference).inserted {
      notCarried.append("coolings of credential \(secret.reference): its value changed")
    }
  }

  /// An endpoint is the same if its name, its URL and its provider are.
  private mutating func endpoints(_ old: FailoverGraph, _ new: FailoverGraph) {
    match("endpoint", old, old.endpoints, \.name, new, new.endpoints, \.name) { before, row in
      if old.text(before.url) != new.text(row.url) { return "its URL changed" }
      return old.provider(of: before) == new.provider(of: row) ? nil : "its provider changed"
    }
  }

  /// Routes are the same if their names are.
  private mutating func routes(_ old: FailoverGraph, _ new: FailoverGraph) {
    match("route", old, old.routes, \.name, new, new.routes, \.name) { _, _ in nil }
  }

  /// Groups are the same if their names and kinds are, and one of their members stays.
  private mutating func groups(
    _ old: FailoverGraph, _ activeMembers: [HolderSnapshot], _ new: FailoverGraph
  ) {
    var gone: [String] = []
    match("group", old, old.groups, \.name, new, new.groups, \.name) { before, row in
      if before.kind != row.kind { return "its kind changed" }
      guard row.kind == .activePassive else { return nil }
      let members = new.members[row.members].map { new.name(of: $0.target) }
      let known = old.members[before.members].map { old.name(of: $0.target) }
      if !known.contains(where: members.contains) { return "its members changed, all of them" }
      for active in activeMembers where old.groups[active.group].name == before.name {
        let name = known[active.member]
        let row = "active member of group \(new.text(row.name)): its member \(name) is gone"
        if !members.contains(name), !gone.contains(row) { gone.append(row) }
      }
      return nil
    }
    notCarried += gone
  }

  /// Sorts the rows of a table by what became of them; `change` says why one begins anew.
  private mutating func match<Row>(
    _ kind: String, _ old: FailoverGraph, _ before: Table<Row>, _ oldName: (Row) -> Name,
    _ new: FailoverGraph, _ after: Table<Row>, _ newName: (Row) -> Name,
    _ change: (Row, Row) -> String?
  ) {
    var known: [String: Row] = [:]
    for row in before.rows { known[old.text(oldName(row))] = row }
    var kept: Set<String> = []
    for row in after.rows {
      let name = new.text(newName(row))
      guard let before = known[name] else {
        added.append("\(kind) \(name)")
        continue
      }
      kept.insert(name)
      if let why = change(before, row) {
        notCarried.append("\(kind) \(name): \(why)")
      } else {
        carried.append("\(kind) \(name)")
      }
    }
    for row in before.rows where !kept.contains(old.text(oldName(row))) {
      removed.append("\(kind) \(old.text(oldName(row)))")
    }
  }

  /// A window whose length changed is empty; all else about its owner goes on.
  private mutating func windows(_ old: FailoverGraph, _ new: FailoverGraph) {
    let before = ReloadWindows(old)
    let after = ReloadWindows(new)
    for (owner, why) in after.lost(from: before) { notCarried.append("\(owner): \(why)") }
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

  fileprivate func name(of target: Target) -> String {
    switch target {
    case .endpoint(let id): text(endpoints[id].name)
    case .group(let id): text(groups[id].name)
    }
  }
}
