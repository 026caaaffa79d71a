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
  /// The breakers that guard each route and each endpoint.
  private var breakers: [String: Set<String>] = [:]
  /// The routes and endpoints that name theirs.
  private var guarded: [String] = []

  init(_ graph: FailoverGraph) {
    for row in graph.breakers.rows {
      add("windows of breaker \(graph.text(row.name))", graph.trips[row.trips].compactMap(trip))
    }
    let shared = graph.routes.rows.compactMap { $0.breaker }
    for row in graph.endpoints.rows {
      let name = graph.text(row.name)
      add("limits of endpoint \(name)", graph.limits[row.limits].flatMap(limit))
      let owner = "breaker of endpoint \(name)"
      let guards = row.breaker.map { [$0] } ?? shared
      breakers[owner] = Set(guards.map { graph.text(graph.breakers[$0].name) })
      if row.breaker != nil { guarded.append(owner) }
    }
    for row in graph.routes.rows {
      let name = graph.text(row.name)
      add("limits of route \(name)", graph.limits[row.limits].flatMap(limit))
      add("budget of route \(name)", budget(row, graph))
      add("brownout window of route \(name)", brownout(row, graph))
      guard let breaker = row.breaker else { continue }
      breakers["breaker of route \(name)"] = [graph.text(graph.breakers[breaker].name)]
      guarded.append("breaker of route \(name)")
    }
    for row in graph.notifies.rows {
      guard let rate = row.atMost else { continue }
      let owner = "rates of notify \"\(graph.text(row.handler))\""
      add(owner, [Window(what: "told", length: rate.per.ns)])
    }
  }

  private mutating func add(_ owner: String, _ found: [Window]) {
    if found.isEmpty { return }
    if windows[owner] == nil { owners.append(owner) }
    windows[owner, default: []].formUnion(found)
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
    for owner in guarded + before.guarded.filter({ !guarded.contains($0) }) {
      guard let old = before.breakers[owner], let new = breakers[owner] else { continue }
      if old.isSubset(of: new) || new.isSubset(of: old) { continue }
      lost.append((owner, "it is another one, and begins closed"))
    }
    return lost
  }

  private static func length(_ owner: String) -> String {
    owner.hasPrefix("budget")
      ? "its window's length changed"
      : owner.hasPrefix("brownout") ? "its length changed" : "their length changed"
  }
}
