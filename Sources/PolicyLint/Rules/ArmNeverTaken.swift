import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let armNeverTaken = LintRule(
    "arm-never-taken", .failover, "A `select` arm that no request takes",
    why: """
      The first matching arm wins, and an arm above this one takes every request meant for it. \
      Those requests go to the wrong place.
      """,
    bad: """
      endpoint small { url "https://small.example.com" }
      endpoint large { url "https://large.example.com" }
      endpoint huge { url "https://huge.example.com" }
      select by-size {
        when size, above: 32k { to large }
        when size, above: 200k { to huge }
        otherwise { to small }
      }
      route lookup { to by-size; effect read; deadline 15s }
      """,
    fix: (
      "when size, above: 32k { to large }\n  when size, above: 200k { to huge }",
      "when size, above: 200k { to huge }\n  when size, above: 32k { to large }"
    )
  ) { linted in
    linted.graph.groups.ids.flatMap { id in
      let arms = linted.graph.groups[id].arms
      return arms.indices.compactMap { index -> Finding? in
        // Of very many arms the nearest are held against each other.
        let before = arms[arms.startIndex..<index].suffix(64).map { $0 }
        let arm = linted.graph.arms[arms[index]]
        if arm.kind == .priority, arm.bound == 0 {
          return Finding(
            "no request takes this arm: no priority is below 0",
            at: linted.policy.place(of: arms[index]), of: .group(id),
            notes: ["priorities run from 0 to 9; a request without one has 5"])
        }
        guard let taker = before.first(where: { linted.graph.arms[$0].takesAll(of: arm, linted) })
        else { return nil }
        return Finding(
          "no request takes this arm: an arm above takes them all",
          at: linted.policy.place(of: arms[index]), of: .group(id),
          related: [Diagnostic.Related("taken here", linted.policy.place(of: taker))],
          notes: ["put the narrower arm first"])
      }
    }
  }
}

extension Arm {
  /// Whether every request that meets the condition of `other` meets this one, too.
  fileprivate func takesAll(of other: Arm, _ linted: LintedPolicy) -> Bool {
    guard kind == other.kind else { return false }
    switch kind {
    case .size: return bound ?? 0 <= other.bound ?? 0
    case .priority: return bound ?? 0 >= other.bound ?? 0
    case .tag:
      let taken = Set(linted.graph.words[values].map(\.text))
      return tag == other.tag
        && linted.graph.words[other.values].allSatisfy { taken.contains($0.text) }
    case .otherwise: return false
    }
  }
}
