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
      let line = environment.variable(name).map { Array($0.utf8) }
      let url = (line ?? []).prefix { $0 != 0x0A && $0 != 0x0D }
      if let reason = objection(to: url, isSet: line != nil, of: endpoints[id]) {
        problems.append(
          EngineError.URLProblem(
            reference: "env(\"\(name)\")", endpoint: text(endpoints[id].name), reason: reason))
      } else if !url.isEmpty {
        texts.storage.append(contentsOf: url)
        texts.ends.append(UInt32(truncatingIfNeeded: texts.storage.count))
        endpoints[id].url = Name(texts.ends.count - 1)
      }
    }
    guard problems.isEmpty else { throw .urls(problems) }
  }

  /// Why a URL cannot be an endpoint's: the end of a sentence; nil if it can, or if the policy has
  /// another for where there is none.
  private func objection(
    to url: ArraySlice<UInt8>, isSet: Bool, of endpoint: Endpoint
  ) -> String? {
    if url.isEmpty {
      guard bytes(endpoint.url).isEmpty else { return nil }
      return isSet ? "is set, but empty" : "is not set in the environment"
    }
    do throws(EndpointURL.Problem) {
      let parts = try EndpointURL(url)
      return parts.holdsCredential && endpoint.credentials.isEmpty
        ? "has `{credential}`, and the endpoint has none" : nil
    } catch {
      return "\(error.words)"
    }
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
