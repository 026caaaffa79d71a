import PolicyGraph
import TestThreads
import Testing

/// Reroutes to wherever there is something, in topologies drawn at random.
@Suite(.offPool, .enabled(if: Graphviz.isInstalled, "Graphviz is not installed"))
struct `pictures with reroutes` {
  @Test func `an endpoint that only a reroute leads to`() throws {
    var builder = GraphBuilder()
    let (a, b) = (builder.endpoint("a", domains: []), builder.endpoint("b", domains: []))
    builder.route(to: a, reroutes: [("too-large", b)], at: 0)
    try draw(builder.graph, "by hand")
  }

  @Test(arguments: 0..<40) func `Graphviz draws them without a warning`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) + 1000)
    var builder = GraphBuilder()
    var targets = (0..<(2 + random.pick(6))).map { i in
      builder.endpoint("e\(i)", domains: [("provider", "p\(i % 3)")])
    }
    var free = targets.shuffled(using: &random)
    while free.count > 1, random.pick(5) > 0 {
      let members = (0..<min(free.count, 2 + random.pick(2))).map { _ in
        (free.removeLast(), UInt32(1))
      }
      let kind: GroupKind = random.pick(3) > 0 ? .activePassive : .activeActive
      let group = builder.group("g\(targets.count)", kind, members)
      targets.append(group)
      free.append(group)
    }
    for route in 0...random.pick(3) {
      let classes = ["too-large", "timeout", "unavailable", "overloaded"].shuffled(using: &random)
      let reroutes = classes.prefix(1 + random.pick(3)).map {
        ($0, targets[random.pick(targets.count)])
      }
      builder.route(to: targets[random.pick(targets.count)], reroutes: reroutes, at: route)
    }
    try draw(builder.graph, "seed \(seed)")
  }

  private func draw(_ graph: FailoverGraph, _ what: String) throws {
    for route in [nil] + graph.routes.ids.map({ $0 }) {
      let (svg, complaints) = try Graphviz.svg(of: graph.dot(route: route))
      #expect(complaints.isEmpty, "\(what): \(complaints)")
      #expect(svg.contains("</svg>"), "\(what)")
    }
  }
}

extension GraphBuilder {
  /// A route with rules that lead elsewhere.
  fileprivate mutating func route(
    to target: Target, reroutes: [(String, Target)], at place: Int
  ) {
    let rules = reroutes.map { name, target in
      rule([name], [.of(.reroute) { $0.target = target }])
    }
    let retry = retry("r\(place)", attempts: 9, rules: rules + [rule([], [.of(.failover)])])
    let errors = errorTable("t\(place)", [("unavailable", 500...599)])
    route("c\(place)", to: target, errors: errors, deadline: .s(9), path: "/\(place)") { row, _ in
      row.retry = retry
    }
  }
}
