import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicyVerifier

/// Equal members are explored as one, and members that are not equal are not.
@Suite(.offPool) struct EqualMembersTests {
  /// How many random policies; `EXPLORER_POLICIES` says otherwise.
  static let count = Scale.number("EXPLORER_POLICIES", usual: 20)

  @Test(arguments: 0..<4) func `it makes no difference that members are taken for each other`(
    part: Int
  ) throws {
    let scale = Scale(EqualMembersTests.count, part: part, of: 4)
    var compared = 0
    var (together, apart) = (0, 0)
    for seed in scale.seeds where compared < scale.count {
      let policy = EqualPolicy(seed, most: 5)
      guard let graph = try? Policies.graph(policy.text) else { continue }
      let marked = try Policies.graph(policy.marked)
      var random = TestRandom(seed)
      for question in EqualMembersTests.questions(graph, &random) {
        let effort = Effort(states: 100_000, events: 5_000)
        guard let one = try? RouteExplorer(graph, ID(0), effort).worst(question),
          let other = try? RouteExplorer(marked, ID(0), effort).worst(question)
        else { continue }
        #expect(
          one.worst == other.worst,
          "seed \(seed), \(policy.difference), \(question.bad.map(\.index)) out, of\n\(policy.text)"
        )
        (together, apart) = (together + one.events, apart + other.events)
      }
      compared += 1
    }
    #expect(compared == scale.count, "too few policies compile")
    #expect(together * 3 < apart * 2, "\(together) events, and \(apart) without equal members")
  }

  /// Everybody may do anything; then some are out, and the others are waited for.
  private static func questions(
    _ graph: FailoverGraph, _ random: inout TestRandom
  ) -> [Question] {
    let endpoints = RoutePaths(graph, ID(0)).all
    var all = Question(bad: endpoints, misbehaviour: .anything)
    all.watchesRepeats = graph.guarantees.count > 0
    let classes = ["connection", "timeout", "unavailable"].compactMap { graph.builtinClass($0) }
    return [all]
      + (0..<3).map { turn in
        let bad = endpoints.filter { _ in random.once(in: 2) }
        let reach = endpoints.filter { !bad.contains($0) }
        return Question(bad: bad, misbehaviour: .outage(classes), reach: turn == 0 ? reach : [])
      }
  }

  @Test(arguments: 0..<4) func `outages come to what trying everything comes to`(
    part: Int
  ) throws {
    let scale = Scale(EqualMembersTests.count / 2, part: part, of: 4)
    var compared = 0
    for seed in scale.seeds where compared < scale.count {
      let policy = EqualPolicy(seed, most: 4)
      guard let graph = try? Policies.graph(policy.text) else { continue }
      var random = TestRandom(seed)
      guard let question = EqualMembersTests.questions(graph, &random).last else { continue }
      let outcomes = SmallPolicy.outcomes(graph, anything: false).filter { outcome in
        ["connection", "timeout", "unavailable"].contains(
          outcome.errorClass.map { graph.text(graph.classes[$0].name) } ?? "")
      }
      var brute = try BruteForce(
        graph, bad: Set(question.bad), outcomes: outcomes, mayAnswer: false,
        opensBreakers: graph.routes.rows[0].breaker != nil || policy.difference == .breaker)
      brute.run(activeMembers: [])
      if policy.text.contains("active-passive") {
        for group in graph.groups.ids where graph.groups[group].kind == .activePassive {
          brute.run(activeMembers: [(group, 1, .zero)])
        }
      }
      if brute.isTooLarge { continue }
      let found = try RouteExplorer(graph, ID(0), .usual).worst(question).worst
      #expect(
        found.level == brute.seen.level && Int(found.attempts) == brute.seen.attempts,
        """
        seed \(seed), \(policy.difference), \(question.bad.map(\.index)) out: \(found), then brute \
        force: \(brute.seen), of
        \(policy.text)
        """)
      compared += 1
    }
    #expect(compared == scale.count, "too few policies compile")
  }

  @Test func `128 equal endpoints are as few as a request can tell apart`() throws {
    func text(_ count: Int) -> String {
      let names = (0..<count).map { "e\($0)" }
      return BracketTests.text
        + names.map {
          "endpoint \($0) { url \"https://\($0).test\"; domain provider: \($0); timeout attempt: 2s }\n"
        }.joined()
        + "active-active many { \(names.map { "member \($0)" }.joined(separator: "; ")) }\n"
          + """
          retry few { attempts 3; budget none; otherwise { failover } }
          route s { to many; effect idempotent; deadline 9s; errors few; retry few; breaker none }
          guarantee s { survives per-request, any: 1, of: provider; attempts at-most: 2 }

          """
    }
    let proofs = try provedAlike(text(5), text(128))
    #expect(proofs.map(\.verdict) == [.holds, .fails])
    #expect(proofs[1].witness?.bad.count == 128)
  }

  @Test func `groups that share groups are drawn from as one`() throws {
    func text(_ layers: Int) -> String {
      var text = BracketTests.text
      for layer in (1...layers).reversed() {
        let members =
          layer == layers ? "member a; member b" : "member l\(layer + 1)a; member l\(layer + 1)b"
        for side in ["a", "b"] { text += "active-active l\(layer)\(side) { \(members) }\n" }
      }
      return text + """
        route s { to l1a; effect idempotent; deadline 9s; errors few; retry rules; breaker none }
        guarantee s { survives per-request, any: 1, of: provider; attempts at-most: 7 }

        """
    }
    _ = try provedAlike(text(1), text(14))
  }

  /// Holds that a large policy comes to the verdicts of a small one, and by no more work; gives the
  /// proofs of the large one.
  private func provedAlike(_ small: String, _ large: String) throws -> [Proof] {
    let proofs = try [small, large].map { text in
      let graph = try Policies.graph(text)
      var prover = Prover(graph)
      return graph.guarantees.ids.map { prover.prove($0) }
    }
    for (small, large) in zip(proofs[0], proofs[1]) {
      #expect(small.verdict == large.verdict)
      #expect(small.events == large.events && small.states == large.states, "\(small.text)")
    }
    return proofs[1]
  }
}
