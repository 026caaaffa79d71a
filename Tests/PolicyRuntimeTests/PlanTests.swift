import PolicyLanguage
import PolicyRuntime
import Testing

@testable import PolicyGraph

/// What a plan is made of, and what it refuses: a sound policy that no request could carry, or no
/// walk come to the end of.
@Suite struct PlanTests {
  /// A policy of two endpoints and a route to `target`, with whatever stands between them.
  private func graph(_ between: String, to target: String = "a") throws -> FailoverGraph {
    let text = """
      language 1
      endpoint a { url "http://a.example.com"; timeout attempt: 1s }
      endpoint b { url "http://b.example.com"; timeout attempt: 1s }
      \(between)
      route r { to \(target); effect idempotent; deadline 20s; degrade none }
      """
    let result = compile("case.policy") { _ in .success(Array(text.utf8)) }
    return try #require(result.graph, "\(result.report.diagnostics.map(\.message))")
  }

  @Test func `more names of tags than a request carries are refused`() throws {
    let arms = { (n: Int) in
      (0..<n).map { #"when tag: t\#($0), is: "x" { to b }"# }.joined(separator: "\n")
    }
    let most = RuntimeLimits.tagNamesMax
    _ = try Plan(graph("select s { \(arms(most))\notherwise { to a } }", to: "s"))
    let graph = try graph("select s { \(arms(most + 1))\notherwise { to a } }", to: "s")
    #expect(throws: PlanError.tooManyTagNames(most + 1)) { try Plan(graph) }
  }

  @Test func `more credentials than can be tried are refused`() throws {
    let keys = { (n: Int) in (0..<n).map { #"env("K\#($0)")"# }.joined(separator: ", ") }
    let endpoint = { (n: Int) in
      #"endpoint c { url "http://c.example.com"; timeout attempt: 1s; credential \#(keys(n)) }"#
    }
    let most = RuntimeLimits.credentialsMax
    _ = try Plan(graph(endpoint(most), to: "c"))
    let graph = try graph(endpoint(most + 1), to: "c")
    #expect(throws: PlanError.tooManyCredentials(endpoint: "c", count: most + 1)) {
      try Plan(graph)
    }
  }

  @Test func `groups that share groups are refused before a walk through them never ends`() throws {
    let group = { (name: String, one: String, two: String) in
      "active-active \(name) { member \(one); member \(two); balance random }\n"
    }
    let layers = { (depth: Int) in
      var text = group("g0", "a", "b") + group("h0", "a", "b")
      for n in 1...depth {
        text += group("g\(n)", "g\(n - 1)", "h\(n - 1)") + group("h\(n)", "g\(n - 1)", "h\(n - 1)")
      }
      return text
    }
    let fits = try Plan(graph(layers(12), to: "g12"))
    let interpreter = Interpreter(fits, SharedState(for: fits))
    var random = Random(seed: 1)
    let first = interpreter.start(
      RequestFacts(), on: ID(0), at: .zero, choosing: &random
    ).1
    #expect(first.kind == .attempt)
    let graph = try graph(layers(40), to: "g40")
    #expect { try Plan(graph) } throws: { error in
      guard case .tooManyWays = error as? PlanError else { return false }
      return true
    }
  }

  @Test func `a graph without the classes that the rules speak of is refused`() throws {
    var graph = try graph("")
    let row = try #require(
      graph.classes.ids.first { graph.text(graph.classes[$0].name) == "banned" })
    graph.classes[row].builtin = false
    #expect(throws: PlanError.missingClass("banned")) { try Plan(graph) }
  }

  @Test func `windows that no memory holds are refused before they are allocated`() throws {
    let trips = (0..<40).map { _ in "trip failures: 1000, over: 1000000" }.joined(separator: "\n")
    let breaker = "breaker k { \(trips)\ncooldown 1s; probe calls: 1, at-once: 1 }\n"
    let many = (0..<60).map {
      #"endpoint e\#($0) { url "http://e\#($0).example.com"; timeout attempt: 1s; breaker k }"#
    }.joined(separator: "\n")
    let members = (0..<60).map { "member e\($0)" }.joined(separator: "; ")
    let graph = try graph(
      breaker + many + "\nactive-active all { \(members); balance random }", to: "all")
    #expect { try Plan(graph) } throws: { error in
      guard case .tooMuchState(let bytes) = error as? PlanError else { return false }
      return bytes > RuntimeLimits.stateBytesMax
    }
  }

  @Test func `every error of a plan says what and what to do`() {
    let errors: [PlanError] = [
      .tooManyTagNames(9), .missingClass("banned"), .tooManyWays(topology: "g40"),
      .tooMuchState(bytes: 300 << 20), .tooManyCredentials(endpoint: "c", count: 65),
    ]
    for error in errors {
      #expect(error.description.contains(";") || error.description.contains(":"), "\(error)")
    }
    #expect(PlanError.tooManyWays(topology: "g40").description.contains("g40"))
  }

  @Test func `a clock that steps back does no harm`() throws {
    let plan = try Plan(
      graph(
        """
        breaker k { trip consecutive: 2; cooldown 1s; probe calls: 1, at-once: 1 }
        retry t { attempts 2; budget 50%, min: 1/s; on rejected { fail }; otherwise { failover } }
        active-passive p { member a; member b; failback after: 1s }
        """, to: "p"))
    let interpreter = Interpreter(plan, SharedState(for: plan))
    var random = Random(seed: 2)
    var ends = 0
    for n in 0..<200 {
      let now = Tick.ms(Int64((n * 7919) % 5_000))
      var (request, action) = interpreter.start(
        RequestFacts(), on: ID(0), at: now, choosing: &random)
      var earlier = now
      while !action.isEnd {
        earlier = max(.zero, earlier - .ms(40))
        action = interpreter.step(
          &request, .finished(action.attempt, .success), at: earlier, choosing: &random)
      }
      ends += action.kind == .answer ? 1 : 0
    }
    #expect(ends == 200)
  }
}
