public import PolicyRuntime

import PolicyGraph

extension PolicyDiff {
  /// What one route's exploration may cost: a diff should be quick.
  public static let effort = Effort(states: 60_000, events: 250_000)

  /// Every route of a policy that is new, or of one that is gone.
  public init(whole plan: Plan, isNew: Bool) {
    for row in plan.graph.routes.rows {
      changes.append(PolicyDiff.whole(plan.graph.text(row.name), isNew: isNew))
    }
  }

  /// Compares two versions of a policy, route by route, by their names.
  ///
  /// Bounds are explored only for routes of which something else changed: they follow from it.
  public init(from old: Plan, to new: Plan, effort: Effort = PolicyDiff.effort) {
    let (before, after) = (Version(old, effort), Version(new, effort))
    for id in new.graph.routes.ids {
      let name = new.graph.text(new.graph.routes[id].name)
      if let other = before.route(named: name) {
        compare(name, other, before, id, after)
      } else {
        changes.append(PolicyDiff.whole(name, isNew: true))
      }
    }
    for row in old.graph.routes.rows {
      let name = old.graph.text(row.name)
      if after.route(named: name) == nil { changes.append(PolicyDiff.whole(name, isNew: false)) }
    }
    var claims = (FactList(), FactList())
    claims.0.addScenarios(of: old.graph, before.text)
    claims.1.addScenarios(of: new.graph, after.text)
    changes += claims.1.changes(from: claims.0, route: nil)
    changes = ChangeSeverity.allCases.reversed().flatMap { severity in
      changes.filter { $0.severity == severity }
    }
  }

  private static func whole(_ name: String, isNew: Bool) -> PolicyChange {
    let weights = ChangeKind.route.weights
    return PolicyChange(
      severity: isNew ? weights.added : weights.removed, kind: .route, route: name,
      sentence: isNew ? "the route is new" : "the route is gone: nothing answers its requests",
      before: isNew ? nil : name, after: isNew ? name : nil)
  }

  private mutating func compare(
    _ name: String, _ oldID: ID<Route>, _ before: Version, _ newID: ID<Route>, _ after: Version
  ) {
    var old = RouteFacts(before.plan, oldID, before.text).list
    var new = RouteFacts(after.plan, newID, after.text).list
    old.addAvailability(of: oldID, in: before.plan.graph)
    new.addAvailability(of: newID, in: after.plan.graph)
    let differs = !new.changes(from: old, route: name).isEmpty
    if differs {
      // What one version gives up on is of no use of the other.
      let problem =
        old.addBounds(of: oldID, &before.prover) ?? new.addBounds(of: newID, &after.prover)
      if let problem {
        notProved.append(
          "\(name): attempts, latency and amplification are not proved, and not compared: \(problem)"
        )
        (old, new) = (old.withoutBounds, new.withoutBounds)
      }
    }
    old.addGuarantees(of: oldID, in: before.plan.graph)
    new.addGuarantees(of: newID, in: after.plan.graph)
    var found = new.changes(from: old, route: name)
    PolicyDiff.weigh(&found, old, new)
    if let lost = LostRequest(oldID, before.plan.graph, after.plan.graph) {
      PolicyDiff.weigh(&found, lost)
    }
    if differs {
      let trees = (FaultTree(before.plan.graph, oldID), FaultTree(after.plan.graph, newID))
      let hasLadder =
        before.plan.graph.routes[oldID].ladder != nil
        || after.plan.graph.routes[newID].ladder != nil
      for level in CutSets.Level.allCases where level == .full || hasLadder {
        found += OutageSets.changes(
          from: OutageSets(level, trees.0), to: OutageSets(level, trees.1), route: name)
      }
    }
    changes += found
  }

  /// Ten times as many requests without a full answer are a danger.
  private static func weigh(_ changes: inout [PolicyChange], _ old: FactList, _ new: FactList) {
    for i in changes.indices where changes[i].kind == .availability {
      let was = old.facts.first { $0.kind == .availability }?.figure
      let now = new.facts.first { $0.kind == .availability }?.figure
      if let was, let now, 1 - now >= 10 * (1 - was), now < was { changes[i].severity = .danger }
    }
  }

  /// A request that nobody takes any more is an outage for whoever sends it.
  private static func weigh(_ changes: inout [PolicyChange], _ lost: LostRequest) {
    for i in changes.indices where changes[i].kind == .match {
      if let taker = lost.taker {
        changes[i].sentence += "; `\(lost.text)` goes to route \(taker) now"
      } else {
        changes[i].severity = .danger
        changes[i].sentence += "; no route takes `\(lost.text)` now"
      }
    }
  }
}

/// One of the two versions.
private final class Version {
  let plan: Plan
  let text: RowText
  var prover: Prover

  init(_ plan: Plan, _ effort: Effort) {
    self.plan = plan
    text = RowText(plan.graph)
    prover = Prover(plan, effort: effort)
  }

  func route(named name: String) -> ID<Route>? {
    plan.graph.routes.ids.first { plan.graph.text(plan.graph.routes[$0].name) == name }
  }
}

extension FactList {
  /// All but what was proved of one version alone.
  fileprivate var withoutBounds: FactList {
    let bounds: [ChangeKind] = [.attempts, .latency, .amplification]
    var list = FactList()
    for fact in facts where !bounds.contains(fact.kind) { list.add(fact) }
    return list
  }
}
