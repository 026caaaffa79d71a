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
      // Where all are called so, the name tells nothing apart.
      let isSpare = ["backup", "secondary", "fallback", "standby", "spare"].contains { word in
        linted.isCalled(first, word) && !group.members.allSatisfy { linted.isCalled($0, word) }
      }
      let late = group.members.dropFirst().first {
        linted.isCalled($0, "primary") && !linted.isCalled(first, "primary")
      }
      guard let member = isSpare ? first : late else { return nil }
      let place = member == first ? "first" : "number \(member.index - first.index + 1)"
      return Finding(
        "\(linted.quoted(member)) is \(place) in \(linted.quoted(group.name))",
        at: linted.policy.place(of: member), of: .group(id),
        notes: ["`active-passive` uses its members in file order: change the order, or the name"])
    }
  }
}

extension LintedPolicy {
  /// Whether a word is part of a member's name.
  fileprivate func isCalled(_ member: ID<Member>, _ word: String) -> Bool {
    let name =
      switch graph.members[member].target {
      case .endpoint(let id): graph.endpoints[id].name
      case .group(let id): graph.groups[id].name
      }
    return graph.bytes(name).split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      .contains { $0.elementsEqual(word.utf8) }
  }
}
