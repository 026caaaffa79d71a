/// What of a policy's behaviour can change; the raw value is the word in JSON.
public enum ChangeKind: String, Sendable, CaseIterable {
  case route, match, effect, deadline, commit, tiers, endpoint, choice, response
  case attempts, latency, amplification
  case singlePoint = "single-point"
  case cutSet = "cut-set"
  case availability, residency, share, load, limit, account, address, classes, timing, figures
  case retry, budget, hedge, breaker, ladder, step, failback, probe, balance, requirement
  case guarantee, scenario, expectation
}

extension ChangeKind {
  /// What of a change is worse.
  enum Direction {
    /// A larger figure is worse.
    case lessIsBetter
    /// A smaller figure is worse.
    case moreIsBetter
    /// Neither way is better.
    case neither
  }

  /// How severe it is if a fact of the kind changes, appears or goes away.
  struct Weights {
    var changed: ChangeSeverity
    var added: ChangeSeverity
    var removed: ChangeSeverity
    /// Which way a figure, where there is one, turns `changed` into a note.
    var direction = Direction.neither

    init(
      _ changed: ChangeSeverity, added: ChangeSeverity, removed: ChangeSeverity,
      _ direction: Direction = .neither
    ) {
      self.changed = changed
      self.added = added
      self.removed = removed
      self.direction = direction
    }
  }

  /// The weights of the kind.
  ///
  /// A route that goes away leaves its callers without an answer, and a retry budget that goes
  /// away lets retries multiply an overload. A provider that is reached for the first time sees the
  /// contents of requests: more than another place of one that sees them already.
  var weights: Weights {
    switch self {
    case .route: Weights(.warning, added: .note, removed: .danger)
    case .match, .commit, .tiers, .choice, .response, .classes, .address, .account, .limit,
      .balance, .requirement:
      Weights(.warning, added: .warning, removed: .warning)
    case .effect: Weights(.warning, added: .note, removed: .warning, .lessIsBetter)
    case .deadline: Weights(.warning, added: .note, removed: .warning, .moreIsBetter)
    case .endpoint, .breaker, .ladder, .probe: Weights(.note, added: .note, removed: .warning)
    case .step: Weights(.warning, added: .note, removed: .warning)
    case .attempts, .latency, .amplification:
      Weights(.warning, added: .note, removed: .note, .lessIsBetter)
    case .singlePoint: Weights(.danger, added: .danger, removed: .note)
    case .cutSet: Weights(.warning, added: .warning, removed: .note)
    case .availability: Weights(.warning, added: .note, removed: .note, .moreIsBetter)
    case .residency: Weights(.warning, added: .warning, removed: .note)
    case .share, .load: Weights(.warning, added: .note, removed: .note, .lessIsBetter)
    case .timing, .figures, .retry, .failback: Weights(.note, added: .note, removed: .note)
    case .budget: Weights(.warning, added: .note, removed: .danger, .lessIsBetter)
    case .hedge: Weights(.note, added: .warning, removed: .note)
    case .guarantee, .expectation:
      // The figure of a claim is how weak it is.
      Weights(.warning, added: .note, removed: .warning, .lessIsBetter)
    case .scenario: Weights(.note, added: .note, removed: .warning)
    }
  }
}
