import PolicyGraph

extension Checker {
  /// Reports probes that are slower than the failback that waits for them.
  mutating func validateProbes(_ broken: Broken) {
    guard graph.probes.count > 0 else { return }
    for id in graph.groups.ids where !broken.group(id) {
      let group = graph.groups[id]
      guard group.kind == .activePassive, let after = group.failbackAfter else { continue }
      for endpoint in endpoints(below: .group(id)) {
        guard let probeID = graph.endpoints[endpoint].probe, !probed.contains(probeID),
          graph.probes[probeID].every > after
        else { continue }
        probed.insert(probeID)
        let place = site(declaration(of: .target, row: endpoint.index), .probe)
        diagnostics.append(
          .meaning(
            .probeSlowerThanFailback, file: place.file, range: range(place),
            "\(quoted(graph.endpoints[endpoint].name)) is probed every \(graph.probes[probeID].every.spelling), but \(quoted(group.name)) fails back after \(after.spelling), possibly without a probe",
            related: [
              related(
                "fails back after \(after.spelling)",
                site(declaration(of: .target, row: id.index, group: true), .failback))
            ]))
      }
    }
  }
}
