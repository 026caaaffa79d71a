import Foundation
import PolicyRuntime
import Testing

@testable import PolicyService

/// What an operator reads of the live state: one word for each endpoint, and all of it as JSON.
@Suite(.inTurn) struct StateTests {
  private let clock = TestClock()
  private static let quick = Policy.route(
    more: "breaker quick",
    before: "breaker quick { trip consecutive: 2; cooldown 30s, jitter: 0%; probe calls: 1 }")

  /// The state of the first endpoint.
  private func first(_ engine: PolicyEngine) -> EndpointState? {
    engine.snapshot().endpoints.first?.state
  }

  @Test func `an open breaker, then half-open, then ready`() async throws {
    let engine = try engine(StateTests.quick, clock: clock)
    let route = try engine.route("main")
    #expect(first(engine) == .ready)
    for _ in 0..<2 {
      _ = try await route.run { attempt in
        if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
        return attempt.endpoint
      }
    }
    clock.advance(by: .seconds(10))
    #expect(first(engine) == .open(.seconds(20)))
    clock.advance(by: .seconds(25))
    #expect(first(engine) == .halfOpen)
    _ = try await route.run { $0.endpoint }
    #expect(first(engine) == .ready)
  }

  @Test func `one whose only credential cools, is isolated, and is cleared`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    _ = try? await engine.route("main").run { _ -> Int in throw AttemptFailure(status: 401) }
    #expect(first(engine) == .cooling(.seconds(60)))
    #expect(first(engine)?.isServing == false)
    try engine.isolate("a")
    #expect(first(engine) == .isolated)
    try engine.restore("a")
    try engine.clear("a")
    #expect(first(engine) == .ready)
  }

  @Test func `one of two credentials that cools leaves it ready`() async throws {
    let two = Policy.route().replacing(
      #"env("KEY_A")"#, with: #"env("KEY_A"), account: one; credential env("KEY_B"), account: two"#)
    let engine = try engine(two, clock: clock)
    _ = try await engine.route("main").run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 401) }
      return attempt.endpoint
    }
    let a = try #require(engine.snapshot().endpoints.first)
    #expect(a.credentials == 2)
    #expect(a.coolingCredentials.count == 1)
    #expect(a.state == .ready)
  }

  @Test func `the JSON has every member in every state, and no URL or secret`() async throws {
    let engine = try engine(StateTests.quick, clock: clock)
    let route = try engine.route("main")
    let calm = engine.snapshot().json()
    for _ in 0..<2 {
      _ = try? await route.run { _ -> Int in throw AttemptFailure(status: 503) }
    }
    _ = try? await route.run { _ -> Int in throw AttemptFailure(status: 401) }
    let snapshot = engine.snapshot()
    #expect(try members(calm) == members(snapshot.json()))
    for text in [calm, snapshot.json()] {
      #expect(!text.contains("canary") && !text.contains("http://"))
    }
    let state = try object(snapshot.json())
    let policy = try #require(state["policy"] as? [String: Any])
    #expect(policy["digest"] as? String == "\(snapshot.digest)")
    let endpoints = try #require(state["endpoints"] as? [[String: Any]])
    #expect(endpoints.map { $0["name"] as? String } == ["a", "b"])
    #expect(endpoints[0]["state"] as? String == "open")
    #expect(endpoints[0]["wait"] as? Double == 30)
    let row = try #require(snapshot.endpoints.first)
    #expect(try object(row.json()) as NSDictionary == endpoints[0] as NSDictionary)
    let groups = try #require(state["groups"] as? [[String: Any]])
    #expect(groups.first?["name"] as? String == "both")
    let group = try #require(snapshot.activeMembers.first)
    #expect(try object(group.json()) as NSDictionary == groups[0] as NSDictionary)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The names of the members of the first row of each table.
  private func members(_ text: String) throws -> [String: Set<String>] {
    try object(text).mapValues { value in
      Set(((value as? [[String: Any]])?.first ?? value as? [String: Any] ?? [:]).keys)
    }
  }

  @Test func `a route tells who may take a request, first choice first`() throws {
    let engine = try engine(
      """
      \(Policy.pair)
      endpoint c { extends a; serves model: ["x", "y"] }
      endpoint d { extends a; serves model: "y", as: "z"; serves plan: "paid" }
      active-passive many { member d; member c; member a; failback at-once }
      retry again { attempts 3; budget none; on too-large { reroute b }; otherwise { failover } }
      route main {
        match    path: "/main"
        to       many
        effect   idempotent
        deadline 20s
        errors   http
        retry    again
        degrade  none
      }
      """)
    let route = try engine.route("main")
    func served(_ tags: [Request.Tag]) -> [String] { route.endpoints(for: Request(tags: tags)) }
    #expect(served([]) == ["a", "b"])
    #expect(served([.init("model", "x")]) == ["c", "a", "b"])
    #expect(served([.init("model", "y")]) == ["c", "a", "b"])
    #expect(served([.init("model", "y"), .init("plan", "paid")]) == ["d", "c", "a", "b"])
    #expect(served([.init("model", "q")]) == ["a", "b"])
  }

  @Test func `an attempt knows the class of a failure`() async throws {
    let route = try engine(Policy.route()).route("main")
    let classes = try await route.run { attempt in
      [400, 503, 200].map { attempt.errorClass(of: AttemptFailure(status: $0)) }
    }
    #expect(classes.value == ["rejected", "unavailable", nil])
  }
}
