import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let limitBelowLoad = LintRule(
    "limit-below-load", .capacity, "A limit below the ordinary load",
    why: """
      The excess goes to the ladder or is refused although nothing is broken, every day at the \
      same hour.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      route lookup { to a; effect read; deadline 15s; limit requests: 100/s; load 150/s }
      """,
    fix: ("requests: 100/s", "requests: 300/s")
  ) { linted in
    let flows = linted.throughputs()
    return linted.reached.compactMap { reached in
      let route = linted.graph.routes[reached.route]
      guard let load = route.load else { return nil }
      let stated = linted.related("the load", .route(reached.route), .load)
      for limit in linted.graph.limits[route.limits] {
        guard let rate = limit.requests, Flow(rate) < Flow(load) else { continue }
        return Finding(
          "\(linted.quoted(reached.route)) admits \(rate.spelling) of the \(load.spelling) that it expects",
          at: linted.place(.route(reached.route), .limit), of: .route(reached.route),
          related: [stated],
          notes: ["the excess goes to the ladder; raise the limit or lower the load"])
      }
      guard let flow = linted.sum(reached.endpoints, flows), flow < Flow(load) else { return nil }
      return Finding(
        "\(linted.listed(reached.endpoints)) can carry at most \(flow.spelling) of the \(load.spelling) that \(linted.quoted(reached.route)) expects",
        at: linted.place(.route(reached.route), .load), of: .route(reached.route),
        notes: [
          "an endpoint carries what `limit` admits and what `capacity` or `limit concurrency:` completes at its median latency"
        ])
    }
  }
}
