import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Health probes on the engine's clock.
@Suite(.inTurn) struct ProbeTests {
  private static let text = Policy.route().replacing(
    "endpoint a {",
    with: """
      endpoint a {
        probe path: "/health", every: 10s, timeout: 2s, status: 200..299, down-after: 2, up-after: 1
      """)

  struct Broken: Error {}

  private let clock = TestClock()

  @Test func `an endpoint that fails its probes is down until one succeeds`() async throws {
    let engine = try engine(ProbeTests.text, clock: clock)
    let route = try engine.route("main")
    let asked = Recorder<String>()
    let answers: [@Sendable () throws -> Int?] = [{ 500 }, { throw Broken() }, { nil }, { 204 }]
    let running = Task {
      await engine.runProbes { probe in
        let count = asked.all.count
        asked.add(
          "\(probe.url) \(probe.timeout) "
            + "\(probe.credential?.reference ?? "")")
        return try answers[min(count, 3)]()
      }
    }
    for (round, isDown) in [false, true, true, false].enumerated() {
      await until { asked.all.count == round + 1 }
      await until { engine.snapshot().endpoints[0].isDown == isDown }
      await clock.sleepers(1)
      #expect(engine.snapshot().endpoints[0].isDown == isDown, "round \(round)")
      if isDown { #expect(try await route.run { $0.endpoint }.value == "b") }
      clock.advance(by: .seconds(10))
    }
    running.cancel()
    await running.value
    #expect(asked.all.first == #"http://a.example.com/health 2.0 seconds env("KEY_A")"#)
    #expect(engine.parts.timers.count == 0)
    #expect(engine.parts.probing.withLock { $0.count } == 0)
  }

  @Test(arguments: [
    ("/v2/{credential}", "/v2/canary%2F4711/health?deep=1"),
    ("/rpc?key={credential}", "/rpc/health?key=canary%2F4711&deep=1"),
    ("/base/", "/base/health?deep=1"),
  ])
  func `a probe asks the URL of its endpoint, with the credential in its place`(
    place: String, expected: String
  ) async throws {
    let text = ProbeTests.text.replacing(
      "http://a.example.com", with: "https://a.example.com\(place)"
    ).replacing("/health", with: "/health?deep=1")
    let engine = try engine(
      text, clock: clock, variables: ["KEY_A": "canary/4711", "KEY_B": "key-b"])
    let asked = Recorder<String>()
    let running = Task {
      await engine.runProbes { probe in
        asked.add(probe.url)
        #expect(!"\(probe)".contains("canary"))
        return 204
      }
    }
    await until { asked.all.count == 1 }
    running.cancel()
    await running.value
    #expect(asked.all == ["https://a.example.com\(expected)"])
    #expect(!"\(engine.snapshot())".contains("canary"))
  }

  @Test func `a probe that does not answer in time is a failure, and cancelled`() async throws {
    let engine = try engine(
      ProbeTests.text.replacing("down-after: 2", with: "down-after: 1"), clock: clock)
    let gate = Gate()
    let running = Task {
      await engine.runProbes { _ in
        await gate.wait()
        return 200
      }
    }
    await until { gate.waiting == 1 }
    await clock.sleepers(1)
    clock.advance(by: .seconds(2))
    await until { engine.snapshot().endpoints[0].isDown }
    #expect(engine.snapshot().endpoints[0].isDown)
    #expect(engine.abandoned == 1)
    gate.open()
    await until { engine.abandoned == 0 }
    running.cancel()
    await running.value
  }

  @Test func `a reload is followed without waiting for the next probe`() async throws {
    let engine = try engine(Policy.route(), clock: clock)
    let asked = Recorder<String>()
    let running = Task {
      await engine.runProbes { probe in
        asked.add(probe.destination.endpoint)
        return 200
      }
    }
    await until { engine.parts.probing.withLock { $0.count } == 1 }
    #expect(asked.all.isEmpty)
    try engine.replace(with: artifact(ProbeTests.text))
    await until { asked.all.count == 1 }
    #expect(asked.all == ["a"])
    try engine.replace(with: artifact(Policy.route()))
    await until { engine.parts.timers.count == 0 }
    clock.advance(by: .seconds(60))
    #expect(asked.all == ["a"])
    running.cancel()
    await running.value
  }

  @Test func `without a path a connection is all that is wanted`() async throws {
    let engine = try engine(
      ProbeTests.text.replacing(#"path: "/health", "#, with: "").replacing(
        "status: 200..299, down-after: 2", with: "down-after: 1"), clock: clock)
    let asked = Recorder<Bool>()
    let running = Task {
      await engine.runProbes { probe in
        asked.add(probe.path == nil)
        if asked.all.count == 1 { throw Broken() }
        return nil
      }
    }
    await until { engine.snapshot().endpoints[0].isDown }
    #expect(engine.snapshot().endpoints[0].isDown)
    await clock.sleepers(1)
    clock.advance(by: .seconds(10))
    await until { !engine.snapshot().endpoints[0].isDown }
    #expect(!engine.snapshot().endpoints[0].isDown)
    #expect(asked.all == [true, true])
    running.cancel()
    await running.value
  }

  @Test(arguments: [("http://a.example", "http://new-a.example"), ("/health", "/ready")])
  func `a probe in flight to another place counts for nobody`(_ old: String, _ new: String)
    async throws
  {
    let text = ProbeTests.text.replacing("down-after: 2", with: "down-after: 1")
    let engine = try engine(text, clock: clock)
    let gate = Gate()
    let asked = Recorder<String>()
    let running = Task {
      await engine.runProbes { probe in
        asked.add(probe.url)
        if asked.all.count > 1 { return 200 }
        await gate.wait()
        return 500
      }
    }
    await until { gate.waiting == 1 }
    try engine.replace(with: artifact(text.replacing(old, with: new)))
    gate.open()
    await until { engine.abandoned == 0 }
    // The next probe is of the new one, and nothing came of the first.
    await clock.sleepers(1)
    clock.advance(by: .seconds(10))
    await until { asked.all.count == 2 }
    #expect(asked.all.last?.contains(new) == true)
    #expect(!engine.snapshot().endpoints[0].isDown)
    running.cancel()
    await running.value
  }

  @Test func `a verdict goes with the probe that gave it, and when it is restored`() async throws {
    let text = ProbeTests.text.replacing("down-after: 2", with: "down-after: 1")
    let engine = try engine(text, clock: clock)
    let route = try engine.route("main")
    func fail() {
      engine.generation.interpreter.probed(ID(0), up: false, at: engine.parts.clock.now())
    }
    fail()
    #expect(try await route.run { $0.endpoint }.value == "b")
    try engine.restore("a")
    #expect(try await route.run { $0.endpoint }.value == "a")
    fail()
    #expect(engine.snapshot().endpoints[0].isDown)
    try engine.replace(with: artifact(Policy.route()))
    #expect(try await route.run { $0.endpoint }.value == "a")
    // A policy that asks again does not know the old answer.
    try engine.replace(with: artifact(text))
    #expect(!engine.snapshot().endpoints[0].isDown)
  }
}
