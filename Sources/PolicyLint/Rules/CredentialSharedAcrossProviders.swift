import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let credentialSharedAcrossProviders = LintRule(
    "credential-shared-across-providers", .secrets, "One key sent to two providers",
    why: """
      Each provider can use the key at the other. One of them does not know it and refuses every \
      request, so the failover does not work.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; credential env("THE_KEY"); domain provider: acme }
      endpoint b { url "https://b.example.com"; credential env("THE_KEY"); domain provider: bolt }
      active-passive main { member a; member b }
      route lookup { to main; effect read; deadline 15s }
      """,
    fix: (
      "env(\"THE_KEY\"); domain provider: bolt",
      "env(\"BOLT_KEY\"); domain provider: bolt"
    )
  ) { linted in
    var first = KeyMap<LintedPolicy.Key, ID<Endpoint>>()
    var seen = KeySet<LintedPolicy.Key>()
    return linted.graph.endpoints.ids.flatMap { id -> [Finding] in
      guard let provider = linted.provider(id) else { return [] }
      return linted.keys(id).compactMap { key in
        guard let other = first[key], let known = linted.provider(other) else {
          first[key] = id
          return nil
        }
        guard known != provider, seen.insert(key) else { return nil }
        return Finding(
          "\(linted.spelled(key)) is sent to two providers: \(linted.quoted(known)) and \(linted.quoted(provider))",
          at: linted.place(.endpoint(id), .credential), of: .endpoint(id),
          related: [linted.related("the other one", .endpoint(other), .credential)],
          notes: ["give each provider its own key"])
      }
    }
  }
}
