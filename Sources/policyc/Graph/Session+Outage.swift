import PolicyGraph
import PolicyLanguage

extension Session {
  /// What `--outage` names, as `region:us-east` or `endpoint:small`; nil after a complaint.
  mutating func outage(_ names: [String], _ graph: FailoverGraph) -> Outage? {
    var outage = Outage()
    for name in names {
      guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else {
        complain("`--outage \(name)`: write LABEL:NAME, as in `\(graph.outageExample)`")
        return nil
      }
      let label = String(name[..<colon])
      let which = String(name[name.utf8.index(after: colon)...].drop { $0 == " " })
      let domains = graph.domains.ids.filter { graph.text(graph.domains[$0].label) == label }
      if let domain = domains.first(where: { graph.text(graph.domains[$0].name) == which }) {
        if !outage.domains.contains(domain) { outage.domains.append(domain) }
      } else if domains.isEmpty, label == Session.endpointLabel {
        guard let endpoint = endpoint(which, graph) else { return nil }
        if !outage.endpoints.contains(endpoint) { outage.endpoints.append(endpoint) }
      } else {
        unknown(label, which, domains, graph)
        return nil
      }
    }
    return outage
  }

  /// An endpoint by itself; a policy may have a label of this name, which then wins.
  private static let endpointLabel = "endpoint"

  private mutating func endpoint(_ name: String, _ graph: FailoverGraph) -> ID<Endpoint>? {
    let found = graph.endpoints.ids.first { graph.text(graph.endpoints[$0].name) == name }
    if found == nil {
      let names = graph.endpoints.rows.map { graph.text($0.name) }
      complain("there is no endpoint `\(name)`" + hint(name, names))
    }
    return found
  }

  private mutating func unknown(
    _ label: String, _ name: String, _ domains: [ID<FaultDomain>], _ graph: FailoverGraph
  ) {
    if domains.isEmpty {
      let labels = graph.domains.rows.map { graph.text($0.label) } + [Session.endpointLabel]
      return complain("no endpoint is in a domain `\(label)`" + hint(label, labels))
    }
    let names = domains.map { graph.text(graph.domains[$0].name) }
    complain("no \(label) is called `\(name)`" + hint(name, names))
  }

  /// The nearest of some names; if none is near, what there is.
  private func hint(_ typed: String, _ names: [String]) -> String {
    var distinct: [String] = []
    for name in names where !distinct.contains(name) { distinct.append(name) }
    let shown = distinct.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    return didYouMean(
      typed, in: names,
      else:
        "; there \(distinct.count == 1 ? "is" : "are") \(shown)\(distinct.count > 20 ? ", …" : "")")
  }
}

extension FailoverGraph {
  /// An outage of this policy, to show how one is written.
  fileprivate var outageExample: String {
    guard let domain = domains.rows.first else {
      return "endpoint:\(endpoints.rows.first.map { text($0.name) } ?? "NAME")"
    }
    return "\(text(domain.label)):\(text(domain.name))"
  }
}
