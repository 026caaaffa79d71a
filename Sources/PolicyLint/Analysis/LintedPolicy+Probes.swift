import PolicyGraph
import PolicyLanguage

// Probes of endpoints that requests come to.

extension LintedPolicy {
  /// What `find` objects to in the probes of endpoints on some route's main path; of a probe that
  /// several endpoints have from the one they extend, the first finding stands for all.
  func probed(
    _ find: (ID<Endpoint>, Endpoint, Probe, [ID<Route>]) -> Finding?
  ) -> [Finding] {
    guard graph.probes.count > 0 else { return [] }
    let routes = routesByEndpoint()
    var seen = Set<Place>()
    return graph.endpoints.ids.compactMap { id in
      let endpoint = graph.endpoints[id]
      guard let probe = endpoint.probe, !routes[id.index].isEmpty,
        let finding = find(id, endpoint, graph.probes[probe], routes[id.index]),
        seen.insert(finding.place).inserted
      else { return nil }
      return finding
    }
  }
}
