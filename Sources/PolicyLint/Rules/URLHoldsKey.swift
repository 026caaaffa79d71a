import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let urlHoldsKey = LintRule(
    "url-holds-key", .secrets, "A URL with a key in its query",
    why: """
      What stands in a URL is written to the logs of every proxy on the way, and this one stands \
      in the policy itself.
      """,
    bad: """
      endpoint a {
        url     "https://a.example.com/v1?api_key=0123abcd"
        timeout connect: 1s, attempt: 2s
      }
      route lookup { to a; effect read; deadline 15s; degrade none }
      """,
    good: """
      endpoint a {
        url        "https://a.example.com/v1"
        credential env("A_KEY")
        timeout    connect: 1s, attempt: 2s
      }
      route lookup { to a; effect read; deadline 15s; degrade none }
      """
  ) { linted in
    var seen = Set<Place>()
    return linted.graph.endpoints.ids.compactMap { id in
      let url = linted.graph.bytes(linted.graph.endpoints[id].url)
      guard SecretLook.namesKey(inQueryOf: url) else { return nil }
      let place = linted.place(.endpoint(id), .url)
      guard seen.insert(place).inserted else { return nil }
      return Finding(
        "the URL of \(linted.quoted(id)) holds a key (it is not repeated here)", at: place,
        of: .endpoint(id),
        notes: ["revoke it, and refer to the new one by `credential env(…)` or `file(…)`"])
    }
  }
}

extension SecretLook {
  /// Whether the query of a URL gives a value to something that is called like a key.
  fileprivate static func namesKey(inQueryOf url: ArraySlice<UInt8>) -> Bool {
    let query = url.drop { $0 != UInt8(ascii: "?") }.dropFirst()
    let names = [
      "key", "apikey", "api_key", "api-key", "token", "access_token", "auth", "secret", "sig",
      "signature", "password", "passwd", "pwd",
    ]
    return query.split(whereSeparator: { $0 == UInt8(ascii: "&") }).contains { pair in
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2, !parts[1].isEmpty else { return false }
      return names.contains(String(decoding: parts[0], as: UTF8.self).lowercased())
    }
  }
}
