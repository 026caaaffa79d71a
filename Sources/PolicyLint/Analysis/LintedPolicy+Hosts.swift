import PolicyGraph
import PolicyLanguage

// What URLs say; the checker has seen to it that they are well formed.

extension LintedPolicy {
  /// The host of an endpoint and its port, if it states one.
  func host(_ endpoint: ID<Endpoint>) -> String {
    let row = graph.endpoints[endpoint]
    // One that is read where the policy is loaded is known by its variable alone.
    guard row.urlVariable == nil else { return String(decoding: graph.address(row), as: UTF8.self) }
    return String(decoding: authority(row.url), as: UTF8.self)
  }

  /// The scheme of an endpoint's URL; empty where that is read from the environment.
  func scheme(_ endpoint: ID<Endpoint>) -> String {
    guard graph.endpoints[endpoint].urlVariable == nil else { return "" }
    let url = graph.bytes(graph.endpoints[endpoint].url)
    return String(decoding: url.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
  }

  /// Whether an endpoint lies on this machine.
  func isLoopback(_ endpoint: ID<Endpoint>) -> Bool {
    let host = host(endpoint)
    let name = host.hasPrefix("[") ? host : String(host.prefix { $0 != ":" })
    return name == "localhost" || name.hasSuffix(".localhost") || name.hasPrefix("127.")
      || name.hasPrefix("[::1]")
  }

  private func authority(_ url: Name) -> ArraySlice<UInt8> {
    graph.bytes(url).drop { $0 != UInt8(ascii: "/") }.dropFirst(2).prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
  }
}
