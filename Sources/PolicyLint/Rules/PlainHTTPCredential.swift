import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let plainHTTPCredential = LintRule(
    "plain-http-credential", .secrets, "A key sent without encryption",
    why: """
      Anyone on the way can read and use it: a proxy, a machine on the same network, or whoever \
      controls the DNS name.
      """,
    bad: """
      endpoint a { url "http://a.example.com"; credential env("A_KEY") }
      route lookup { to a; effect read; deadline 15s }
      """,
    fix: ("http://", "https://")
  ) { linted in
    linted.graph.endpoints.ids.compactMap { id in
      let scheme = linted.scheme(id)
      guard ["http", "ws", "grpc"].contains(scheme), !linted.isLoopback(id),
        let key = linted.keys(id).first
      else { return nil }
      return Finding(
        "\(linted.quoted(id)) is sent \(linted.spelled(key)) in the clear: its URL says `\(scheme)://`",
        at: linted.place(.endpoint(id), .url), of: .endpoint(id),
        related: [linted.related("the credential", .endpoint(id), .credential)],
        notes: ["use `\(scheme)s://`; only loopback may do without"])
    }
  }
}
