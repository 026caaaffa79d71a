import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let nameContradictsOrder = LintRule(
    "name-contradicts-order", .style, "A `backup` listed first, or a `primary` that is not",
    why: """
      The order decides, and the names say the opposite. In an incident people go by the names.
      """,
    bad: """
      endpoint backup { url "https://backup.example.com" }
      endpoint primary { url "https://primary.example.com" }
      active-passive main { member backup; member primary }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: ("member backup; member primary", "member primary; member backup")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      guard group.kind == .activePassive, group.members.count > 1, let first = group.members.first
      else { return nil }
      let words = group.members.map { linted.wordsOfName($0) }
      // Where all are called so, the name tells nothing apart.
      let spare = ["backup", "secondary", "fallback", "standby", "spare"].first { word in
        words[0].contains(word) && !words.allSatisfy { $0.contains(word) }
      }
      let late = group.members.dropFirst().first {
        linted.wordsOfName($0).contains("primary") && !words[0].contains("primary")
      }
      guard let member = spare == nil ? late : first else { return nil }
      let place = member == first ? "first" : "number \(member.index - first.index + 1)"
      return Finding(
        "\(linted.quoted(member)) is \(place) in \(linted.quoted(group.name))",
        at: linted.policy.place(of: member), of: .group(id),
        notes: ["`active-passive` uses its members in file order: change the order, or the name"])
    }
  }
}

extension LintedPolicy {
  /// The parts of a member's name.
  fileprivate func wordsOfName(_ member: ID<Member>) -> [String] {
    quoted(member).split(whereSeparator: { "-_`".contains($0) }).map(String.init)
  }
}
