import PolicyGraph
import PolicyRuntime
import PolicyVerifier
import TestThreads
import Testing

/// The explorer against an enumerator that tries everything.
@Suite(.offPool) struct BruteForceTests {
  /// How many random policies; `EXPLORER_POLICIES` says otherwise.
  static let count = Scale.number("EXPLORER_POLICIES", usual: 15)

  @Test(arguments: 0..<4) func `the explorer finds what trying everything finds`(
    part: Int
  ) throws {
    let scale = Scale(BruteForceTests.count, part: part, of: 4)
    var compared = 0
    var guarded = 0
    for seed in scale.seeds where compared < scale.count {
      let text = SmallPolicy(seed).text
      guard let graph = try? Policies.graph(text) else { continue }
      guard try compare(graph, text, seed) else { continue }
      compared += 1
      if graph.breakers.count > 0 { guarded += 1 }
    }
    #expect(compared == scale.count, "too few policies compile")
    #expect(
      guarded * 20 >= compared || compared < 20, "breakers must be among what is compared")
  }

  /// Compares the bounds of one policy, and each outage of one provider; false if brute force does
  /// not come to an end.
  private func compare(_ graph: FailoverGraph, _ text: String, _ seed: UInt64) throws -> Bool {
    let route = ID<Route>(0)
    let everybody = Set(graph.endpoints.ids)
    guard let all = try brute(graph, everybody, mayAnswer: true) else { return false }
    var prover = Prover(graph)
    let bounds = try prover.bounds(of: route)
    let found = BruteForce.Seen(
      attempts: bounds.attempts, time: bounds.latency.ns, level: all.level,
      repeats: graph.routes.rows[0].effect == .once ? bounds.repeats : all.repeats)
    #expect(found == all, "seed \(seed): the explorer, then brute force, of\n\(text)")
    for provider in ["p0", "p1", "p2"] {
      let bad = graph.endpoints.ids.filter { id in
        graph.domainMembers[graph.endpoints[id].domains].contains {
          graph.text(graph.domains[$0.domain].name) == provider
        }
      }
      guard !bad.isEmpty else { continue }
      guard let worst = try brute(graph, Set(bad), mayAnswer: false) else { return false }
      let level = try prover.worstLevel(of: route, without: Array(bad))
      #expect(level == worst.level, "seed \(seed), \(provider) out, of\n\(text)")
    }
    return true
  }

  private func brute(
    _ graph: FailoverGraph, _ bad: Set<ID<Endpoint>>, mayAnswer: Bool
  ) throws -> BruteForce.Seen? {
    var brute = try BruteForce(
      graph, bad: bad, outcomes: SmallPolicy.outcomes(graph, anything: mayAnswer),
      mayAnswer: mayAnswer, opensBreakers: graph.routes.rows[0].breaker != nil)
    brute.run(activeMembers: [])
    for group in graph.groups.ids where graph.groups[group].kind == .activePassive {
      for member in 1..<max(1, graph.groups[group].members.count) {
        for age in 0...8 { brute.run(activeMembers: [(group, member, Tick(ns: Int64(age)))]) }
      }
    }
    return brute.isTooLarge ? nil : brute.seen
  }
}
