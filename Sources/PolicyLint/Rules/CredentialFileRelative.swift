import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let credentialFileRelative = LintRule(
    "credential-file-relative", .secrets, "A key that is read from a file beside the service",
    why: """
      A path without a `/` before it depends on where the service is started, and points into a \
      working copy more often than not: keys that lie there are committed sooner or later.
      """,
    bad: """
      endpoint a {
        url        "https://a.example.com"
        credential file("keys/a.txt")
        timeout    connect: 1s, attempt: 2s
      }
      route lookup { to a; effect read; deadline 15s; degrade none }
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
        "\(linted.spelled(relative)) is not a whole path: which file it is depends on where the service starts",
        at: place, of: .endpoint(id),
        notes: ["name the file from the root, as in `file(\"/run/secrets/name\")`"])
    }
  }
}
