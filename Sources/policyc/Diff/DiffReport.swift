import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicyVerifier

/// What `policyc diff` found, ready to be shown.
struct DiffReport {
  /// The two versions as they were named.
  let names: (old: String, new: String)
  /// The changes, each with a request that shows it if there is one.
  private(set) var changes: [(change: PolicyChange, witness: DiffWitness?)] = []
  /// Figures that could not be compared.
  let notProved: [String]
  /// Whether the two were compiled from the same text.
  let isSameText: Bool

  /// A policy that is new, or gone, whole.
  init(whole plan: Plan, isNew: Bool, names: (String, String)) {
    self.names = names
    notProved = []
    isSameText = false
    changes = PolicyDiff(whole: plan, isNew: isNew).changes.map { ($0, nil) }
  }

  /// Two versions of a policy.
  init(_ old: Plan, _ new: Plan, names: (String, String)) {
    let diff = PolicyDiff(from: old, to: new)
    self.names = names
    notProved = diff.notProved
    isSameText = old.graph.sourceDigest == new.graph.sourceDigest
    var witnesses: [String: [DiffWitness]] = [:]
    for change in diff.changes {
      guard let name = change.route, DiffReport.shows(change.kind), witnesses[name] == nil,
        let before = old.graph.route(named: name), let after = new.graph.route(named: name)
      else { continue }
      let sides = [(plan: old, route: before), (plan: new, route: after)]
      witnesses[name] = DiffWorlds(sides).witnesses(sides[0], sides[1])
    }
    for change in diff.changes {
      let list = change.route.flatMap { witnesses[$0] } ?? []
      guard DiffReport.shows(change.kind) else {
        changes.append((change, nil))
        continue
      }
      var change = change
      var witness = DiffReport.witness(of: change, list)
      // A request that fares worse is no mere note.
      if change.severity == .note,
        let worse = DiffReport.witness(of: change, list.filter(\.isWorse))
      {
        change.severity = .warning
        witness = worse
      }
      changes.append((change, witness))
    }
    changes = ChangeSeverity.allCases.reversed().flatMap { severity in
      changes.filter { $0.change.severity == severity }
    }
  }

  /// How many changes there are of a severity.
  func count(_ severity: ChangeSeverity) -> Int {
    changes.count { $0.change.severity == severity }
  }

  /// `1 danger, 2 warnings, 1 note`.
  var headline: String {
    let parts = ChangeSeverity.allCases.reversed().compactMap { severity -> String? in
      let count = count(severity)
      return count == 0 ? nil : TestWords.count(count, severity.word)
    }
    return parts.joined(separator: ", ")
  }

  /// What is said where nothing changes.
  var calm: String {
    isSameText ? "no change in behaviour" : "no change in behaviour; only the text differs"
  }

  /// The first of the simplest worlds that is about what a change is about.
  private static func witness(of change: PolicyChange, _ list: [DiffWitness]) -> DiffWitness? {
    if change.kind == .response {
      return list.first { witness in
        guard let word = witness.errorClass, change.classes.contains(word) else { return false }
        return witness.endpoints.contains(where: change.endpoints.contains)
          && witness.after.holds("(\(word))")
      }
    }
    if [.singlePoint, .cutSet].contains(change.kind) {
      return list.first { $0.isOutage && $0.isFull(before: change.after != nil) }
    }
    guard let name = change.endpoints.first else { return list.first }
    return list.first { $0.endpoints.contains(name) || $0.after.holds(name) }
  }

  /// Whether a change of the kind can show in what one request does.
  private static func shows(_ kind: ChangeKind) -> Bool {
    switch kind {
    case .effect, .deadline, .commit, .tiers, .endpoint, .choice, .response, .attempts, .latency,
      .singlePoint, .cutSet, .residency, .timing, .retry, .hedge, .ladder, .step, .requirement:
      true
    case .route, .match, .amplification, .availability, .share, .load, .limit, .account, .address,
      .classes, .figures, .budget, .breaker, .failback, .probe, .balance, .guarantee, .scenario,
      .expectation:
      false
    }
  }
}
