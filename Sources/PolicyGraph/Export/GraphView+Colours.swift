/// A colour for a fault domain: light inside, dark around, told apart by most colour-blind people.
struct DomainColour {
  let fill: StaticString
  let line: StaticString

  static let palette: [10 of DomainColour] = [
    DomainColour(fill: "#d6e6f7", line: "#2f6ca8"), DomainColour(fill: "#fde3c4", line: "#b8690b"),
    DomainColour(fill: "#d8efd9", line: "#3a7d44"), DomainColour(fill: "#f3d6e4", line: "#a23a72"),
    DomainColour(fill: "#e4dcf4", line: "#6a4ba3"), DomainColour(fill: "#fbf1b8", line: "#8f7a00"),
    DomainColour(fill: "#cfeeed", line: "#1f7f80"), DomainColour(fill: "#f8d5d0", line: "#b03a2e"),
    DomainColour(fill: "#e6e0d4", line: "#77643f"), DomainColour(fill: "#dfe3e8", line: "#55606e"),
  ]
  static let plain = DomainColour(fill: "#ffffff", line: "#606060")
}

/// Which fault domains are told apart by colour.
struct DomainColours {
  /// The label whose values differ most among the endpoints shown.
  private(set) var label: Name?
  /// Its values, in the order they were met: value n has colour n of the palette.
  private(set) var domains: [ID<FaultDomain>] = []

  init(_ view: GraphView) {
    var labels: [(label: Name, domains: [ID<FaultDomain>])] = []
    for endpoint in view.endpoints {
      for member in view.graph.domainMembers[view.graph.endpoints[endpoint].domains] {
        let label = view.graph.domains[member.domain].label
        guard let known = labels.firstIndex(where: { $0.label == label }) else {
          labels.append((label, [member.domain]))
          continue
        }
        if !labels[known].domains.contains(member.domain) {
          labels[known].domains.append(member.domain)
        }
      }
    }
    // A value of its own for every endpoint groups none; of labels that tell as much, the first.
    let grouping = labels.filter { $0.domains.count < view.endpoints.count }
    for candidate in grouping.isEmpty ? labels : grouping
    where candidate.domains.count <= DomainColour.palette.count {
      guard candidate.domains.count > domains.count else { continue }
      label = candidate.label
      domains = candidate.domains
    }
  }

  /// The number in the palette of an endpoint's domain; one colour for all would tell nothing.
  func number(of endpoint: Endpoint, in graph: FailoverGraph) -> Int? {
    guard domains.count > 1 else { return nil }
    for member in graph.domainMembers[endpoint.domains] {
      if let number = domains.firstIndex(of: member.domain) { return number }
    }
    return nil
  }
}
