import PolicyGraph
import PolicyVerifier
import TestThreads
import Testing

@Suite(.offPool) struct CarryingTests {
  @Test func `the examples carry what they claim`() throws {
    var judged = 0
    for name in ["search-regions", "market-data", "rpc-nodes", "payments", "agent-tools"] {
      let graph = try FaultPolicies.example(name)
      for row in graph.guarantees.rows where row.kind == .carries {
        judged += 1
        guard case .holds(let plans, let cases) = Carrying.check(graph, row) else {
          Issue.record("\(name): \(Carrying.check(graph, row))")
          continue
        }
        #expect(plans.count == cases)
      }
    }
    #expect(judged >= 2)
  }

  private func two(_ load: String, _ a: String, _ b: String) throws -> FailoverGraph {
    try FaultPolicies.graph(
      FaultPolicies.policy(
        [
          .init(name: "a", domains: [("provider", "one")], more: a),
          .init(name: "b", domains: [("provider", "two")], more: b),
        ], route: "load \(load)"))
  }

  private func any(_ count: Int, of label: String, _ graph: FailoverGraph) -> Carrying {
    let name = graph.domains.rows.first { graph.text($0.label) == label }?.label
    return Carrying.check(graph, graph.chat, any: count, of: name)
  }

  @Test func `what is exactly enough is enough`() throws {
    let graph = try two("10/s", "limit requests: 600/min", "limit requests: 100/10s")
    guard case .holds(let plans, let cases) = any(1, of: "provider", graph) else {
      Issue.record("it does not hold")
      return
    }
    #expect(cases == 2)
    #expect(plans.map { $0.flows.map(\.endpoint) } == [[ID(1)], [ID(0)]])
    #expect(plans[0].flows.map(\.rate.description) == ["10/s"])
    #expect(
      any(1, of: "provider", graph).lines(in: graph) == [
        "the load is carried in 2 cases", "with provider: one out: chat = 10/s at b",
      ])
  }

  @Test func `the outage that breaks it is told with what is full`() throws {
    let graph = try two("10/s", "limit requests: 600/min", "limit requests: 9/s")
    guard case .fails(let shortfall) = any(1, of: "provider", graph) else {
      Issue.record("it holds")
      return
    }
    #expect(shortfall.given.out.map { graph.name(.domain($0)) } == ["provider: one"])
    #expect(shortfall.missing.description == "1/s")
    #expect(shortfall.full.map(\.endpoints) == [[ID(1)]])
    #expect(shortfall.full.map(\.rate.description) == ["9/s"])
    #expect(shortfall.routes.map(\.load.description) == ["10/s"])
    #expect(
      any(1, of: "provider", graph).lines(in: graph) == [
        "with provider: one out, no endpoint carries 1/s of 10/s of chat", "b is full at 9/s",
      ])
  }

  @Test func `servers and concurrency serve so many in their mean time`() throws {
    // 10 at once of 100ms each, and 4 at once.
    let graph = try two(
      "101/s", "capacity servers: 10; latency fixed: 100ms",
      "limit concurrency: 4; latency fixed: 1s; capacity servers: 100")
    guard case .fails(let shortfall) = any(1, of: "provider", graph) else {
      Issue.record("it holds")
      return
    }
    #expect(shortfall.missing.description == "97/s")
    guard case .holds = Carrying.check(graph, graph.chat) else {
      Issue.record("both together are enough")
      return
    }
  }

  @Test func `the mean is that of the log-normal through the percentiles`() throws {
    // 60ms and 250ms give a mean of 72.4ms, and 24 servers 331 a second.
    for (load, holds) in [("331/s", true), ("332/s", false)] {
      let graph = try FaultPolicies.graph(
        FaultPolicies.policy(
          [.init(name: "a", more: "capacity servers: 24; latency p50: 60ms, p99: 250ms")],
          route: "load \(load)"))
      if case .holds = Carrying.check(graph, graph.chat) {
        #expect(holds)
      } else {
        #expect(!holds)
      }
    }
  }

  @Test func `figures that are missing are named`() throws {
    let graph = try two("1/s", "latency fixed: 1s", "limit concurrency: 4")
    #expect(Carrying.check(graph, graph.chat) == .missing([.rate(ID(0)), .latency(ID(1))]))
    let bare = try FaultPolicies.graph(
      FaultPolicies.policy([.init(name: "a", more: "limit requests: 1/s")]))
    #expect(Carrying.check(bare, bare.chat) == .missing([.load(ID(0))]))
  }

  @Test func `an account that several use is counted once`() throws {
    let own = "credential env(\"K\"), account: main; limit requests: 10/s, per: account"
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy(
        [
          .init(name: "a", domains: [("provider", "one")], more: own),
          .init(name: "b", domains: [("provider", "one")], more: own),
        ], route: "load 11/s"))
    guard case .fails(let shortfall) = Carrying.check(graph, graph.chat) else {
      Issue.record("it holds")
      return
    }
    #expect(shortfall.full.map(\.scope) == [.account])
    #expect(shortfall.full.map(\.endpoints) == [[ID(0), ID(1)]])
    #expect(shortfall.missing.description == "1/s")
  }

  @Test func `two credentials have two limits per credential`() throws {
    let two = "credential env(\"K\"), env(\"L\"), account: x; limit requests: 10/s, per: credential"
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy([.init(name: "a", more: two)], route: "load 20/s"))
    guard case .holds = Carrying.check(graph, graph.chat) else {
      Issue.record("\(Carrying.check(graph, graph.chat))")
      return
    }
  }

  @Test func `other routes bring their load, and each arm may get all of it`() throws {
    func policy(_ load: String) -> String {
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s; limit requests: 10/s }
      endpoint b { url "https://b.test"; timeout attempt: 1s; limit requests: 6/s }
      active-passive both { member a; member b; failback manual }
      select plans { when tag: plan, is: "paid" { to both }; otherwise { to b } }
      route chat { to a; match path: "/a"; effect read; deadline 9s; errors http; degrade none
        load 5/s
        retry none
        breaker none }
      route more { to plans; match path: "/b"; effect read; deadline 9s; errors http; degrade none
        load \(load)
        retry none
        breaker none }
      """
    }
    let enough = try FaultPolicies.graph(policy("6/s"))
    guard case .holds(let plans, let cases) = Carrying.check(enough, enough.chat) else {
      Issue.record("it does not hold")
      return
    }
    #expect(cases == 2)
    #expect(plans.map(\.given.arms) == [[ID(0)], [ID(1)]])
    let less = try FaultPolicies.graph(policy("7/s"))
    guard case .fails(let shortfall) = Carrying.check(less, less.chat) else {
      Issue.record("it holds")
      return
    }
    #expect(shortfall.given.arms == [ID(1)])
    #expect(shortfall.routes.map(\.route) == [ID(1)])
  }

  @Test func `more outages than are looked at are said`() throws {
    let places = (0..<40).map {
      FaultPolicies.Place(
        name: "e\($0)", domains: [("cell", "c\($0)")], more: "limit requests: 1/s")
    }
    let graph = try FaultPolicies.graph(FaultPolicies.policy(places, route: "load 1/s"))
    #expect(any(5, of: "cell", graph) == .tooLarge(.outages(20_000)))
    guard case .holds(_, let cases) = any(2, of: "cell", graph) else {
      Issue.record("it does not hold")
      return
    }
    #expect(cases == 780)
    // With more out than there are, nobody is left.
    guard case .fails(let shortfall) = any(41, of: "cell", graph) else {
      Issue.record("it holds")
      return
    }
    #expect(shortfall.full.isEmpty && shortfall.missing == shortfall.routes.first?.load)
  }

  /// By Gale's theorem: it holds if no set of routes wants more than all that they can reach gives.
  @Test(arguments: 1...200) func `it is what brute force over sets of routes says`(seed: Int) throws
  {
    var dice = FaultDice(seed)
    let count = 2 + dice.roll(4)
    let providers = (0..<count).map { _ in dice.roll(3) }
    let rates = (0..<count).map { _ in 1 + dice.roll(9) }
    let shared = (0..<3).map { _ in 1 + dice.roll(12) }
    var text = "language 1\n"
    for e in 0..<count {
      text += """
        endpoint e\(e) { url "https://e\(e).test"; timeout attempt: 1s
          domain provider: p\(providers[e]); limit requests: \(rates[e])/s
          limit requests: \(shared[providers[e]])/s, per: provider }

        """
    }
    var routes: [(members: [Int], load: Int)] = []
    for r in 0..<(1 + dice.roll(3)) {
      let some = (0..<count).filter { _ in dice.roll(2) == 0 }
      let members = some.isEmpty ? [r % count] : some
      routes.append((members, 1 + dice.roll(10)))
      text += "active-active g\(r) { balance random\n"
      text += members.map { "member e\($0)\n" }.joined()
      text += """
        }
        route r\(r) { to g\(r); match path: "/\(r)"; effect read; deadline 9s; errors http
          degrade none; load \(routes[r].load)/s
          retry none
          breaker none }

        """
    }
    let graph = try FaultPolicies.graph(text)
    let connected = component(routes.map { Set($0.members.map { providers[$0] }) })
    let label = graph.domains.rows.first.map(\.label)
    let used = Set(connected.flatMap { routes[$0].members.map { providers[$0] } })
    let expected = used.allSatisfy { out in
      (0..<(1 << connected.count)).allSatisfy { set in
        let chosen = connected.indices.filter { set >> $0 & 1 == 1 }.map { routes[connected[$0]] }
        let reached = Set(chosen.flatMap(\.members)).filter { providers[$0] != out }
        let room = (0..<3).reduce(0) { sum, p in
          let own = reached.filter { providers[$0] == p }.reduce(0) { $0 + rates[$1] }
          return sum + min(own, reached.contains { providers[$0] == p } ? shared[p] : 0)
        }
        return chosen.reduce(0) { $0 + $1.load } <= room
      }
    }
    switch Carrying.check(graph, ID(0), any: 1, of: label) {
    case .holds(let plans, _):
      #expect(expected)
      for plan in plans { check(plan, connected, graph) }
    case .fails(let shortfall):
      #expect(!expected)
      // The cut is a proof by itself: what is full falls short of what these routes want.
      let wanted = shortfall.routes.reduce(Int128(0)) { $0 + $1.load.billionths }
      let full = shortfall.full.reduce(Int128(0)) { $0 + $1.rate.billionths }
      #expect(wanted - full == shortfall.missing.billionths)
    case .missing, .tooLarge: Issue.record("not judged")
    }
  }

  /// Flows add up to the loads, and stay below every limit.
  private func check(_ plan: Carrying.Plan, _ routes: [Int], _ graph: FailoverGraph) {
    for route in routes {
      let sum = plan.flows.filter { $0.route.index == route }
        .reduce(Int128(0)) { $0 + $1.rate.billionths }
      #expect(sum == Int128(graph.routes[ID(route)].load?.amount ?? 0) * 1_000_000_000)
    }
    for endpoint in graph.endpoints.ids {
      let sum = plan.flows.filter { $0.endpoint == endpoint }
        .reduce(Int128(0)) { $0 + $1.rate.billionths }
      let limit = graph.limits[graph.endpoints[endpoint].limits].first?.requests?.amount ?? 0
      #expect(sum <= Int128(limit) * 1_000_000_000)
    }
  }

  /// The routes that meet the first through shared providers.
  private func component(_ places: [Set<Int>]) -> [Int] {
    var inside: Set<Int> = [0]
    for _ in places {
      for r in places.indices
      where inside.contains(where: { !places[$0].isDisjoint(with: places[r]) }) {
        inside.insert(r)
      }
    }
    return inside.sorted()
  }
}
