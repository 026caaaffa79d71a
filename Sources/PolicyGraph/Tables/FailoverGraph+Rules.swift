extension FailoverGraph {
  /// Whether a class says that the request itself was refused, and not carried out: `rejected`,
  /// `content-filtered`, and classes of one's own with that scope.
  ///
  /// Where no rule names such a class, the request fails: `otherwise` does not cover it.
  /// `too-large` is none: another endpoint may be larger.
  public func isRefusal(_ id: ID<ErrorClass>) -> Bool {
    classes[id].executed == .no && classes[id].scope == .request && !isBuiltin(id, "too-large")
  }

  /// The rule of a retry that answers a class for requests of an effect; nil if none does.
  ///
  /// The first that names it, else `otherwise`, which covers neither `cancelled` nor a refusal,
  /// nor, on `once` routes, `unclassified`.
  public func rule(
    for id: ID<ErrorClass>, in retry: ID<Retry>, effect: Effect
  ) -> ID<Rule>? {
    var otherwise: ID<Rule>?
    for rule in retries[retry].rules {
      if rules[rule].otherwise { otherwise = otherwise ?? rule }
      if classMembers[rules[rule].classes].contains(where: { $0.errorClass == id }) { return rule }
    }
    return isBeyondOtherwise(id, effect: effect) ? nil : otherwise
  }

  /// Whether `otherwise` does not cover a class: `cancelled`, a refusal and, on `once` routes,
  /// `unclassified`.
  public func isBeyondOtherwise(_ id: ID<ErrorClass>, effect: Effect) -> Bool {
    if isRefusal(id) || isBuiltin(id, "cancelled") { return true }
    return effect == .once && isBuiltin(id, "unclassified")
  }

  private func isBuiltin(_ id: ID<ErrorClass>, _ name: StaticString) -> Bool {
    classes[id].builtin && bytes(classes[id].name).spells(name)
  }
}
