import PolicyGraph
import PolicyVerifier
import TestThreads
import Testing

@Suite(.offPool) struct AvailabilityTests {
  @Test func `two independent endpoints of 99.9 per cent have six nines exactly`() throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy([
        .init(name: "a", availability: "99.9%"), .init(name: "b", availability: "99.9%"),
      ]))
    let worst = Availability.of(graph.chat, in: graph).worst
    #expect(worst == Chance(Share(ppb: 999_999_000)))
    #expect(worst?.description == "99.9999%")
  }

  @Test func `a domain that they share is counted once`() throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy(
        [
          .init(name: "a", domains: [("provider", "one")], availability: "99.9%"),
          .init(name: "b", domains: [("provider", "one")], availability: "99.9%"),
        ], facts: "fault-domain provider: one { availability 99.9% }"))
    // 0.999 × 0.999999
    #expect(Availability.of(graph.chat, in: graph).worst?.description == "99.8999001%")
  }

  @Test func `a missing figure is named`() throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy([.init(name: "a", availability: "99%"), .init(name: "b")]))
    #expect(Availability.of(graph.chat, in: graph) == .missing([ID(1)]))
  }

  @Test func `what is spent on those that are down may keep the last from its turn`() throws {
    let places = (0..<3).map {
      FaultPolicies.Place(name: "e\($0)", availability: "90%")
    }
    let graph = try FaultPolicies.graph(FaultPolicies.policy(places))
    func chance(attempts: Int, span: Tick) -> String? {
      Availability.of(
        graph.chat, in: graph, within: .init(attemptsMax: attempts, mainSpan: span),
        cost: { _ in DownCost(attempts: 1, time: .s(2)) }, atLeast: { _ in .s(1) }
      ).worst?.description
    }
    #expect(chance(attempts: 3, span: .s(5)) == "99.9%")
    // With two attempts only one may be down: 0.9³ + 3 × 0.1 × 0.9².
    #expect(chance(attempts: 2, span: .s(5)) == "97.2%")
    // After two that are down there are 4.9s gone, of which an attempt needs one.
    #expect(chance(attempts: 3, span: Tick(ns: 4_999_999_999)) == "97.2%")
    #expect(chance(attempts: 1, span: .s(5)) == "72.9%")
    #expect(chance(attempts: 3, span: Tick(ns: 999_999_999)) == "0%")
  }

  @Test func `a select is as available as its worst arm`() throws {
    let graph = try FaultPolicies.graph(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s; availability 99% }
      endpoint b { url "https://b.test"; timeout attempt: 1s; availability 90% }
      select plans { when tag: plan, is: "paid" { to a }; otherwise { to b } }
      route chat { to plans; effect read; deadline 9s; errors http; retry none; breaker none }
      """)
    guard case .known(let ways) = Availability.of(graph.chat, in: graph) else {
      Issue.record("not known")
      return
    }
    #expect(ways.map(\.arms) == [[ID(0)], [ID(1)]])
    #expect(ways.map(\.chance) == [Chance(.percent(99)), Chance(.percent(90))])
    #expect(Availability.of(graph.chat, in: graph).worst == Chance(.percent(90)))
  }

  /// Every state of endpoints and domains, one after the other.
  @Test(arguments: 1...400) func `it is that of brute force`(seed: Int) throws {
    var dice = FaultDice(seed)
    let count = 1 + dice.roll(5)
    let places = (0..<count).map { index in
      var domains: [(String, String)] = []
      if dice.roll(4) > 0 { domains.append(("provider", "p\(dice.roll(3))")) }
      if dice.roll(4) > 0 { domains.append(("region", "r\(dice.roll(3))")) }
      return FaultPolicies.Place(
        name: "e\(index)", domains: domains, availability: "\(50 + dice.roll(50)).\(dice.roll(10))%"
      )
    }
    let named = places.flatMap { $0.domains.map { "\($0.label): \($0.name)" } }
    var facts = ""
    for name in Set(named).sorted() where dice.roll(3) > 0 {
      facts += "fault-domain \(name) { availability \(60 + dice.roll(40))% }\n"
    }
    let graph = try FaultPolicies.graph(FaultPolicies.policy(places, facts: facts))
    let costs = (0..<count).map { _ in
      DownCost(attempts: 1 + dice.roll(3), time: Tick(ns: Int64(dice.roll(4))))
    }
    let needed = (0..<count).map { _ in Tick(ns: Int64(1 + dice.roll(3))) }
    let allowance = Availability.Allowance(
      attemptsMax: 1 + dice.roll(8), mainSpan: Tick(ns: Int64(1 + dice.roll(10))))
    let expected = enumerated(graph, allowance, costs, needed)
    let worst = Availability.of(
      graph.chat, in: graph, within: allowance, cost: { costs[$0.index] },
      atLeast: { needed[$0.index] }
    ).worst
    let value = try #require(worst).value
    #expect((value - expected).magnitude < 1e-12, "\(value) is not \(expected)")
  }

  private func enumerated(
    _ graph: FailoverGraph, _ allowance: Availability.Allowance, _ costs: [DownCost],
    _ needed: [Tick]
  ) -> Double {
    let bits = graph.domains.count + graph.endpoints.count
    var sum = 0.0
    for state in 0..<(1 << bits) {
      var weight = 1.0
      for domain in graph.domains.ids {
        let figure = Double((graph.domains[domain].availability ?? .whole).ppb) / 1e9
        weight *= state >> domain.index & 1 == 1 ? figure : 1 - figure
      }
      var attempts = 0
      var time: Int64 = 0
      var ready: [Int64] = []
      for endpoint in graph.endpoints.ids {
        let figure = Double((graph.endpoints[endpoint].availability ?? .zero).ppb) / 1e9
        let isUp = state >> (graph.domains.count + endpoint.index) & 1 == 1
        weight *= isUp ? figure : 1 - figure
        let domains = graph.domainMembers[graph.endpoints[endpoint].domains]
        if isUp, domains.allSatisfy({ state >> $0.domain.index & 1 == 1 }) {
          ready.append(needed[endpoint.index].ns)
        } else {
          attempts += costs[endpoint.index].attempts
          time += costs[endpoint.index].time.ns
        }
      }
      if attempts < allowance.attemptsMax, let least = ready.min(),
        time + least <= allowance.mainSpan.ns
      {
        sum += weight
      }
    }
    return sum
  }

  @Test func `sixty endpoints in shared domains have their closed form`() throws {
    let graph = try FaultPolicies.graph(FaultPolicies.grid)
    let chance = try #require(Availability.of(graph.chat, in: graph).worst)
    // Given the providers up, regions are independent: some provider and region up together.
    var failing = 0.0
    for up in 0...6 {
      let weight = [1.0, 6, 15, 20, 15, 6, 1][up] * pow(0.9, up) * pow(0.1, 6 - up)
      failing += weight * pow(0.2 + 0.8 * pow(0.5, up), 10)
    }
    #expect((chance.complement.value - failing).magnitude < 1e-15)
  }

  private func pow(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  @Test func `a threshold over sixty endpoints is the binomial sum`() throws {
    let places = (0..<60).map {
      FaultPolicies.Place(name: "e\($0)", availability: "90%")
    }
    let graph = try FaultPolicies.graph(FaultPolicies.policy(places))
    let chance = Availability.of(
      graph.chat, in: graph, within: .init(attemptsMax: 8, mainSpan: .s(100)),
      cost: { DownCost(attempts: 1, time: .ms(Int64(100 + $0.index % 5))) },
      atLeast: { _ in .s(1) }
    ).worst
    var expected = 0.0
    var term = pow(0.9, 60)
    for down in 0...7 {
      expected += term
      term *= Double(60 - down) / Double(down + 1) * (0.1 / 0.9)
    }
    #expect((try #require(chance).value - expected).magnitude < 1e-12)
  }
}
