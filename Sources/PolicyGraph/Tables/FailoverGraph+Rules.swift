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
    guard let otherwise, !isRefusal(id), !isBuiltin(id, "cancelled") else { return nil }
    return effect == .once && isBuiltin(id, "unclassified") ? nil : otherwise
  }

  private func isBuiltin(_ id: ID<ErrorClass>, _ name: String) -> Bool {
    classes[id].builtin && bytes(classes[id].name).elementsEqual(name.utf8)
  }
}
