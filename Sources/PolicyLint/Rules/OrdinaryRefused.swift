import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ordinaryRefused = LintRule(
    "ordinary-refused", .failover, "A `select` by size or priority that refuses the rest",
    why: """
      `otherwise none` is for requests that ask for what nobody has, as a model that no arm names. \
      Sizes and priorities single out large and unimportant requests: the rest are the small and \
      the important ones, and those that say neither.
      """,
    bad: """
      endpoint large { url "https://large.example.com"; timeout connect: 1s, attempt: 2s }
      endpoint small { url "https://small.example.com"; timeout connect: 1s, attempt: 2s }
      select by-size {
        when size, above: 100k { to large }
        otherwise none
      }
      route lookup { to by-size; effect read; deadline 15s }
      route other { match path: "/small"; to small; effect read; deadline 15s }
      """,
    fix: ("otherwise none", "otherwise { to small }")
  ) { linted in
    linted.graph.groups.ids.compactMap { id in
      let group = linted.graph.groups[id]
      let arms = linted.graph.arms[group.arms]
      guard linted.graph.refusesRest(id), arms.allSatisfy({ $0.kind != .tag }) else { return nil }
      let taken = group.arms.map { linted.graph.condition(of: $0) }.joined(separator: " or ")
      return Finding(
        "\(linted.quoted(group.name)) refuses every request but those with \(taken)",
        at: linted.place(.group(id)), of: .group(id),
        notes: ["`otherwise { to … }` takes the rest, which most requests belong to"])
    }
  }
}
