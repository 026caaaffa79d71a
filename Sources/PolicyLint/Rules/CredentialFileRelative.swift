import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let credentialFileRelative = LintRule(
    "credential-file-relative", .secrets, "A key file with a relative path",
    why: """
      A path without a leading `/` depends on the directory the service starts in, and usually \
      points into a working copy. Keys kept there are committed sooner or later.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; credential file("keys/a.txt") }
      route lookup { to a; effect read; deadline 15s }
      """,
    fix: ("keys/a.txt", "/run/secrets/a")
  ) { linted in
    var seen = Set<Place>()
    return linted.graph.endpoints.ids.compactMap { id in
      let relative = linted.keys(id).first {
        $0.source == .file && linted.graph.bytes($0.reference).first != UInt8(ascii: "/")
      }
      guard let relative else { return nil }
      let place = linted.place(.endpoint(id), .credential)
      guard seen.insert(place).inserted else { return nil }
      return Finding(
        "\(linted.spelled(relative)) is a relative path: it depends on the directory in which the service starts",
        at: place, of: .endpoint(id),
        notes: ["use an absolute path, as in `file(\"/run/secrets/name\")`"])
    }
  }
}
