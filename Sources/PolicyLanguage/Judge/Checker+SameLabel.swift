import PolicyGraph

extension Checker {
  /// Reports a `failover same:` whose label no endpoint has: there is never a candidate.
  mutating func judgeSameLabels(_ broken: Broken) {
    var labels: [Name]?
    for id in graph.responses.ids {
      guard let wanted = graph.responses[id].same else { continue }
      let known = labels ?? endpointLabels()
      labels = known
      if known.contains(wanted) { continue }
      // An endpoint that could not be read may have it.
      if broken.any, graph.endpoints.ids.contains(where: { broken.endpoint($0, self) }) { return }
      let place = sites.responses[id.index]
      let near = allNearest(graph.text(wanted), in: known.map { graph.text($0) })
      diagnostics.append(
        .meaning(
          .sameLabelMissing, file: place.file, range: range(place),
          "no endpoint has a `domain` labelled \(quoted(wanted)), so none is equal in it",
          notes: Diagnostic.question(near)))
    }
  }

  /// The labels of the domains that endpoints lie in, each once.
  private func endpointLabels() -> [Name] {
    var labels: [Name] = []
    for member in graph.domainMembers.rows {
      let label = graph.domains[member.domain].label
      if !labels.contains(label) { labels.append(label) }
    }
    return labels
  }
}
