import PolicyGraph
import PolicyVerifier
import TestThreads
import Testing

@Suite(.offPool) struct CutSetTests {
  private func names(_ answer: CutSets.Answer?, _ graph: FailoverGraph) -> [[String]]? {
    guard case .sets(let sets, let more)? = answer, more == 0 else { return nil }
    return sets.map { $0.elements.map { graph.name($0.source) } }
  }

  private func full(_ graph: FailoverGraph) -> [[String]]? {
    names(FaultTree(graph, graph.chat).cutSets(level: .full).ways.first?.answer, graph)
  }

  @Test func `the chat example is told by provider and by region`() throws {
    let graph = try FaultPolicies.example("llm-chat")
    #expect(
      full(graph) == [
        ["provider: anthropic", "provider: azure", "provider: google"],
        ["region: us-central", "region: us-east", "region: us-south", "region: us-west"],
      ])
    // The apology needs nobody.
    let degraded = FaultTree(graph, graph.chat).cutSets(level: .degraded)
    #expect(degraded.ways.map(\.answer) == [.nothing])
  }

  @Test func `a domain that all endpoints share is a single point of failure`() throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy([
        .init(name: "a", domains: [("provider", "one"), ("region", "x")]),
        .init(name: "b", domains: [("provider", "two"), ("region", "x")]),
      ]))
    #expect(full(graph) == [["region: x"], ["provider: one", "provider: two"]])
    let sets = FaultTree(graph, graph.chat).cutSets(level: .full)
    guard case .sets(let list, _) = sets.ways[0].answer else {
      Issue.record("no sets")
      return
    }
    #expect(list.map(\.isSinglePoint) == [true, false])
    #expect(list[0].elements[0].endpoints.count == 2)
    // One endpoint of a domain of its own has both names.
    #expect(list[1].elements[0].alike == [.endpoint(ID(0))])
  }

  @Test func `an endpoint without a domain stands for itself`() throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy([
        .init(name: "a", domains: [("provider", "one")]), .init(name: "b"),
      ]))
    #expect(full(graph) == [["provider: one", "b"]])
  }

  @Test func `each arm of a select is broken by its own sets`() throws {
    let graph = try FaultPolicies.graph(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s; limit context: 10k }
      endpoint b { url "https://b.test"; timeout attempt: 1s }
      active-passive both { member a; member b; failback manual }
      select sized { when size, above: 10k { to both }; otherwise { to a } }
      route chat { to sized; effect read; deadline 9s; errors http; retry none; breaker none }
      """)
    let sets = FaultTree(graph, graph.chat).cutSets(level: .full)
    #expect(sets.ways.count == 2)
    // None of the large requests fits into a.
    #expect(sets.ways.map { names($0.answer, graph) } == [[["b"]], [["a"]]])
    #expect(sets.ways.map(\.arms) == [[ID(0)], [ID(1)]])
  }

  @Test func `requests that a select refuses are nobody's outage`() throws {
    let graph = try FaultPolicies.graph(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s }
      endpoint b { url "https://b.test"; timeout attempt: 1s }
      select paid { when tag: plan, is: "paid" { to a }; otherwise none }
      active-passive both { member paid; member b; failback manual }
      route chat { match path: "/a"; to paid; effect read; deadline 9s; retry none; breaker none }
      route either { match path: "/b"; to both; effect read; deadline 9s; retry none; breaker none }
      """)
    let alone = FaultTree(graph, graph.chat).cutSets(level: .full)
    #expect(alone.ways.map { names($0.answer, graph) } == [[["a"]]])
    // Below a group, those that it refuses go to the other members.
    let either = FaultTree(graph, ID(1)).cutSets(level: .full)
    #expect(either.ways.map { names($0.answer, graph) } == [[["a", "b"]], [["b"]]])
    #expect(either.ways.map(\.arms) == [[ID(0)], []])
  }

  @Test(arguments: [
    ("step a { use c }", [["c", "provider: one"]]),
    ("step a { serve cache, max-age: 1h, within: 1s }", [["provider: one"]]),
    ("step a { when class: overloaded; use c }", [["provider: one"]]),
    ("step a { when class: overloaded; fail }; step b { use c }", [["provider: one"]]),
    ("step a { when class: too-large; fail }; step b { use c }", [["c", "provider: one"]]),
    ("step a { when class: overloaded; serve text: \"x\" }", [["provider: one"]]),
    ("step a { serve text: \"x\" }", nil),
  ]) func `the ladder counts as far as it can be counted on`(
    steps: String, expected: [[String]]?
  ) throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy(
        [.init(name: "a", domains: [("provider", "one")])],
        ladder: "low",
        more: """
          endpoint c { url "https://c.test"; timeout attempt: 1s }
          degrade low { \(steps) }
          """))
    let answer = FaultTree(graph, graph.chat).cutSets(level: .degraded).ways[0].answer
    #expect(names(answer, graph)?.map { $0.sorted() } == expected)
    if expected == nil { #expect(answer == .nothing) }
  }

  @Test func `what a route requires keeps others from counting`() throws {
    let graph = try FaultPolicies.graph(
      FaultPolicies.policy(
        [.init(name: "a", more: "supports [tools]"), .init(name: "b")],
        route: "require [tools]"))
    #expect(full(graph) == [["a"]])
  }

  /// Every set of domains and endpoints is tried; the smallest that leave nobody are kept.
  @Test(arguments: 1...300) func `they are those of brute force`(seed: Int) throws {
    var dice = FaultDice(seed)
    let places = (0..<(2 + dice.roll(4))).map { index in
      var domains: [(String, String)] = []
      if dice.roll(4) > 0 { domains.append(("provider", "p\(dice.roll(3))")) }
      if dice.roll(4) > 0 { domains.append(("region", "r\(dice.roll(3))")) }
      return FaultPolicies.Place(name: "e\(index)", domains: domains)
    }
    let graph = try FaultPolicies.graph(FaultPolicies.policy(places))
    let sources =
      graph.domains.ids.map { FaultSource.domain($0) }
      + graph.endpoints.ids.map { FaultSource.endpoint($0) }
    let killed: [Int] = sources.map { source in
      graph.endpoints.ids.reduce(0) { mask, endpoint in
        let isOut =
          switch source {
          case .endpoint(let id): id == endpoint
          case .domain(let id):
            graph.domainMembers[graph.endpoints[endpoint].domains].contains { $0.domain == id }
          }
        return isOut ? mask | 1 << endpoint.index : mask
      }
    }
    let everybody = 1 << graph.endpoints.count - 1
    func breaks(_ set: Int) -> Bool {
      sources.indices.reduce(0) { set >> $1 & 1 == 1 ? $0 | killed[$1] : $0 } == everybody
    }
    let minimal = (1..<(1 << sources.count)).filter { set in
      breaks(set)
        && sources.indices.allSatisfy { set >> $0 & 1 == 0 || !breaks(set & ~(1 << $0)) }
    }
    // Sets of different names for the same outages are told once.
    let expected = Set(
      minimal.map { set in
        sources.indices.filter { set >> $0 & 1 == 1 }.map { killed[$0] }.sorted()
      })
    let answer = FaultTree(graph, graph.chat).cutSets(level: .full).ways[0].answer
    guard case .sets(let sets, let more) = answer else {
      Issue.record("\(answer)")
      return
    }
    let told = sets.map { set in
      set.elements.map { $0.endpoints.reduce(0) { $0 | 1 << $1.index } }.sorted()
    }
    #expect(more == 0)
    #expect(told.count == expected.count)
    #expect(Set(told) == expected)
    #expect(told.map(\.count) == told.map(\.count).sorted())
    for set in sets {
      for element in set.elements {
        #expect(
          ([element.source] + element.alike).count
            == sources.indices.count { index in
              killed[index] == element.endpoints.reduce(0) { $0 | 1 << $1.index }
            })
      }
    }
  }

  @Test func `sixty endpoints in a grid are counted, and the smallest listed`() throws {
    let places = (0..<60).map { index in
      FaultPolicies.Place(
        name: "e\(index)",
        domains: [("provider", "p\(index % 6)"), ("region", "r\(index / 6)")])
    }
    let graph = try FaultPolicies.graph(FaultPolicies.policy(places))
    let answer = FaultTree(graph, graph.chat).cutSets(level: .full).ways[0].answer
    guard case .sets(let sets, let more) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(sets.count == CutSets.listedMax)
    #expect(sets[0].elements.map { graph.name($0.source) } == (0..<6).map { "provider: p\($0)" })
    // Some providers and some regions out, and every endpoint beside them: minimal unless all
    // providers are out and a region as well, or all regions and a provider.
    #expect(sets.count + more == 1024 + 62 * 1023 + 1)
  }

  @Test func `more ways than are looked at are said, not cut off`() throws {
    // Nine selects with two arms each: 512 ways.
    var text = "language 1\n"
    for n in 0..<9 {
      text += """
        endpoint a\(n) { url "https://a\(n).test"; timeout attempt: 1s; availability 99% }
        endpoint b\(n) { url "https://b\(n).test"; timeout attempt: 1s; availability 99% }
        select s\(n) { when tag: plan, is: "x\(n)" { to a\(n) }; otherwise { to b\(n) } }

        """
    }
    text += "active-passive all { failback manual\n"
    text += (0..<9).map { "member s\($0)\n" }.joined()
    text +=
      "}\nroute chat { to all; effect read; deadline 9s; errors http; degrade none; load 1/s }"
    let graph = try FaultPolicies.graph(text)
    let tree = FaultTree(graph, graph.chat)
    #expect(tree.limit == .ways(256))
    #expect(tree.ways.isEmpty)
    #expect(tree.cutSets(level: .full).limit == .ways(256))
    #expect(Availability.of(graph.chat, in: graph) == .tooLarge(.ways(256)))
    #expect(Carrying.check(graph, graph.chat) == .tooLarge(.ways(256)))
  }

  @Test func `one select met twice decides once`() throws {
    let graph = try FaultPolicies.graph(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s }
      endpoint b { url "https://b.test"; timeout attempt: 1s }
      endpoint c { url "https://c.test"; timeout attempt: 1s }
      select s { when tag: plan, is: "x" { to a }; otherwise { to b } }
      active-passive one { failback manual; member s; member c }
      active-passive two { failback manual; member s; member one }
      route chat { to two; effect read; deadline 9s; errors http; retry none; breaker none }
      """)
    let ways = FaultTree(graph, graph.chat).ways
    #expect(ways.map(\.arms) == [[ID(0)], [ID(1)]])
    #expect(ways.map(\.endpoints) == [[ID(0), ID(2)], [ID(1), ID(2)]])
  }
}
