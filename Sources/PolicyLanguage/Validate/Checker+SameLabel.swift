import PolicyGraph

extension Checker {
  /// Reports a `failover same:` whose label no endpoint has: there is never a candidate.
  mutating func validateSameLabels(_ broken: Broken) {
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
          "no endpoint has a `domain` labelled \(quoted(wanted)), so no other endpoint matches it",
          notes: Diagnostic.question(near)))
    }
  }

  /// Reports an `idempotency-key shared-by:` whose label no endpoint has: nobody shares the key.
  mutating func validateSharedKeys(_ broken: Broken) {
    var told = KeySet<Name>()
    var labels: [Name]?
    for declaration in declarations where declaration.kind == .endpoint && declaration.row >= 0 {
      let endpoint = graph.endpoints[ID(Int(declaration.row))]
      guard let key = endpoint.idempotencyKey, let wanted = graph.idempotencyKeys[key].sharedBy
      else { continue }
      let known = labels ?? endpointLabels()
      labels = known
      if known.contains(wanted) || !told.insert(wanted) { continue }
      if broken.any, graph.endpoints.ids.contains(where: { broken.endpoint($0, self) }) { return }
      let place = site(declaration, .idempotencyKey, .sharedBy)
      let near = nearest(graph.text(wanted), in: known.map { graph.text($0) })
      diagnostics.append(
        .meaning(
          .sameLabelMissing, file: place.file, range: range(place),
          "no endpoint has a `domain` labelled \(quoted(wanted)), so no endpoint shares this key",
          notes: near.map { ["did you mean `\($0)`?"] } ?? []))
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
