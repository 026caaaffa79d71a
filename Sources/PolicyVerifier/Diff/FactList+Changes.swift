import PolicyGraph

extension FactList {
  /// What differs from `old`, in the order of `self`, and then what only `old` has.
  func changes(from old: FactList, route: String?) -> [PolicyChange] {
    let now = endpoints
    let before = old.endpoints
    var changes: [PolicyChange] = []
    var responses: [(old: BehaviourFact, new: BehaviourFact)] = []
    for fact in facts {
      // An endpoint that is new is one change, not one for each of its parts.
      if fact.kind != .endpoint, let name = fact.endpoint, !before.contains(name) { continue }
      guard let other = old.counterpart(of: fact) else {
        if fact.kind != .response { changes.append(FactList.added(fact, route)) }
        continue
      }
      if other.text == fact.text { continue }
      if fact.kind == .response {
        responses.append((other, fact))
      } else {
        changes.append(FactList.changed(other, fact, route))
      }
    }
    changes += FactList.responses(responses, route)
    for fact in old.facts where counterpart(of: fact) == nil && fact.kind != .response {
      if fact.kind != .endpoint, let name = fact.endpoint, !now.contains(name) { continue }
      changes.append(FactList.removed(fact, route))
    }
    return changes
  }

  private var endpoints: Set<String> {
    Set(facts.compactMap { $0.kind == .endpoint ? $0.endpoint : nil })
  }

  private static func changed(
    _ old: BehaviourFact, _ new: BehaviourFact, _ route: String?
  ) -> PolicyChange {
    let weights = new.kind.weights
    var severity = weights.changed
    if let was = old.figure, let now = new.figure {
      switch weights.direction {
      case .lessIsBetter: if now < was { severity = .note }
      case .moreIsBetter: if now > was { severity = .note }
      case .neither: break
      }
    }
    // What could not happen twice can now.
    if new.kind == .effect, old.figure == 0 { severity = .danger }
    let (before, after) = ShortTexts.differing(old.text, new.text)
    return PolicyChange(
      severity: severity, kind: new.kind, route: route,
      sentence: "\(new.subject): \(before) before, \(after) now", before: old.text,
      after: new.text, endpoints: new.endpoint.map { [$0] } ?? [])
  }

  private static func added(_ fact: BehaviourFact, _ route: String?) -> PolicyChange {
    let isPlace = fact.kind == .residency
    return PolicyChange(
      severity: isPlace && fact.key.hasPrefix("provider ") ? .danger : fact.kind.weights.added,
      kind: fact.kind, route: route,
      sentence: isPlace
        ? "\(fact.subject) is now reachable"
        : "\(fact.subject) is new: \(ShortTexts.cut(fact.text))",
      before: nil, after: fact.text, endpoints: fact.endpoint.map { [$0] } ?? [])
  }

  private static func removed(_ fact: BehaviourFact, _ route: String?) -> PolicyChange {
    let isRepetition =
      fact.kind == .guarantee && fact.key.hasPrefix(GuaranteeKind.neverRepeats.word.description)
    return PolicyChange(
      severity: isRepetition ? .danger : fact.kind.weights.removed, kind: fact.kind, route: route,
      sentence: fact.kind == .residency
        ? "\(fact.subject) is no longer reachable"
        : "\(fact.subject) is gone; it was: \(ShortTexts.cut(fact.text))",
      before: fact.text, after: nil, endpoints: fact.endpoint.map { [$0] } ?? [])
  }

  // MARK: responses

  /// Responses that change alike are one change: first over endpoints, then over classes.
  private static func responses(
    _ pairs: [(old: BehaviourFact, new: BehaviourFact)], _ route: String?
  ) -> [PolicyChange] {
    var found: [PolicyChange] = []
    for (old, new) in pairs {
      guard let endpoint = new.endpoint, let word = new.errorClass else { continue }
      if let i = found.firstIndex(where: {
        $0.before == old.text && $0.after == new.text && $0.classes == [word]
      }) {
        found[i].endpoints.append(endpoint)
      } else {
        found.append(
          PolicyChange(
            severity: new.kind.weights.changed, kind: .response, route: route, sentence: "",
            before: old.text, after: new.text, endpoints: [endpoint], classes: [word]))
      }
    }
    var merged: [PolicyChange] = []
    for change in found {
      if let i = merged.firstIndex(where: {
        $0.before == change.before && $0.after == change.after
          && $0.endpoints == change.endpoints
      }) {
        merged[i].classes += change.classes
      } else {
        merged.append(change)
      }
    }
    return merged.map { change in
      var change = change
      change.sentence =
        "after \(change.classes.joined(separator: ", ")) at "
        + "\(change.endpoints.joined(separator: ", ")): \(change.before ?? "") before, "
        + "\(change.after ?? "") now"
      return change
    }
  }
}
