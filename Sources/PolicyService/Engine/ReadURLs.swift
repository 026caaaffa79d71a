internal import PolicyGraph

extension FailoverGraph {
  /// Puts the URLs that are read from the environment in the place of their variables, so that
  /// everything else sees endpoints with URLs.
  ///
  /// No variable is read that no `Allowed` covers.
  mutating func readURLs(
    allowed: [Allowed]?, _ environment: Environment
  ) throws(EngineError) {
    let ids = endpoints.ids.filter { endpoints[$0].urlVariable != nil }
    guard !ids.isEmpty else { return }
    try check(variables: ids, allowed, environment)
    var problems: [EngineError.URLProblem] = []
    for id in ids {
      guard let variable = endpoints[id].urlVariable else { continue }
      let name = text(variable)
      let line = environment.variable(name).map { Array($0.utf8)[...] }
      if let reason = readURL(of: id, from: line) {
        problems.append(
          EngineError.URLProblem(
            reference: "env(\"\(name)\")", endpoint: text(endpoints[id].name),
            reason: "\(reason)"))
      }
    }
    guard problems.isEmpty else { throw .urls(problems) }
  }

  /// Throws the variables of URLs that no `Allowed` covers.
  private func check(
    variables ids: [ID<Endpoint>], _ allowed: [Allowed]?, _ environment: Environment
  ) throws(EngineError) {
    guard let allowed else { return }
    var rules: [AllowedRule] = []
    for one in allowed { rules.append(try AllowedRule(one)) }
    let refusals = ids.compactMap { id -> EngineError.Refusal? in
      let name = endpoints[id].urlVariable.map { text($0) } ?? ""
      guard !rules.contains(where: { $0.covers(.environment, name, environment) }) else {
        return nil
      }
      return EngineError.Refusal(endpoint: text(endpoints[id].name), refused: "env(\"\(name)\")")
    }
    guard refusals.isEmpty else { throw .notAllowed(refusals) }
  }
}
