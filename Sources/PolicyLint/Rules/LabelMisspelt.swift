import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let labelMisspelt = LintRule(
    "label-misspelt", .failover, "A fault-domain label that is almost the same as another",
    why: """
      Faults, guarantees and backups refer to labels. An endpoint with a misspelt label is in no \
      domain that anything refers to, so no outage of that kind ever affects it.
      """,
    bad: """
      defaults { timeout connect: 1s, attempt: 2s }
      endpoint a { url "https://a.example.com"; domain region: us-east }
      endpoint b { url "https://b.example.com"; domain regoin: us-west }
      endpoint c { url "https://c.example.com"; domain region: us-west }
      active-active main { member a; member b; member c }
      retry usual { attempts 3; otherwise { failover } }
      route lookup { to main; effect read; deadline 15s; retry usual }
      """,
    fix: ("regoin:", "region:")
  ) { linted in
    let users = linted.usersOfLabels
    return users.compactMap { label, endpoints in
      guard endpoints.count == 1, let endpoint = endpoints.first else { return nil }
      // Of two that stand on one endpoint each, the later one is the mistake.
      let others = users.filter { other, users in
        other != label && (users.count > 1 || users[0] < endpoint)
      }
      let near = allNearest(
        linted.graph.text(label), in: others.map { linted.graph.text($0.label) })
      guard !near.isEmpty else { return nil }
      let names = near.map { "`\($0)`" }.joined(separator: " or ")
      return Finding(
        "only \(linted.quoted(endpoint)) has a domain labelled \(linted.quoted(label)), which is nearly \(names)",
        at: linted.place(.endpoint(endpoint), .domain), of: .endpoint(endpoint),
        notes: ["did you mean \(names)? If not, choose a label that cannot be taken for it"])
    }
  }
}

extension LintedPolicy {
  /// The labels of fault domains, each with the endpoints that have it, in their order.
  fileprivate var usersOfLabels: [(label: Name, endpoints: [ID<Endpoint>])] {
    var places: [Name: Int] = [:]
    var users: [(label: Name, endpoints: [ID<Endpoint>])] = []
    for id in graph.endpoints.ids {
      for domain in domains(id) {
        let label = graph.domains[domain].label
        if let place = places[label] {
          if users[place].endpoints.last != id { users[place].endpoints.append(id) }
        } else {
          places[label] = users.count
          users.append((label, [id]))
        }
      }
    }
    return users
  }
}
