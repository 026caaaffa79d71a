import PolicyGraph
import PolicyVerifier
import TestThreads
import Testing

@Suite(.offPool) struct ResidencyTests {
  private static let policy = """
    language 1
    endpoint a { url "https://a.test"; timeout attempt: 1s; domain region: eu }
    endpoint b { url "https://b.test"; timeout attempt: 1s; domain region: us; retry far }
    endpoint c { url "https://c.test"; timeout attempt: 1s; domain region: asia }
    endpoint d { url "https://d.test"; timeout attempt: 1s }
    endpoint e { url "https://e.test"; timeout attempt: 1s; domain region: mars }
    active-passive both { member a; member b; failback manual }
    retry near { attempts 3; on too-large { reroute b }; otherwise { degrade } }
    retry far { attempts 3; on too-large { reroute c }; otherwise { degrade } }
    degrade low { step other { when class: overloaded; use d }; step last { serve text: "x" } }
    route chat { to TARGET; effect read; deadline 9s; errors http; retry near; degrade low; breaker none }
    guarantee chat { stays-within region: [eu, us] }
    """

  private func check(_ target: String) throws -> (FailoverGraph, Residency) {
    let text = ResidencyTests.policy.replacing("TARGET", with: target)
    let unused = target == "both" ? text : text.replacing(/active-passive.*\n/, with: "")
    let graph = try FaultPolicies.graph(unused)
    return (graph, Residency.check(graph, graph.guarantees[ID(0)]))
  }

  @Test(arguments: ["both", "a"])
  func `whoever may ever be tried is held to it, and the way there is told`(target: String) throws {
    let (graph, residency) = try check(target)
    #expect(!residency.holds)
    #expect(
      residency.offenders.map { graph.text(graph.endpoints[$0.endpoint].name) } == ["c", "d"])
    #expect(
      residency.offenders.map { $0.domain.map { graph.name(.domain($0)) } }
        == ["region: asia", nil])
    #expect(
      residency.lines(in: graph) == [
        "c is in region: asia, and is tried by a reroute after too-large",
        "d has no such label, and is tried by step other of the ladder",
      ])
    // From a a reroute leads to b, and b's own rules to c.
    guard case .reroute = residency.offenders[0].way, case .ladder = residency.offenders[1].way
    else {
      Issue.record("\(residency.offenders)")
      return
    }
  }

  @Test func `the first way to an endpoint is that of the main path`() throws {
    let (graph, _) = try check("both")
    let ways = Reach.all(graph.chat, in: graph)
    #expect(ways.map(\.endpoint) == [ID(0), ID(1), ID(2), ID(3)])
    #expect(ways.first?.way == .main([ID(0)]))
    #expect(ways[1].way == .main([ID(0)]))
  }

  @Test func `the chat example stays in its country`() throws {
    let graph = try FaultPolicies.example("llm-chat")
    let rows = graph.guarantees.rows.filter { $0.kind == .staysWithin }
    #expect(rows.count == 1)
    for row in rows { #expect(Residency.check(graph, row).holds) }
  }
}
