import PolicyGraph

/// A path below an endpoint's URL.
package enum JoinedURL {
  /// The URL with a path and its query joined to it; the queries of both are kept.
  package static func text(_ base: String, _ path: String) -> String {
    String(decoding: EndpointURL.joined(base.utf8, path.utf8), as: UTF8.self)
  }
}
