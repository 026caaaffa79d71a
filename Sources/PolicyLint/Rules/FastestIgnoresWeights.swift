import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let fastestIgnoresWeights = LintRule(
    "fastest-ignores-weights", .capacity, "A weight or slow start that `balance fastest` ignores",
    why: """
      `balance fastest` draws two members and asks the faster one. A weight above 0 and a slow \
      start have no effect, although both look as if they held load back.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-active pool { member a, weight: 3; member b; balance fastest }
      route lookup { to pool; effect read; deadline 15s }
      """,
    fix: ("; balance fastest", "; balance least-loaded")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      guard group.kind == .activeActive, group.balance == .fastest else { return nil }
      let weights = group.members.map { linted.graph.members[$0].weight }.filter { $0 > 0 }
      let isWeighted = weights.contains { $0 != weights.first }
      guard isWeighted || group.slowStart != nil else { return nil }
      let what = isWeighted ? group.slowStart != nil ? "weights and `slow-start`" : "weights" : ""
      return Finding(
        "\(what.isEmpty ? "`slow-start`" : what) of \(linted.quoted(group.name)) change\(what.isEmpty ? "s" : "") nothing under `balance fastest`",
        at: linted.place(.group(id), .balance), of: .group(id),
        notes: ["`least-loaded`, `random`, `round-robin` and `sticky` use weights"])
    }
  }
}
