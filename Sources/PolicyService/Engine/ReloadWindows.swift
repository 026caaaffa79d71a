internal import PolicyGraph

/// What counts in a policy beside what its owner's name says: two policies that count the same go
/// on, and what is counted otherwise begins anew.
struct ReloadWindows {
  /// One window.
  private struct Window: Hashable {
    /// What is counted: the kind of a trip, the scope of a limit.
    var what: String
    /// Over how long, or how many calls.
    var length: Int64
  }

  /// By what they belong to: `windows of breaker x`, `limits of endpoint a`.
  private var windows: [String: Set<Window>] = [:]
  /// In the policy's order.
  private var owners: [String] = []
  /// The breakers that guard a route, or an endpoint that has its own.
  private var breakers: [String: Set<String>] = [:]
  private var guardians: [String] = []

  init(_ graph: FailoverGraph) {
    for row in graph.breakers.rows {
      add("windows of breaker \(graph.text(row.name))", graph.trips[row.trips].compactMap(trip))
    }
    for row in graph.endpoints.rows {
      let name = graph.text(row.name)
      add("limits of endpoint \(name)", graph.limits[row.limits].flatMap(limit))
      guard let own = row.breaker else { continue }
      breakers["breaker of endpoint \(name)"] = [graph.text(graph.breakers[own].name)]
      guardians.append("breaker of endpoint \(name)")
    }
    for row in graph.routes.rows {
      let name = graph.text(row.name)
      add("limits of route \(name)", graph.limits[row.limits].flatMap(limit))
      add("budget of route \(name)", budget(row, graph))
      add("brownout window of route \(name)", brownout(row, graph))
      guard let breaker = row.breaker else { continue }
      breakers["breaker of route \(name)"] = [graph.text(graph.breakers[breaker].name)]
      guardians.append("breaker of route \(name)")
    }
  }

  private mutating func add(_ owner: String, _ found: [Window]) {
    if found.isEmpty { return }
    owners.append(owner)
    windows[owner] = Set(found)
  }

  private func trip(_ row: Trip) -> Window? {
    let slow = row.slowerThan.map { " \($0.ns)" } ?? ""
    if let over = row.over { return Window(what: "\(row.kind)\(slow)", length: over.ns) }
    // The sign keeps calls apart from nanoseconds.
    return row.overCalls.map { Window(what: "\(row.kind)\(slow)", length: -Int64($0)) }
  }

  private func limit(_ row: Limit) -> [Window] {
    [("requests", row.requests), ("tokens", row.tokens)].compactMap { what, rate in
      rate.map { Window(what: "\(row.scope) \(what)", length: $0.per.ns) }
    }
  }

  private func budget(_ row: Route, _ graph: FailoverGraph) -> [Window] {
    guard let retry = row.retry.map({ graph.retries[$0] }), retry.budgeted else { return [] }
    return [Window(what: "budget", length: retry.budgetOver.ns)]
  }

  private func brownout(_ row: Route, _ graph: FailoverGraph) -> [Window] {
    guard let over = row.ladder.flatMap({ graph.ladders[$0].enterOver }) else { return [] }
    return [Window(what: "exhausted", length: over.ns)]
  }

  /// What of an earlier policy is not counted on, and why.
  ///
  /// A window that came to those that were there, or went, changes nothing about the others.
  func lost(from before: ReloadWindows) -> [(owner: String, why: String)] {
    var lost: [(String, String)] = []
    for owner in owners {
      guard let old = before.windows[owner], let new = windows[owner] else { continue }
      if old.isSubset(of: new) || new.isSubset(of: old) { continue }
      let isLonger = Set(old.map(\.length)) != Set(new.map(\.length))
      lost.append((owner, isLonger ? ReloadWindows.length(owner) : "what they count changed"))
    }
    for guardian in guardians {
      guard let old = before.breakers[guardian], let new = breakers[guardian], old != new else {
        continue
      }
      lost.append((guardian, "it is another one, and begins closed"))
    }
    return lost
  }

  private static func length(_ owner: String) -> String {
    owner.hasPrefix("budget")
      ? "its window's length changed"
      : owner.hasPrefix("brownout") ? "its length changed" : "their length changed"
  }
}
