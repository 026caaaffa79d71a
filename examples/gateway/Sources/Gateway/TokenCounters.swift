import NIOConcurrencyHelpers

/// Tokens that providers are paid for, by route and endpoint, since the process began.
final class TokenCounters: Sendable {
  private struct Key: Hashable {
    var route: String
    var endpoint: String
    var kind: String
    var source: String
  }

  private let counts = NIOLockedValueBox([Key: Int]())

  /// A request is over.
  func add(_ uses: [TokenUse], route: String) {
    counts.withLockedValue { counts in
      for use in uses {
        let source = use.isReported ? "reported" : "estimated"
        for (kind, count) in [
          ("prompt", use.tokens.prompt), ("completion", use.tokens.completion),
        ] {
          let key = Key(route: route, endpoint: use.endpoint, kind: kind, source: source)
          counts[key, default: 0] += count
        }
      }
    }
  }

  /// As Prometheus reads them.
  var text: String {
    let rows = counts.withLockedValue { $0 }.map { key, count in
      "gateway_tokens_total{route=\"\(key.route)\",endpoint=\"\(key.endpoint)\","
        + "kind=\"\(key.kind)\",source=\"\(key.source)\"} \(count)\n"
    }
    return """
      # HELP gateway_tokens_total Tokens of prompts and completions, as providers report them or, \
      where a stream was cut before that, estimated.
      # TYPE gateway_tokens_total counter

      """ + rows.sorted().joined()
  }
}
