import PolicyGraph

extension FailoverGraph {
  /// `count` routes, each with a path of its own, over ten endpoints in five groups.
  static func manyRoutes(_ count: Int) -> FailoverGraph {
    var builder = GraphBuilder(source: "many.policy")
    let errors = builder.errorTable(
      "http", [("unavailable", 500...599), ("rate-limited", 429...429)])
    let rules = [builder.rule(["rate-limited"], [.of(.failover)]), builder.rule([], [.of(.fail)])]
    let retry = builder.retry("r", attempts: 3, rules: rules)
    let groups = (0..<5).map { g in
      let members = (0..<2).map { e in
        builder.endpoint("endpoint-\(g)-\(e)", domains: [("region", "r\(e)")])
      }
      return builder.group("group-\(g)", .activeActive, members.map { ($0, 1) })
    }
    for i in 0..<count {
      builder.route(
        "route-\(i)", to: groups[i % groups.count], errors: errors, deadline: .s(10),
        path: "/v1/things/\(i)"
      ) { row, _ in
        row.retry = retry
        row.origin.line = UInt32(i + 1)
      }
    }
    return builder.graph
  }
}
