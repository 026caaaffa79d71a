import PolicyRuntime
import Testing

@testable import PolicyService

/// What listeners are told.
@Suite(.inTurn) struct EventTests {
  @Test func `a request is told step by step, with names`() async throws {
    let engine = try engine(Policy.route())
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    _ = try await engine.route("main").run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
      return attempt.endpoint
    }
    let attempts = told.all.filter { $0.kind == .attempt }
    #expect(attempts.map(\.endpoint) == ["a", "b"])
    #expect(attempts.map(\.attempt) == [1, 2])
    #expect(attempts.allSatisfy { $0.route == "main" && $0.request != nil })
    let failed = try #require(told.all.first { $0.reason == .failed })
    #expect(failed.kind == .outcome)
    #expect(failed.errorClass == "unavailable")
    #expect("\(failed)".hasPrefix("outcome failed route=main request="))
    #expect(told.all.last?.kind == .ended)
    #expect(told.all.last?.reason == .answered)
  }

  @Test func `several listeners are told, and reloads change nothing about it`() async throws {
    let engine = try engine(Policy.route())
    let (first, second) = (Recorder<Reason>(), Recorder<Reason>())
    engine.onEvent { first.add($0.reason) }
    engine.onEvent { second.add($0.reason) }
    try engine.replace(
      with: artifact(Policy.route().replacing("http://b.example", with: "http://new-b.example")))
    _ = try await engine.route("main").run { $0.endpoint }
    #expect(first.all == second.all)
    #expect(first.all.starts(with: [.reloaded, .notCarried]))
    #expect(first.all.last == .answered)
  }

  @Test func `state goes on when somebody begins to listen`() async throws {
    let engine = try engine(Policy.route())
    try engine.isolate("a")
    _ = try await engine.route("main").run { $0.endpoint }
    engine.onEvent { _ in }
    #expect(try await engine.route("main").run { $0.endpoint }.value == "b")
    let counters = engine.counters()
    #expect(counters.routes["main"]?.full == 2)
    #expect(counters.policies == 1)
  }

  @Test func `a breaker is told by its name`() async throws {
    let engine = try engine(
      Policy.route(
        more: "breaker quick",
        before: "breaker quick { trip consecutive: 1; cooldown 30s, jitter: 0% }"))
    let told = Recorder<PolicyEvent>()
    engine.onEvent { told.add($0) }
    _ = try await engine.route("main").run { attempt in
      if attempt.endpoint == "a" { throw AttemptFailure(status: 503) }
      return attempt.endpoint
    }
    let opened = try #require(told.all.first { $0.reason == .breakerOpened })
    #expect(opened.breaker == "quick")
    #expect("\(opened)".contains(" breaker=quick"))
    #expect(told.all.first { $0.kind == .attempt }?.breaker == nil)
  }
}
