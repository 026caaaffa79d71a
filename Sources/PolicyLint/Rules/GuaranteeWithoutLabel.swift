import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let guaranteeWithoutLabel = LintRule(
    "guarantee-without-label", .failover, "A guarantee about a label that an endpoint lacks",
    why: """
      An endpoint in no domain of this label is up in each of its outages. The proof always counts \
      on that endpoint; the real outage may take it as well.
      """,
    bad: """
      defaults { timeout connect: 1s, attempt: 2s }
      endpoint a { url "https://a.example.com"; domain provider: one }
      endpoint b { url "https://b.example.com" }
      active-passive main { member a; member b }
      retry usual { attempts 2; otherwise { failover } }
      route lookup { to main; effect read; deadline 15s; retry usual }
      guarantee lookup { survives any: 1, of: provider }
      """,
    fix: ("\"https://b.example.com\"", "\"https://b.example.com\"; domain provider: two")
  ) { linted in
    linted.graph.guarantees.rows.compactMap { guarantee in
      guard let label = guarantee.label else { return nil }
      let missing = linted.endpoints(meantBy: guarantee).filter { linted.domain($0, label) == nil }
      guard let first = missing.first else { return nil }
      let word = PolicyLanguage.Word(rawValue: "\(guarantee.kind.word)")
      let known = linted.domains(first).map { linted.graph.text(linted.graph.domains[$0].label) }
      let near = allNearest(linted.graph.text(label), in: known).map { "`\($0)`" }
      let question =
        near.isEmpty
        ? ""
        : "; \(linted.quoted(first)) has \(near.joined(separator: " and ")): did you mean \(linted.quoted(label))?"
      return Finding(
        "the guarantee is about domains labelled \(linted.quoted(label)), and \(linted.listed(missing)) \(missing.count == 1 ? "is" : "are") in none",
        at: linted.policy.place(of: guarantee.origin, word ?? .guarantee),
        of: .route(guarantee.route),
        related: [linted.related("this endpoint", .endpoint(first))],
        notes: [
          "declare its domain: `domain \(linted.graph.text(label)): …`\(question)"
        ])
    }
  }
}

extension LintedPolicy {
  /// The domain of a label that an endpoint lies in.
  func domain(_ endpoint: ID<Endpoint>, _ label: Name) -> ID<FaultDomain>? {
    domains(endpoint).first { graph.domains[$0].label == label }
  }

  /// The endpoints of a route that a guarantee speaks of: those of its ladder only where an answer
  /// of the ladder counts, or where nobody outside may be asked.
  func endpoints(meantBy guarantee: Guarantee) -> [ID<Endpoint>] {
    let isAll = guarantee.degradedCounts || guarantee.kind == .staysWithin
    return isAll ? everyEndpoint(of: guarantee.route) : reached[guarantee.route.index].endpoints
  }
}
