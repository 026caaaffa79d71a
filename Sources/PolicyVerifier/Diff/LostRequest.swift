import PolicyGraph

/// A request that a route took by its `match`, and does not take any more.
struct LostRequest {
  /// The request in words, as in `GET /chat`.
  let text: String
  /// The route that takes it now; nil if none does.
  let taker: String?

  /// A request as far as routes look at it.
  private struct Sample {
    var path: String
    var method: String
    var header: String?
    var value = "x"

    var text: String {
      "\(method) \(path)" + (header.map { " with the header \($0): \(value)" } ?? "")
    }
  }

  /// The first sample that `route` took in `old` and does not take in `new`, one that nobody takes
  /// before one that another route takes; nil if there is none.
  init?(_ route: ID<Route>, _ old: FailoverGraph, _ new: FailoverGraph) {
    let name = old.text(old.routes[route].name)
    var moved: (Sample, String)?
    for sample in LostRequest.samples(of: route, in: old) {
      guard LostRequest.taker(of: sample, in: old) == name else { continue }
      guard let now = LostRequest.taker(of: sample, in: new) else {
        (text, taker) = (sample.text, nil)
        return
      }
      if now != name { moved = moved ?? (sample, now) }
    }
    guard let moved else { return nil }
    (text, taker) = (moved.0.text, moved.1)
  }

  private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
  private static let samplesMax = 1000

  /// Requests of every shape that the route states.
  private static func samples(of route: ID<Route>, in graph: FailoverGraph) -> [Sample] {
    var samples: [Sample] = []
    for row in graph.routeMatches[graph.routes[route].matches] {
      var paths: [String] = []
      for pattern in graph.pathPatterns[row.paths] {
        let text = graph.text(pattern.text)
        paths += pattern.prefix ? [text, text + "x/x"] : [text]
      }
      if paths.isEmpty { paths = ["/", "/x/x"] }
      let stated = graph.words[row.methods].map { graph.text($0.text) }
      let values = graph.words[row.values].map { graph.text($0.text) }
      let header = row.header.map { graph.text($0) }
      for path in paths {
        for method in stated.isEmpty ? methods : stated {
          for value in values.isEmpty ? ["x"] : values {
            guard samples.count < samplesMax else { return samples }
            samples.append(Sample(path: path, method: method, header: header, value: value))
          }
        }
      }
    }
    return samples
  }

  /// The first route that takes a request.
  private static func taker(of sample: Sample, in graph: FailoverGraph) -> String? {
    for route in graph.routes.rows {
      for row in graph.routeMatches[route.matches] where takes(row, sample, graph) {
        return graph.text(route.name)
      }
    }
    return nil
  }

  private static func takes(_ row: RouteMatch, _ sample: Sample, _ graph: FailoverGraph) -> Bool {
    let methods = graph.words[row.methods]
    let paths = graph.pathPatterns[row.paths]
    let values = graph.words[row.values]
    let isMethod = methods.isEmpty || methods.contains { graph.text($0.text) == sample.method }
    let isPath =
      paths.isEmpty
      || paths.contains {
        let text = graph.text($0.text)
        return $0.prefix ? sample.path.hasPrefix(text) : sample.path == text
      }
    guard isMethod, isPath else { return false }
    guard let header = row.header else { return true }
    return graph.text(header).lowercased() == sample.header?.lowercased()
      && (values.isEmpty || values.contains { graph.text($0.text) == sample.value })
  }
}
